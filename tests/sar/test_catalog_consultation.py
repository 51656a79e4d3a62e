"""Partners comment on a draft; every comment has an answer before the draft is approved."""

import html
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from privacy.detection import HIDDEN
from sar import db
from sar.catalog import comments
from sar.models import DefinitionSetVersion, SetComment
from tests import consultations, drafts, factories, pages
from tests.factories import Clock

SAID = "Say what “restricted” means."
PRIVATE = "Mr. Zebulon Quackenbush, phone 217-555-0173, was seen there."


@pytest.fixture
def draft_id(sqlite_app: Flask) -> int:
    """A changed draft that is open for comments to the police department."""
    return open_draft(sqlite_app)


def open_draft(app: Flask) -> int:
    author, draft_id = drafts.start(app)
    assert drafts.reword(author, draft_id, name="Going in").status_code == 303
    assert consultations.ask(app, draft_id).status_code == 303
    return draft_id


def test_an_invited_agency_sees_the_draft_and_comments_on_a_behaviour(
    sqlite_app: Flask, draft_id: int, clock: Clock
) -> None:
    officer = factories.signed_in(sqlite_app, "officer")
    assert "Is it clear?" in officer.get("/consultations").text
    page = html.unescape(officer.get("/consultations/1").text)
    assert "Going in" in page
    assert "until <strong>" in page
    assert consultations.say(sqlite_app, SAID, about=drafts.FIRST).status_code == 303
    made = consultations.all_comments(sqlite_app)[0]
    assert (made.indicator_id, made.indicator_name) == (drafts.FIRST, "Going in")
    assert (made.author_name, made.agency_name) == ("Test Officer", "Lakeside Police Department")
    assert made.made_at == clock.moment
    seen = html.unescape(
        factories.signed_in(sqlite_app, "trainer").get(f"/sets/{draft_id}/consultation").text
    )
    assert SAID in seen
    assert "1 comment has no answer" in seen


def test_others_see_nothing_of_it(sqlite_app: Flask, draft_id: int) -> None:
    consultations.say(sqlite_app, SAID, about=drafts.FIRST)
    stranger = factories.signed_in(sqlite_app, "officer2")
    assert "Nobody asks you" in stranger.get("/consultations").text
    for url in ("/consultations/1", f"/consultations/1/{drafts.FIRST}"):
        assert stranger.get(url).status_code == 404
    token = factories.csrf_token(stranger.get("/reports").text)
    sent = {"csrf_token": token, "words": "Let me in."}
    assert stranger.post(f"/consultations/1/{drafts.FIRST}", data=sent).status_code == 404
    assert stranger.get(f"/sets/{draft_id}/consultation").status_code == 403
    assert stranger.get(f"/sets/{draft_id}").status_code == 404
    # Being asked for comments opens the pages of the consultation, nothing else.
    assert factories.signed_in(sqlite_app, "officer").get(f"/sets/{draft_id}").status_code == 404


def test_agencies_do_not_read_one_another(sqlite_app: Flask) -> None:
    author, draft_id = drafts.start(sqlite_app)
    drafts.reword(author, draft_id, name="Going in")
    both = [str(consultations.agency_id(sqlite_app, each)) for each in ("officer", "officer2")]
    consultations.ask(sqlite_app, draft_id, agencies=both)
    consultations.say(sqlite_app, SAID, about=drafts.FIRST)
    colleague = html.unescape(
        factories.signed_in(sqlite_app, "supervisor").get("/consultations/1").text
    )
    other = html.unescape(factories.signed_in(sqlite_app, "officer2").get("/consultations/1").text)
    assert SAID in colleague
    assert SAID not in other


def test_one_person_can_be_asked(sqlite_app: Flask) -> None:
    _author, draft_id = drafts.start(sqlite_app)
    one = str(factories.account_id(sqlite_app, "analyst2"))
    consultations.ask(sqlite_app, draft_id, agencies=[], people=[one])
    asked = [
        each
        for each in ("analyst2", "officer2", "supervisor2")
        if factories.signed_in(sqlite_app, each).get("/consultations/1").status_code == 200
    ]
    assert asked == ["analyst2"]


def test_words_that_identify_somebody_are_warned_about_by_kind_and_never_repeated_elsewhere(
    sqlite_app: Flask, draft_id: int
) -> None:
    warned = consultations.say(sqlite_app, PRIVATE, about=drafts.FIRST)
    assert warned.status_code == 422
    finding = html.unescape(pages.finding(warned))
    assert "a phone number and a person's name" in finding
    assert "Quackenbush" not in finding
    assert "0173" not in finding
    assert "Quackenbush" in warned.text
    assert consultations.all_comments(sqlite_app) == []
    officer = factories.signed_in(sqlite_app, "officer")
    sent = pages.fields_of(warned.text, f"/consultations/1/{drafts.FIRST}")
    sent["csrf_token"] = factories.csrf_token(officer.get("/reports").text)
    sent["is_checked"] = "yes"
    assert officer.post(f"/consultations/1/{drafts.FIRST}", data=sent).status_code == 303
    entries = drafts.entries_of(sqlite_app, f"set:nsi-behaviours:draft-{draft_id}")
    assert entries[-1].action == "set.commented"
    assert entries[-1].details == {
        "comment": 1,
        "behaviour": drafts.FIRST,
        "disposition": None,
        "identifier_warning_overridden": True,
    }


def test_every_kind_that_is_hidden_can_be_named_in_a_warning() -> None:
    assert set(comments.KIND_WORDS) == HIDDEN
    (warned,) = comments.about_identifiers("His badge 4411, aged 43.", path="words")
    assert warned.message == "This seems to hold a badge number and an age."


def test_nobody_comments_after_the_day_or_the_end(
    sqlite_app: Flask, draft_id: int, clock: Clock
) -> None:
    officer = factories.signed_in(sqlite_app, "officer")
    form = pages.fields_of(
        officer.get(f"/consultations/1/{drafts.FIRST}").text, f"/consultations/1/{drafts.FIRST}"
    )
    clock.advance(days=15)
    officer = factories.signed_in(sqlite_app, "officer")
    form["words"] = SAID
    form["csrf_token"] = factories.csrf_token(officer.get("/reports").text)
    late = officer.post(f"/consultations/1/{drafts.FIRST}", data=form)
    assert late.status_code == 409
    assert "Copy what you typed" in late.text
    assert officer.get(f"/consultations/1/{drafts.FIRST}").status_code == 404
    assert "This consultation is over" in officer.get("/consultations/1").text
    # A second round can follow, and be ended before its time.
    assert consultations.ask(sqlite_app, draft_id).status_code == 303
    assert consultations.end(sqlite_app, draft_id).status_code == 303
    assert "over" in officer.get("/consultations/2").text


BAD_CALLS: list[tuple[dict[str, object], str, str]] = [
    ({"question": ""}, "question", "what you ask"),
    ({"closes_at-date": "2026-03-01"}, "closes_at", "in the past"),
    ({"closes_at-date": "2027-03-01"}, "closes_at", "more than 180 days"),
    ({"closes_at-date": "soon"}, "closes_at", "not a date"),
    ({"agencies": ["999"]}, "agencies", "not there any more"),
]


def test_a_call_that_will_not_do_is_explained_at_its_field(sqlite_app: Flask) -> None:
    _author, draft_id = drafts.start(sqlite_app)
    for fields, path, words in BAD_CALLS:
        answer = consultations.ask(sqlite_app, draft_id, **fields)
        assert answer.status_code == 422, fields
        assert words in pages.finding(answer)
        assert f'href="#{path}"' in answer.text
        assert f'id="{path}"' in answer.text
    assert consultations.ask(sqlite_app, draft_id).status_code == 303
    client = factories.signed_in(sqlite_app, "trainer")
    assert "Ask for comments" not in client.get(f"/sets/{draft_id}/consultation").text


def test_a_draft_goes_to_review_only_after_every_comment_is_answered(
    sqlite_app: Flask, draft_id: int
) -> None:
    author = factories.signed_in(sqlite_app, "trainer")
    assert "still open for comments" in pages.finding(drafts.submit(author, draft_id))
    consultations.say(sqlite_app, SAID, about=drafts.FIRST)
    consultations.say(sqlite_app, "Too many questions.", about="whole-set", username="supervisor")
    consultations.end(sqlite_app, draft_id)
    assert "2 comments have no answer" in pages.finding(drafts.submit(author, draft_id))
    empty = consultations.answer(author, draft_id, 1, "accepted", " ")
    assert "Say why" in pages.finding(empty)
    unknown = consultations.answer(author, draft_id, 1, "perhaps", "It depends.")
    assert "what becomes of the comment" in pages.finding(unknown)
    assert "It depends." in unknown.text
    assert consultations.answer(author, draft_id, 1, "accepted", "Done.").status_code == 303
    assert "1 comment has no answer" in pages.finding(drafts.submit(author, draft_id))
    assert consultations.answer(author, draft_id, 2, "noted", "Next time.").status_code == 303
    assert drafts.submit(author, draft_id).status_code == 303
    assert drafts.publish(sqlite_app, draft_id).status_code == 303
    page = factories.signed_in(sqlite_app, "officer").get("/consultations/1").text
    assert "Next time." in page


def test_only_editors_answer_and_not_after_approval(sqlite_app: Flask, draft_id: int) -> None:
    consultations.say(sqlite_app, SAID, about=drafts.FIRST)
    consultations.end(sqlite_app, draft_id)
    author = factories.signed_in(sqlite_app, "trainer")
    other = factories.signed_in(sqlite_app, "trainer2")
    page = author.get(f"/sets/{draft_id}/consultation").text
    sent = pages.fields_of(page, f"/sets/{draft_id}/comments/1")
    sent["disposition.1"], sent["answer.1"] = "declined", "No."
    sent["csrf_token"] = factories.csrf_token(other.get("/sets").text)
    assert other.post(f"/sets/{draft_id}/comments/1", data=sent).status_code == 403
    consultations.answer(author, draft_id, 1, "accepted", "Done.")
    drafts.submit(author, draft_id)
    drafts.publish(sqlite_app, draft_id)
    sent["csrf_token"] = factories.csrf_token(author.get("/sets").text)
    assert author.post(f"/sets/{draft_id}/comments/1", data=sent).status_code == 409
    assert consultations.all_comments(sqlite_app)[0].answer == "Done."


def test_comments_outlive_edits_sending_back_and_the_behaviour_itself(
    sqlite_app: Flask, draft_id: int
) -> None:
    consultations.say(sqlite_app, SAID, about=drafts.FIRST)
    with db.transaction(sqlite_app.extensions["sar"].engine) as session:
        session.execute(
            insert(SetComment),
            {
                "definition_set_id": draft_id,
                "indicator_id": "ind-0999",
                "indicator_name": "What was once here",
                "revision": 2,
                "author_name": "Test Officer",
                "agency_name": "Lakeside Police Department",
                "words": "Keep this one.",
                "made_at": sqlite_app.extensions["sar"].clock(),
                "recorded_by_id": factories.account_id(sqlite_app, "officer"),
            },
        )
    author = factories.signed_in(sqlite_app, "trainer")
    drafts.reword(author, draft_id, name="Going in unasked")
    page = html.unescape(author.get(f"/sets/{draft_id}/consultation").text)
    assert page.index("Going in unasked") < page.index(SAID)
    assert page.index("What was once here") < page.index("No longer in the draft")
    assert "Keep this one." in page


def test_the_database_itself_wants_every_comment_answered(app: Flask, clock: Clock) -> None:
    draft_id = open_draft(app)
    consultations.say(app, SAID, about=drafts.FIRST)
    engine = app.extensions["sar"].engine
    only_this = update(DefinitionSetVersion).where(
        DefinitionSetVersion.definition_set_id == draft_id
    )
    decided = {
        "approver_id": factories.account_id(app, "trainer2"),
        "approved_at": clock.moment,
        "effective_from": clock.moment + timedelta(days=1),
    }
    for state in ("approved", "published"):
        with pytest.raises(IntegrityError, match="disposition"), db.transaction(engine) as session:
            session.execute(only_this.values(decided | {"state": state}))
    answered = {
        "disposition": "noted",
        "answer": "Noted.",
        "answered_by_id": factories.account_id(app, "trainer"),
        "answered_at": clock.moment,
    }
    for missing in ({"disposition": "perhaps"}, {"answer": ""}, {"answered_by_id": None}):
        with pytest.raises(IntegrityError), db.transaction(engine) as session:
            session.execute(update(SetComment).values(answered | missing))
    with db.transaction(engine) as session:
        session.execute(update(SetComment).values(answered))
        session.execute(only_this.values(decided | {"state": "approved"}))
    for statement in (
        update(SetComment).values(answer="Another answer."),
        update(SetComment).values(words="I said something else."),
        delete(SetComment),
        insert(SetComment).values(
            definition_set_id=draft_id,
            revision=1,
            words="Too late.",
            made_at=clock.moment,
            recorded_by_id=factories.account_id(app, "officer"),
        ),
    ):
        with pytest.raises(IntegrityError), db.transaction(engine) as session:
            session.execute(statement)
