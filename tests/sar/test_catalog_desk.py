"""The desk of a draft says where it stands, what is missing, and what comes next."""

import html
import re

from flask import Flask
from flask.testing import FlaskClient

from sar.catalog.wording import ACTIONS
from sar.models import SetAction
from sar.oversight.words import SENTENCES
from tests import consultations, drafts, factories, pages


def next_of(client: FlaskClient, draft_id: int) -> str:
    """Return what the desk says comes next."""
    page = client.get(f"/sets/{draft_id}/edit", follow_redirects=True).text
    found = re.search(r'class="desk-next">(.*?)</p>', page, re.S)
    assert found, "the page has no desk"
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1]))).strip()


def words_of(client: FlaskClient, draft_id: int) -> dict[str, str]:
    """Return each step's words by its name."""
    page = client.get(f"/sets/{draft_id}/edit", follow_redirects=True).text
    steps = re.findall(
        r'<li class="desk-(\w+)">.*?(?:<a [^>]*>|<b>)(\w+)</.*?<span class="meta">(.*?)</span>',
        page,
        re.S,
    )
    return {name: f"{progress}: {re.sub(r'<[^>]+>', '', words)}" for progress, name, words in steps}


def test_from_the_first_click_to_the_date_the_next_step_stands_first(sqlite_app: Flask) -> None:
    author, draft_id = drafts.start(sqlite_app)
    second = factories.signed_in(sqlite_app, "trainer2")
    assert next_of(author, draft_id) == "Next: Choose a behavior and change it"
    assert next_of(second, draft_id) == "Next: Test Trainer works on it."
    drafts.reword(author, draft_id, name="Going in")
    assert next_of(author, draft_id) == "Next: Send it to review"
    consultations.ask(sqlite_app, draft_id)
    assert next_of(author, draft_id) == "Next: Read what partners say"
    consultations.say(sqlite_app, "Clear enough.", about=drafts.FIRST)
    consultations.end(sqlite_app, draft_id)
    assert next_of(author, draft_id) == "Next: Answer 1 comment"
    consultations.answer(author, draft_id, 1, "noted", "Thank you.")
    drafts.submit(author, draft_id)
    assert "A second person reads" in next_of(author, draft_id)
    assert next_of(second, draft_id) == "Next: Read the changes and decide"
    url = f"/sets/{draft_id}"
    sent = pages.fields_of(second.get(f"{url}/diff").text, f"{url}/publish")
    assert second.post(f"{url}/approve", data=sent).status_code == 303
    for client in (author, second):
        assert next_of(client, draft_id) == "Next: Publish it with its date"
    assert words_of(author, draft_id) == {
        "Edit": "done: 1 change",
        "Examples": "done: all there, all pass",
        "Preview": "open: what past reports would have met",
        "Consultation": "done: every comment answered",
        "Review": "done: approved by Test Trainer2",
        "Publish": "now: choose its date",
    }


def test_missing_examples_come_before_everything_else(sqlite_app: Flask) -> None:
    author, draft_id = drafts.start(sqlite_app)
    url = f"/sets/{draft_id}/behaviours/{drafts.FIRST}/examples/1"
    for _ in factories.newest_set().indicator(drafts.FIRST).examples:
        pages.change(author, url, f"{url}/remove")
    assert "Next: Mend what is missing" in next_of(author, draft_id)
    assert words_of(author, draft_id)["Examples"].startswith("now: ")


def test_the_desk_says_in_words_what_the_draft_refuses(sqlite_app: Flask) -> None:
    author, draft_id = drafts.start(sqlite_app)
    drafts.reword(author, draft_id, name="Going in")
    url = f"/sets/{draft_id}/edit"
    kept = f"Every report that version {drafts.CURRENT} accepts is accepted."
    assert kept in author.get(url).text
    elements = drafts.content_of(sqlite_app, draft_id)[drafts.FIRST]["elements"]
    easy = next(each for each in elements if not each.get("required") and not each.get("when"))
    question = f"/sets/{draft_id}/behaviours/{drafts.FIRST}/questions/{easy['element_id']}"
    assert pages.change(author, question, required="yes").status_code == 303
    page = html.unescape(author.get(url).text)
    assert kept not in page
    assert f"It refuses reports that version {drafts.CURRENT} accepted:" in page
    assert "A made-up report" in page


def test_every_step_has_words_on_the_timeline_and_in_the_log() -> None:
    assert set(ACTIONS) == set(SetAction)
    assert {f"set.{action}" for action in SetAction} <= set(SENTENCES)
