"""Whatever is wrong with any answer to any question, it is said in Spanish."""

import re
from html import unescape

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from indicators.definitions import Element, ElementKind
from tests import factories

ENGLISH = re.compile(
    r"\b(the|and|of|you|your|is|are|was|were|what|with|this|that|please|which|nothing|choose|"
    r"write|answers?|questions?|send|behaviours?|missing|yes|about|from|reports?|not|has|have)\b",
    re.IGNORECASE,
)
MOMENT = {"2": ("2026-13-45", "aa"), "3": ("2026-01-02", "10:10"), "4": ("202-01-01", "10:10")}


def wrong(element: Element, way: str) -> list[tuple[str, str]]:
    """Answer a question in one of four ways that are wrong for most questions."""
    first, last = element.options[:1], element.options[-1:]
    match element.kind:
        case ElementKind.DATE_TIME:
            day, clock = MOMENT.get(way, ("zzz", ""))
            return [("-date", day), ("-time", clock), ("-zone", "America/Chicago")]
        case ElementKind.TEXT:
            return [("", {"1": "", "2": "x" * 6000, "3": "a\x07b"}.get(way, "Nada."))]
        case ElementKind.NUMBER:
            return [("", {"1": "zzz", "2": "999999999", "3": "-5"}.get(way, ""))]
        case ElementKind.YES_NO:
            return [("", {"1": "zzz", "3": "no"}.get(way, "yes"))]
    codes = {"1": ["zzz"], "3": [each.code for each in first], "4": [each.code for each in last]}
    return [("", code) for code in codes.get(way, element.codes)]


@pytest.mark.parametrize("way", "1234")
def test_every_finding_is_said_in_spanish(sqlite_app: Flask, way: str) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    client.set_cookie("sar_language", "es")
    fields = [("csrf_token", factories.csrf_token(client.get("/reports").text))]
    plain = factories.form_of(factories.submission())
    fields += [pair for pair in plain if not re.match(r"answers\.|behaviours", pair[0])]
    for indicator in factories.newest_set().indicators:
        fields.append(("behaviours", indicator.indicator_id))
        for element in indicator.elements:
            name = f"answers.{indicator.indicator_id}.{element.element_id}"
            fields += [(name + part, value) for part, value in wrong(element, way)]
    page = client.post("/reports/new", data=MultiDict(fields))
    assert page.status_code == 422
    said = re.findall(r'<li><a href="#[^"]*">.*?</li>', page.text)
    assert len(said) > 15
    texts = [unescape(re.sub(r"<[^>]*>", "", each)) for each in said]
    assert not [each for each in texts if ENGLISH.search(each)]
