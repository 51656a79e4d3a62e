"""In Spanish, whatever is wrong with an answer is said, and course and refresher are taken."""

import re
from html import unescape

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from indicators.definitions import Audience, Element, ElementKind
from indicators.loading import shipped_sets
from sar.wording.languages import catalogue
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


def shown_on(page: str) -> set[str]:
    """Return what a page of a course shows or reads out."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    named = re.findall(r'(?:aria-label|data-name|data-chapter)="([^"]*)"', bare)
    texts = (*re.split(r"<[^>]*>|\n", bare), *named)
    return {unescape(each).strip().replace("nsi-behaviours", "") for each in texts}


@pytest.mark.parametrize("audience", Audience)
def test_course_and_refresher_are_taken_in_spanish(sqlite_app: Flask, audience: Audience) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    client.set_cookie("sar_language", "es")
    said = catalogue("es").exact
    newest = factories.newest_set()
    old = [each.version for each in shipped_sets() if each.version != newest.version]
    for query in ("", "?full=1", *(f"?since={version}" for version in old)):
        page = client.get(f"/training/courses/{audience.value}{query}").text
        assert '<html lang="es-US">' in page
        texts = shown_on(page)
        assert len(texts) > 40
        assert not [each for each in texts if said.get(each, each) != each or ENGLISH.search(each)]
        assert "está en inglés" not in page
    nothing = client.get(f"/training/courses/{audience.value}?since={newest.version}").text
    assert "Nada que repasar" in nothing
    assert "Courses are in English" not in client.get("/training").text
