"""The forms of a page, as a browser would send them."""

import html
import re
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse


class _FormReader(HTMLParser):
    """Collects what a browser would send for the form with one action."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
        self.fields: list[tuple[str, str]] = []
        self.is_inside = self.was_found = False
        self.name = ""
        self.text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("action") == self.action:
            self.is_inside = self.was_found = True
        if not self.is_inside:
            return
        if tag == "select":
            self.name = given["name"]
        elif tag == "textarea":
            self.name, self.text = given["name"], []
        elif tag == "option" and "selected" in given:
            self.fields.append((self.name, given.get("value", "")))
        elif (
            tag == "input"
            and given.get("name")
            and (given.get("type") not in {"radio", "checkbox"} or "checked" in given)
        ):
            self.fields.append((given["name"], given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "textarea" and self.text is not None and self.is_inside:
            # A line break right after the tag is not part of the text.
            self.fields.append((self.name, "".join(self.text).removeprefix("\n")))
        if tag == "textarea":
            self.text = None


def fields_of(page: str, action: str) -> MultiDict[str, str]:
    """Return the fields of the form with `action` as a browser would send them unchanged."""
    reader = _FormReader(action)
    for each in re.findall(r"<form\b.*?</form>", page, re.S):
        reader.feed(each)
    assert reader.was_found, f"the page has no form with the action {action}"
    return MultiDict(reader.fields)


def change(client: FlaskClient, url: str, action: str = "", **fields: Any) -> TestResponse:
    """Open a page, change some fields of its form and send it; dots in names are written __."""
    page = client.get(url)
    assert page.status_code == 200, page.text
    sent = fields_of(page.text, action or url)
    for name, value in fields.items():
        sent.setlist(name.replace("__", "."), value if isinstance(value, list) else [value])
    return client.post(action or url, data=sent)


def finding(answer: TestResponse) -> str:
    """Return the error summary of a page as text."""
    found = re.search(r'id="error-summary">(.*?)</div>', answer.text, re.S)
    assert found, "the page has no error summary"
    return html.unescape(re.sub(r"<[^>]+>", " ", found[1]))
