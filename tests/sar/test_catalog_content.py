"""What a behaviour of a draft is tested and taught by: cases, examples, phrases, roles."""

import html

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from indicators.definitions import Element, ElementKind, Json
from indicators.loading import shipped_sets
from sar.catalog.drafts.case_forms import case_form, read_case
from sar.catalog.drafts.time_answers import fill_in_time, read_time
from sar.catalog.form_reader import Form, Reader
from tests import drafts, factories, pages
from tests.drafts import FIRST

QUESTION = "el-0002"
ZONE = factories.ZONE


def place(draft_id: int, part: str, indicator_id: str = FIRST) -> str:
    return f"/sets/{draft_id}/behaviours/{indicator_id}/{part}"


def words_of(client: FlaskClient, url: str) -> str:
    return " ".join(html.unescape(client.get(url).text).split())


def require(client: FlaskClient, draft_id: int, value: str = "yes") -> None:
    """Make a question of the first behaviour required, or take that back."""
    url = place(draft_id, f"questions/{QUESTION}")
    assert pages.change(client, url, required=value).status_code == 303


def details_of(app: Flask, draft_id: int) -> dict[str, object]:
    return drafts.entries_of(app, f"set:nsi-behaviours:draft-{draft_id}")[-1].details


def test_a_change_that_makes_cases_find_something_else_waits_until_that_is_taken_as_expected(
    app: Flask,
) -> None:
    client, draft_id = drafts.start(app)
    before = drafts.content_of(app, draft_id)[FIRST]["cases"]
    url = place(draft_id, "cases")
    assert f"All {len(before)} find exactly what is expected" in words_of(client, url)
    require(client, draft_id)
    assert drafts.content_of(app, draft_id)[FIRST]["cases"] == before
    page = words_of(client, url)
    assert "find something else than is expected" in page
    assert "<strong>Expected:</strong> Accepted: nothing is wrong." in page
    assert "“What kind of area was it?”: an answer is missing." in page
    refused = drafts.submit(client, draft_id)
    assert refused.status_code == 422
    assert "Case 1 of “Breach/Attempted Intrusion” expects: accepted" in pages.finding(refused)
    assert pages.change(client, url, f"{url}/1/take-found").status_code == 303
    assert details_of(app, draft_id)["taken_as_found"] is True
    after = drafts.content_of(app, draft_id)[FIRST]["cases"]
    assert after[0]["findings"][QUESTION] == "required"
    assert after[1:] == before[1:]
    assert pages.change(client, url, f"{url}/take-found").status_code == 303
    assert f"All {len(before)} find exactly what is expected" in words_of(client, url)
    assert "Case" not in pages.finding(drafts.submit(client, draft_id))
    changes = words_of(client, f"/sets/{draft_id}/diff")
    assert "In “Breach/Attempted Intrusion” a case was changed." in changes
    assert "an answer is missing" in changes


def test_a_case_is_added_run_without_saving_changed_and_removed(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = place(draft_id, "cases")
    count = len(drafts.content_of(sqlite_app, draft_id)[FIRST]["cases"])
    fields = {"answer__el-0001": "entered", "long__el-0083": "1001"}
    tried = pages.change(client, f"{url}/new", **fields, do="run")
    assert tried.status_code == 200
    assert "the answer is too long" in html.unescape(tried.text)
    assert 'value="1001"' in tried.text
    assert drafts.row_of(sqlite_app, draft_id).revision == 1
    expected = {"found__el-0083": "too_long"}
    assert pages.change(client, f"{url}/new", **fields, **expected).status_code == 303
    added = drafts.content_of(sqlite_app, draft_id)[FIRST]["cases"][-1]
    assert added == {
        "answers": {"el-0001": "entered", "el-0083": {"repeat": "x", "times": 1001}},
        "findings": {"el-0083": "too_long"},
    }
    own = f"{url}/{count + 1}"
    changed = pages.change(client, own, **{"long__el-0083": "10"}, do="found")
    assert changed.status_code == 303
    assert drafts.content_of(sqlite_app, draft_id)[FIRST]["cases"][-1] == {
        "answers": {"el-0001": "entered", "el-0083": {"repeat": "x", "times": 10}},
        "findings": {},
    }
    assert pages.change(client, own, f"{own}/remove").status_code == 303
    assert len(drafts.content_of(sqlite_app, draft_id)[FIRST]["cases"]) == count
    assert client.get(own).status_code == 404


def test_what_cannot_be_read_in_a_case_is_said_at_its_field(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    for name, value in (
        ("long.el-0083", "many"),
        ("long.el-0083", "20002"),
        ("found.el-0083", "x"),
    ):
        answer = pages.change(
            client, place(draft_id, "cases/new"), **{name.replace(".", "__"): value}
        )
        assert answer.status_code == 422
        assert f'href="#{name.replace(".", "-")}"' in answer.text
        assert f'id="{name.replace(".", "-")}"' in answer.text
    assert drafts.row_of(sqlite_app, draft_id).revision == 1


def test_opening_and_saving_a_case_changes_nothing_whatever_it_answers() -> None:
    for definition_set in shipped_sets():
        for indicator in definition_set.indicators:
            for case in indicator.cases:
                form = case_form(indicator, case, zone=ZONE)
                assert read_case(form, indicator, old=case) == (case, [])
                anew, findings = read_case(form, indicator, old=None)
                assert findings == []
                assert case_form(indicator, anew, zone=ZONE) == form


TIMES: tuple[Json, ...] = (
    "2026-03-02T14:30:00-06:00",
    "2026-03-02T20:30Z",
    "2026-11-01T01:30:15.5-06:00",
    "2026-11-01T01:30:15.5-05:00",
    "0001-01-01T00:00:00+00:00",
    "2026-03-02T14:30",
    "yesterday",
    20260302,
    ["2026-03-02", "14:30"],
)


def test_a_time_stays_to_the_letter_when_its_fields_stay_as_they_were_shown() -> None:
    when = Element("el-0001", "When?", ElementKind.DATE_TIME)
    for answer in TIMES:
        form: Form = MultiDict()
        fill_in_time(form, when, answer, zone=ZONE)
        read = Reader(form)
        assert read_time(read, when, old=answer) == answer
        assert read.findings == []
        assert ("answer.el-0001-date" in form) is (answer in TIMES[:4])
        assert ("words.el-0001" in form) is (answer not in TIMES[:4])


def test_a_time_is_a_date_a_time_of_day_and_the_trainers_zone_in_cases_and_examples(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    new = place(draft_id, "questions/new")
    assert pages.change(client, new, label="When?", kind="date_time").status_code == 303
    own = drafts.content_of(sqlite_app, draft_id)[FIRST]["elements"][-1]["element_id"]
    name = f"answer__{own}"
    when = {f"{name}-date": "2026-03-02", f"{name}-time": "14:30"}
    url = place(draft_id, "cases")
    count = len(drafts.content_of(sqlite_app, draft_id)[FIRST]["cases"])
    assert '<span class="zone-only">Central</span>' in client.get(f"{url}/new").text
    for bad in (
        {f"{name}-date": "2026-03-02"},
        {f"{name}-date": "2026-02-30", f"{name}-time": "14:30"},
        {**when, f"words__{own}": "yesterday"},
    ):
        refused = pages.change(client, f"{url}/new", **bad, do="found")
        assert refused.status_code == 422, bad
        assert f'href="#answer-{own}"' in refused.text
        assert all(f'value="{value}"' in refused.text for value in bad.values())
    assert pages.change(client, f"{url}/new", **when, do="found").status_code == 303
    odd = {f"words__{own}": "2026-03-02T14:30"}
    assert pages.change(client, f"{url}/new", **odd, do="found").status_code == 303
    told = {"text": "He stood at the gate.", "why": "He did.", "kind": "positive"}
    example = place(draft_id, "examples/new")
    assert pages.change(client, example, **told, **when).status_code == 303
    content = drafts.content_of(sqlite_app, draft_id)[FIRST]
    right, wrong = content["cases"][count:]
    assert right["answers"] == {own: "2026-03-02T14:30:00-06:00"}
    assert own not in right["findings"]
    assert wrong["answers"] == {own: "2026-03-02T14:30"}
    assert wrong["findings"][own] == "no_offset"
    assert content["examples"][-1]["answers"] == {own: "2026-03-02T14:30:00-06:00"}
    shown = pages.fields_of(client.get(f"{url}/{count + 1}").text, f"{url}/{count + 1}")
    assert shown[f"answer.{own}-time"] == "14:30"
    revision = drafts.row_of(sqlite_app, draft_id).revision
    assert pages.change(client, f"{url}/{count + 1}").status_code == 303
    assert drafts.row_of(sqlite_app, draft_id).revision == revision


def test_three_examples_are_run_before_they_are_saved_and_each_gets_a_verdict(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = place(draft_id, "examples")
    before = drafts.content_of(sqlite_app, draft_id)[FIRST]["examples"]
    typed = {
        "text__positive": "He cut the fence at night and climbed into the substation.",
        "text__negative": "A parcel was left on the bench.",
        "text__lookalike": "A guard climbed the fence because he had lost his key.",
    }
    run = pages.change(client, url, **typed, do="run")
    assert run.status_code == 200
    page = " ".join(html.unescape(run.text).split())
    assert "Its words lead here: “cut the fence" in page
    assert "Its words do not lead here" in page
    assert all(text in page for text in typed.values())
    assert drafts.row_of(sqlite_app, draft_id).revision == 1
    refused = pages.change(client, url, **typed, do="add")
    assert refused.status_code == 422
    assert 'href="#why-positive"' in refused.text
    reasons = {name.replace("text", "why"): "It says what was done." for name in typed}
    assert pages.change(client, url, **typed, **reasons, do="add").status_code == 303
    after = drafts.content_of(sqlite_app, draft_id)[FIRST]["examples"]
    assert [each["kind"] for each in after[len(before) :]] == ["positive", "negative", "lookalike"]
    assert pages.change(client, url, do="run").status_code == 422


def try_sentence(client: FlaskClient, draft_id: int, **fields: str) -> TestResponse:
    url = place(draft_id, "phrases")
    sent = pages.fields_of(client.get(url).text, url)
    return client.post(f"{url}/try", data=MultiDict({**sent, **fields}))


def test_a_sentence_is_tried_under_the_phrases_that_are_typed_and_nothing_is_saved(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    sentence = "Somebody jimmied the padlock."
    plain = try_sentence(client, draft_id, sentence=sentence)
    assert "jimmied the padlock</q>" not in plain.text
    phrases = "jimmied the padlock\ncut the fence"
    tried = try_sentence(client, draft_id, sentence=sentence, phrases=phrases)
    assert (
        "<strong>Breach/Attempted Intrusion</strong>, by <q>jimmied the padlock</q>" in tried.text
    )
    assert "jimmied the padlock\ncut the fence" in tried.text
    assert try_sentence(client, draft_id, sentence=" ").status_code == 422
    assert drafts.row_of(sqlite_app, draft_id).revision == 1


def test_phrases_are_saved_and_those_about_persons_only_against_a_warning_that_is_logged(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = place(draft_id, "phrases")
    kept = drafts.content_of(sqlite_app, draft_id)[FIRST]["phrases"]
    lines = [*kept, "  jimmied   the padlock ", kept[0].upper(), ""]
    assert pages.change(client, url, phrases="\r\n".join(lines)).status_code == 303
    own = drafts.content_of(sqlite_app, draft_id)[FIRST]
    assert sorted(each.casefold() for each in own["phrases"]) == sorted(
        [*(each.casefold() for each in kept), "jimmied the padlock"]
    )
    assert details_of(sqlite_app, draft_id)["trait_warning_overridden"] is False
    warned = pages.change(client, url, phrases="a white van by the gate\ncut the fence")
    assert warned.status_code == 422
    assert "“a white van by the gate” has “white”" in pages.finding(warned)
    sent = pages.fields_of(warned.text, url)
    sent["is_about_things"] = "yes"
    assert client.post(url, data=sent).status_code == 303
    assert details_of(sqlite_app, draft_id)["trait_warning_overridden"] is True
    for phrases, words in (
        ("an old black man", "has no word that counts"),
        ("x" * 121, "121 characters; 120 fit"),
        (
            "\n".join(f"cut fence number{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(101)),
            "101 phrases; 100 fit",
        ),
    ):
        bad = pages.change(client, url, phrases=phrases, is_about_things="yes")
        assert bad.status_code == 422
        assert words in pages.finding(bad)


def test_guidance_for_roles_is_saved_and_read_on_the_job_aid_of_the_draft(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = place(draft_id, "guidance")
    before = drafts.content_of(sqlite_app, draft_id)[FIRST]["role_guidance"]
    fields = {
        "role__fire_ems": "Look for a cut chain at the hydrant.\n\n",
        "role__private_sector": "",
    }
    assert pages.change(client, url, **fields).status_code == 303
    after = drafts.content_of(sqlite_app, draft_id)[FIRST]["role_guidance"]
    assert [each["audience"] for each in after] == [
        each["audience"] for each in before if each["audience"] != "private_sector"
    ]
    assert {"audience": "fire_ems", "texts": ["Look for a cut chain at the hydrant."]} in after
    changes = words_of(client, f"/sets/{draft_id}/diff")
    assert "a point for Fire and EMS was" in changes
    aid = f"/training/drafts/{draft_id}/job-aids/fire_ems"
    assert "Look for a cut chain at the hydrant." in client.get(aid).text
    assert "A draft, to look at: not in force" in client.get(aid).text
    assert aid in client.get(url).text
    published = drafts.set_id_of(sqlite_app)
    assert client.get(aid.replace(str(draft_id), str(published), 1)).status_code == 404
    assert factories.sign_in(sqlite_app, "officer").get(aid).status_code == 403
    trait = {"role__fire_ems": "Look for a foreign driver."}
    refused = pages.change(client, url, **trait)
    assert refused.status_code == 422
    assert "“foreign”, which may say who somebody is" in pages.finding(refused)
    assert "Look for a foreign driver." in refused.text
    assert pages.change(client, url, **trait, is_no_reason="yes").status_code == 303
    assert pages.change(client, url).status_code == 303
    long = pages.change(
        client, url, role__fire_ems="x" * 601, role__law_enforcement="\n".join("abcdefghi")
    )
    assert long.status_code == 422
    assert "601 characters; 600 fit" in pages.finding(long)
    assert "9 points for Law enforcement; 8 fit" in pages.finding(long)


def test_an_example_that_is_too_long_is_refused_and_not_run(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = place(draft_id, "examples")
    before = client.get(url).text.count("What came out")
    fits = pages.change(client, url, **{"text.positive": "x" * 4000, "do": "run"})
    assert fits.text.count("What came out") == before + 1
    longer = pages.change(client, url, **{"text.positive": "x" * 4001, "do": "run"})
    assert "4,001 characters" in pages.finding(longer)
    assert longer.text.count("What came out") == before


def test_a_second_window_keeps_what_it_typed_on_every_page_of_the_content(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    typed = {
        "cases/new": {"answer.el-0083": "Typed and kept"},
        "examples": {"text.positive": "Typed and kept", "why.positive": "So.", "do": "add"},
        "phrases": {"phrases": "typed and kept"},
        "guidance": {"role.fire_ems": "Typed and kept"},
    }
    forms = {
        part: pages.fields_of(client.get(place(draft_id, part)).text, place(draft_id, part))
        for part in typed
    }
    drafts.reword(client, draft_id, name="The first window")
    for part, fields in typed.items():
        answer = client.post(place(draft_id, part), data=MultiDict({**forms[part], **fields}))
        assert answer.status_code == 409, part
        assert "yped and kept" in answer.text
    assert drafts.row_of(sqlite_app, draft_id).revision == 2
    other = factories.sign_in(sqlite_app, "trainer2")
    for part in typed:
        url = place(draft_id, part)
        assert other.get(url).location == f"/sets/{draft_id}/diff"
        forms[part]["csrf_token"] = factories.csrf_token(other.get("/sets").text)
        assert other.post(url, data=MultiDict({**forms[part], **typed[part]})).status_code == 403
