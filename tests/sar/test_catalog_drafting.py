"""Drafting a version: the trainer's pages, as a browser sees them."""

import html
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask

from sar import db
from sar.actors import Actor
from sar.catalog import service
from sar.models import Role
from tests import drafts, factories, pages
from tests.drafts import FIRST

CONDITIONAL = "el-0004"  # asked only when el-0003 is answered with false_role


def test_everybody_signed_in_reads_published_sets_and_strangers_do_not(sqlite_app: Flask) -> None:
    for role in ("officer", "supervisor", "analyst", "trainer", "privacy_officer", "administrator"):
        client = factories.sign_in(sqlite_app, role)
        assert "In force since" in client.get("/sets").text
        page = client.get(f"/sets/{drafts.set_id_of(sqlite_app)}")
        assert page.status_code == 200
        assert client.get(f"/sets/{drafts.set_id_of(sqlite_app)}/diff").status_code == 200
    assert sqlite_app.test_client().get("/sets").status_code == 302


def test_a_set_is_readable_with_notice_questions_guidance_examples_and_sources(
    sqlite_app: Flask,
) -> None:
    definition_set = factories.newest_set()
    client = factories.sign_in(sqlite_app, "officer")
    page = html.unescape(client.get(f"/sets/{drafts.set_id_of(sqlite_app)}").text)
    for text in (
        definition_set.notice,
        definition_set.sha256,
        *(source.reference for source in definition_set.sources),
    ):
        assert text in page
    for indicator in definition_set.indicators:
        assert indicator.definition in page
        assert all(point in page for point in indicator.guidance)
        assert all(element.label in page for element in indicator.elements)
        assert all(example.text in page for example in indicator.examples)


def test_only_a_trainer_begins_a_draft(sqlite_app: Flask) -> None:
    action = f"/sets/{drafts.set_id_of(sqlite_app)}/draft"
    for role in ("officer", "analyst", "supervisor", "privacy_officer", "administrator"):
        client = factories.sign_in(sqlite_app, role)
        page = client.get("/sets").text
        assert action not in page
        answer = client.post(action, data={"csrf_token": factories.csrf_token(page)})
        assert answer.status_code == 403


def test_a_draft_is_invisible_to_those_who_neither_write_nor_decide(sqlite_app: Flask) -> None:
    _, draft_id = drafts.start(sqlite_app)
    for role in ("officer", "analyst", "supervisor"):
        client = factories.sign_in(sqlite_app, role)
        assert f"Draft {draft_id}" not in client.get("/sets").text
        for page in ("", "/diff"):
            assert client.get(f"/sets/{draft_id}{page}").status_code == 404
        assert client.get(f"/sets/{draft_id}/edit").status_code == 403
    assert f"Draft {draft_id}" in factories.sign_in(sqlite_app, "privacy_officer").get("/sets").text


def test_a_set_has_one_open_draft_and_the_second_wish_leads_to_it(app: Flask) -> None:
    _, draft_id = drafts.start(app)
    other = factories.sign_in(app, "trainer2")
    listed = other.get("/sets").text
    assert "one open draft" in listed
    assert f"/sets/{draft_id}/diff" in listed
    action = f"/sets/{drafts.set_id_of(app, '1.0.0')}/draft"
    page = other.get(action.removesuffix("/draft")).text
    answer = other.post(action, data=pages.fields_of(page, action), follow_redirects=True)
    assert answer.request.path == f"/sets/{draft_id}/diff"
    assert "one open draft" in answer.text


def test_two_trainers_at_the_same_moment_get_one_draft(app: Flask) -> None:
    engine, source = app.extensions["sar"].engine, drafts.set_id_of(app)

    def begin(username: str) -> service.StartedDraft:
        actor = Actor(factories.account_id(app, username), Role.TRAINER)
        with db.transaction(engine) as session:
            return service.start_draft(
                session, source, actor=actor, now=app.extensions["sar"].clock()
            )

    with ThreadPoolExecutor(8) as pool:
        started = list(pool.map(begin, ["trainer", "trainer2"] * 4))
    assert len({each.definition_set_id for each in started}) == 1
    assert sum(each.is_new for each in started) == 1


def test_rewording_shows_before_and_after_beside_the_form_and_a_patch_number(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    answer = drafts.reword(client, draft_id, name="Getting in without permission")
    assert answer.status_code == 303, answer.text
    page = html.unescape(client.get(answer.location).text)
    assert "has a new name" in page
    assert '<del><span class="vh">Before: </span>Breach/Attempted Intrusion</del>' in page
    assert f"{drafts.CURRENT} → {drafts.PATCH}" in page
    assert drafts.row_of(sqlite_app, draft_id).version == drafts.PATCH
    assert drafts.content_of(sqlite_app, draft_id)[FIRST]["indicator_id"] == FIRST


def test_guidance_boxes_are_added_and_removed(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    points = drafts.content_of(sqlite_app, draft_id)[FIRST]["guidance"]
    fields = {"guidance__0": "", f"guidance__{len(points)}": "Ask who saw it first."}
    assert drafts.reword(client, draft_id, **fields).status_code == 303
    assert drafts.content_of(sqlite_app, draft_id)[FIRST]["guidance"] == [
        *points[1:],
        "Ask who saw it first.",
    ]


BAD_WORDS = [
    ("name", " ", "needs a name"),
    ("name", "x" * 121, "121 characters; 120 fit"),
    ("definition", "", "needs a definition"),
    ("definition", "bell \x07 rings", "character that cannot be shown"),
    ("weight", "401", "from 0 to 400"),
    ("weight", "heavy", "from 0 to 400"),
    ("weight", "٣", "from 0 to 400"),
    ("confidence", "certain", "Say where the definition comes from"),
]


def test_an_error_names_its_field_and_keeps_everything_that_was_typed(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    typed = {"guidance__0": "Typed and not to be lost <b>", "definition": "Also typed."}
    for field, value, words in BAD_WORDS:
        answer = drafts.reword(client, draft_id, **(typed | {field: value}))
        assert answer.status_code == 422, (field, value)
        assert words in pages.finding(answer)
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}"' in answer.text
        assert "Typed and not to be lost &lt;b&gt;" in answer.text
    assert drafts.row_of(sqlite_app, draft_id).revision == 1


def test_a_second_window_gets_409_and_keeps_what_it_typed(app: Flask) -> None:
    client, draft_id = drafts.start(app)
    url = f"/sets/{draft_id}/behaviours/{FIRST}"
    stale = pages.fields_of(client.get(url).text, url)
    assert drafts.reword(client, draft_id, name="The first window").status_code == 303
    stale["name"] = "The second window"
    answer = client.post(url, data=stale)
    assert answer.status_code == 409
    assert 'value="The second window"' in answer.text
    assert "The first window" in answer.text
    assert drafts.content_of(app, draft_id)[FIRST]["name"] == "The first window"
    again = pages.fields_of(answer.text, url)
    assert client.post(url, data=again).status_code == 303
    assert drafts.content_of(app, draft_id)[FIRST]["name"] == "The second window"


def test_an_error_in_a_field_does_not_hide_that_another_window_was_faster(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = f"/sets/{draft_id}/behaviours/{FIRST}"
    stale = pages.fields_of(client.get(url).text, url)
    assert drafts.reword(client, draft_id, name="The first window").status_code == 303
    stale["weight"] = "too much"
    refused = client.post(url, data=stale)
    assert refused.status_code == 422
    mended = pages.fields_of(refused.text, url)
    mended["weight"] = "100"
    assert client.post(url, data=mended).status_code == 409


def test_nobody_but_the_author_changes_a_draft(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = f"/sets/{draft_id}/behaviours/{FIRST}"
    sent = pages.fields_of(client.get(url).text, url)
    other = factories.sign_in(sqlite_app, "trainer2")
    assert other.get(url).location == f"/sets/{draft_id}/diff"
    sent["csrf_token"] = factories.csrf_token(other.get("/sets").text)
    sent["name"] = "Not mine to change"
    assert other.post(url, data=sent).status_code == 403
    assert drafts.row_of(sqlite_app, draft_id).revision == 1


def test_a_published_version_is_never_changed_through_the_pages(app: Flask) -> None:
    client, draft_id = drafts.start(app)
    published_id = drafts.set_id_of(app)
    url = f"/sets/{draft_id}/behaviours/{FIRST}"
    sent = pages.fields_of(client.get(url).text, url)
    sent["name"] = "Changed after the fact"
    before = drafts.row_of(app, published_id).content
    answer = client.post(url.replace(str(draft_id), str(published_id), 1), data=sent)
    assert answer.status_code == 409
    assert drafts.row_of(app, published_id).content == before
    assert client.get(f"/sets/{published_id}/edit").location == f"/sets/{published_id}/diff"


def test_a_new_question_gets_an_id_that_no_version_ever_used(app: Flask) -> None:
    client, draft_id = drafts.start(app)
    used = {
        element["element_id"]
        for version in ("1.0.0", drafts.CURRENT)
        for each in drafts.content_of(app, drafts.set_id_of(app, version)).values()
        for element in each.get("elements", [])
    }
    url = f"/sets/{draft_id}/behaviours/{FIRST}/questions/new"
    answer = pages.change(
        client, url, label="Was an alarm set off?", kind="yes_no", help="Ask the guard."
    )
    assert answer.status_code == 303, answer.text
    added = drafts.content_of(app, draft_id)[FIRST]["elements"][-1]
    assert added["label"] == "Was an alarm set off?"
    assert added["element_id"] not in used
    assert added["element_id"] > max(used)
    assert drafts.row_of(app, draft_id).version == drafts.MINOR


def test_a_discarded_draft_keeps_its_ids_for_ever(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    new = "/behaviours/ind-0001/questions/new"
    pages.change(client, f"/sets/{draft_id}{new}", label="First try?", kind="yes_no")
    first = drafts.content_of(sqlite_app, draft_id)[FIRST]["elements"][-1]["element_id"]
    pages.change(client, f"/sets/{draft_id}/edit", f"/sets/{draft_id}/discard")
    _, second_id = drafts.start(sqlite_app)
    pages.change(client, f"/sets/{second_id}{new}", label="Second try?", kind="yes_no")
    assert drafts.content_of(sqlite_app, second_id)[FIRST]["elements"][-1]["element_id"] > first


def question_of(app: Flask, draft_id: int, element_id: str) -> dict[str, Any]:
    """Return a question of the first behaviour."""
    elements = drafts.content_of(app, draft_id)[FIRST]["elements"]
    return next(each for each in elements if each["element_id"] == element_id)


def test_answers_to_choose_from_get_permanent_codes(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = f"/sets/{draft_id}/behaviours/{FIRST}/questions/el-0003"
    answer = pages.change(
        client, url, option__lock="By breaking a lock", new_option__0="Lock", option__other=""
    )
    assert answer.status_code == 303, answer.text
    element = question_of(sqlite_app, draft_id, "el-0003")
    codes = {each["code"]: each["label"] for each in element["options"]}
    assert codes["lock"] == "By breaking a lock"
    assert codes["lock_2"] == "Lock"
    assert "other" not in codes
    pages.change(client, url, new_option__0="Other")
    element = question_of(sqlite_app, draft_id, "el-0003")
    assert element["options"][-1] == {"code": "other_2", "label": "Other"}


def test_more_boxes_keep_what_was_typed_and_save_nothing(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = f"/sets/{draft_id}/behaviours/{FIRST}/questions/new"
    answer = pages.change(
        client, url, label="Which tool?", kind="choice", new_option__2="Saw", more="1"
    )
    assert answer.status_code == 200
    assert 'value="Which tool?"' in answer.text
    assert 'name="new_option.5"' in answer.text
    assert 'value="Saw"' in answer.text
    assert drafts.row_of(sqlite_app, draft_id).revision == 1


BAD_QUESTIONS: list[tuple[dict[str, Any], str, str]] = [
    ({"label": ""}, "label", "needs words"),
    ({"kind": "essay"}, "kind", "Choose a kind"),
    ({"kind": "choice"}, "options", "no answer to choose from"),
    ({"kind": "number", "minimum": "ten"}, "minimum", "not a number"),
    ({"kind": "number", "minimum": "9", "maximum": "3"}, "minimum", "larger than the maximum"),
    ({"kind": "text", "privacy": "none"}, "privacy", "names and numbers"),
    ({"kind": "text", "max_chars": "0"}, "max_chars", "from 1 to 20,000"),
    ({"when__el-0005": ["yes"], "when__el-0001": ["entered"]}, "when", "more than one"),
    ({"when__el-0001": ["flown"]}, "when", "no answer to “How far did it get?”"),
]


def test_what_is_wrong_with_a_question_is_said_at_the_field(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = f"/sets/{draft_id}/behaviours/{FIRST}/questions/new"
    for fields, path, words in BAD_QUESTIONS:
        answer = pages.change(client, url, **({"label": "Typed words?", "kind": "yes_no"} | fields))
        assert answer.status_code == 422, fields
        assert words in pages.finding(answer)
        assert f'href="#{path}"' in answer.text
        assert f'id="{path}"' in answer.text


def test_requiring_an_answer_is_major_and_the_page_says_why(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    pages.change(client, f"/sets/{draft_id}/behaviours/{FIRST}/questions/el-0002", required="yes")
    page = html.unescape(client.get(f"/sets/{draft_id}/diff").text)
    assert f"{drafts.CURRENT} → {drafts.MAJOR}" in page
    assert "is now required" in page
    assert "may now be refused" in page


def test_retiring_a_question_takes_its_answers_out_of_the_examples(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = f"/sets/{draft_id}/behaviours/{FIRST}/questions/{CONDITIONAL}"
    assert pages.change(client, url, f"{url}/retire").status_code == 303
    behaviour = drafts.content_of(sqlite_app, draft_id)[FIRST]
    assert CONDITIONAL not in [each["element_id"] for each in behaviour["elements"]]
    assert all(CONDITIONAL not in each.get("answers", {}) for each in behaviour["examples"])
    assert all(CONDITIONAL not in each["answers"] for each in behaviour["cases"])
    assert drafts.row_of(sqlite_app, draft_id).version == drafts.MAJOR


def test_a_rule_about_a_retired_question_goes_with_it_and_so_do_its_cases(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    before = drafts.content_of(sqlite_app, draft_id)[FIRST]
    url = f"/sets/{draft_id}/behaviours/{FIRST}/questions/el-0085"
    assert pages.change(client, url, f"{url}/retire").status_code == 303
    behaviour = drafts.content_of(sqlite_app, draft_id)[FIRST]
    assert [each["rule_id"] for each in before["rules"]] == ["rule-0001"]
    assert "rules" not in behaviour
    assert 0 < len(behaviour["cases"]) < len(before["cases"])
    assert "a case was removed" in html.unescape(client.get(f"/sets/{draft_id}/diff").text)


def test_a_question_on_which_another_depends_is_not_retired(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = f"/sets/{draft_id}/behaviours/{FIRST}/questions/el-0003"
    answer = pages.change(client, url, f"{url}/retire")
    assert answer.status_code == 422
    assert "is asked only after an answer that would be gone" in pages.finding(answer)
    answer = pages.change(client, url, option__false_role="")
    assert answer.status_code == 422
    assert "is asked only after an answer that would be gone" in pages.finding(answer)
    assert drafts.row_of(sqlite_app, draft_id).revision == 1


def test_an_example_is_added_edited_and_removed(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    before = drafts.content_of(sqlite_app, draft_id)[FIRST]["examples"]
    url = f"/sets/{draft_id}/behaviours/{FIRST}/examples"
    story = {
        "kind": "lookalike",
        "text": "A child climbed after a ball.\r\nHe came back.",
        "why": "Children climb after balls.",
        "answer__el-0001": "entered",
        "answer__el-0003": ["over_or_through"],
        "answer__el-0005": "yes",
    }
    assert pages.change(client, f"{url}/new", **story).status_code == 303
    added = drafts.content_of(sqlite_app, draft_id)[FIRST]["examples"][-1]
    assert added["text"] == "A child climbed after a ball.\nHe came back."
    assert added["answers"] == {
        "el-0001": "entered",
        "el-0003": ["over_or_through"],
        "el-0005": True,
    }
    number = len(before) + 1
    assert pages.change(client, f"{url}/{number}", why="They do.").status_code == 303
    assert drafts.content_of(sqlite_app, draft_id)[FIRST]["examples"][-1]["why"] == "They do."
    assert pages.change(client, f"{url}/{number}", f"{url}/{number}/remove").status_code == 303
    assert drafts.content_of(sqlite_app, draft_id)[FIRST]["examples"] == before


def test_saving_a_page_unchanged_changes_nothing(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    urls = []
    for indicator_id, behaviour in drafts.content_of(sqlite_app, draft_id).items():
        url = f"/sets/{draft_id}/behaviours/{indicator_id}"
        urls.append(url)
        urls += [f"{url}/examples/{place + 1}" for place in range(len(behaviour["examples"]))]
        urls += [f"{url}/questions/{each['element_id']}" for each in behaviour["elements"]]
    # Every fourth page, and those whose values have more than one way to be written.
    odd = [f"ind-{number}" for number in ("0003/questions/el-0012", "0008/examples/3")]
    for url in [each for each in urls if each.endswith(tuple(odd))] + urls[::4]:
        answer = pages.change(client, url)
        assert answer.status_code == 303, url
    assert drafts.row_of(sqlite_app, draft_id).revision == 1


def test_a_draft_without_changes_is_not_sent(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    answer = pages.change(
        client, f"/sets/{draft_id}/edit", f"/sets/{draft_id}/submit", note="Ready."
    )
    assert answer.status_code == 422
    assert "Nothing has changed" in pages.finding(answer)


def test_a_draft_without_a_kind_of_example_is_not_sent_and_the_behaviour_is_named(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    examples = drafts.content_of(sqlite_app, draft_id)[FIRST]["examples"]
    for number, example in reversed(list(enumerate(examples, start=1))):
        if example["kind"] == "lookalike":
            url = f"/sets/{draft_id}/behaviours/{FIRST}/examples/{number}"
            pages.change(client, url, f"{url}/remove")
    answer = pages.change(
        client, f"/sets/{draft_id}/edit", f"/sets/{draft_id}/submit", note="Shorter."
    )
    assert answer.status_code == 422
    assert "“Breach/Attempted Intrusion” has no example that looks like it" in pages.finding(answer)
    assert f'href="#{FIRST}"' in answer.text
    assert "Shorter." in answer.text
    assert drafts.row_of(sqlite_app, draft_id).state == "draft"


def test_a_draft_whose_example_would_be_refused_is_not_sent_and_the_example_is_named(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    pages.change(client, f"/sets/{draft_id}/behaviours/{FIRST}/questions/el-0002", required="yes")
    answer = pages.change(
        client, f"/sets/{draft_id}/edit", f"/sets/{draft_id}/submit", note="Stricter."
    )
    assert answer.status_code == 422
    assert "Example 4 of “Breach/Attempted Intrusion” would be refused" in pages.finding(answer)
    assert "Case 1 of “Breach/Attempted Intrusion” expects: " in pages.finding(answer)
    assert "What kind of area was it?" in pages.finding(answer)


def test_a_draft_without_a_reason_is_not_sent(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    drafts.reword(client, draft_id, name="Another name")
    answer = drafts.submit(client, draft_id, "")
    assert answer.status_code == 422
    assert "what changes, and why" in pages.finding(answer)


def test_in_review_it_is_not_editable_and_the_author_may_take_it_back(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = f"/sets/{draft_id}/behaviours/{FIRST}"
    drafts.reword(client, draft_id, name="Another name")
    open_window = pages.fields_of(client.get(url).text, url)
    pages.change(
        client, f"/sets/{draft_id}/edit", f"/sets/{draft_id}/submit", note="A clearer name."
    )
    assert client.get(url).location == f"/sets/{draft_id}/diff"
    open_window["name"] = "Slipped in"
    refused = client.post(url, data=open_window)
    assert refused.status_code == 409
    assert 'value="Slipped in"' in refused.text
    back = pages.change(client, f"/sets/{draft_id}/diff", f"/sets/{draft_id}/take-back")
    assert back.status_code == 303
    assert drafts.reword(client, draft_id, name="A third name").status_code == 303


def test_every_step_of_a_draft_is_in_the_log_without_its_words(app: Flask) -> None:
    client, draft_id = drafts.start(app)
    drafts.reword(client, draft_id, name="A name that stays out of the log")
    pages.change(
        client, f"/sets/{draft_id}/edit", f"/sets/{draft_id}/submit", note="A secret reason."
    )
    pages.change(client, f"/sets/{draft_id}/diff", f"/sets/{draft_id}/take-back")
    pages.change(client, f"/sets/{draft_id}/edit", f"/sets/{draft_id}/discard")
    entries = drafts.entries_of(app, f"set:nsi-behaviours:draft-{draft_id}")
    assert [each.action for each in entries] == [
        "set.drafted",
        "set.edited",
        "set.submitted",
        "set.taken_back",
        "set.discarded",
    ]
    assert all(len(each.details["sha256"]) == 64 for each in entries)
    assert "secret" not in json.dumps([each.details for each in entries])
    assert "stays out" not in json.dumps([each.details for each in entries])


def test_an_administrator_gives_up_a_draft_whose_author_is_gone(sqlite_app: Flask) -> None:
    _, draft_id = drafts.start(sqlite_app)
    admin = factories.sign_in(sqlite_app, "administrator")
    answer = pages.change(admin, f"/sets/{draft_id}/diff", f"/sets/{draft_id}/discard")
    assert answer.status_code == 303
    assert drafts.row_of(sqlite_app, draft_id).state == "discarded"
    _, second_id = drafts.start(sqlite_app, "trainer2")
    assert second_id != draft_id


def test_what_is_not_there_is_not_found(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    token = factories.csrf_token(client.get("/sets").text)
    for path in (
        "behaviours/ind-9999",
        "behaviours/x",
        "behaviours/ind-0001/questions/el-9999",
        "behaviours/ind-0001/examples/99",
        "behaviours/ind-0001/examples/0",
    ):
        url = f"/sets/{draft_id}/{path}"
        assert client.get(url).status_code == 404
        answer = client.post(url, data={"csrf_token": token, "revision": "1"})
        assert answer.status_code in {404, 422}
    assert client.get("/sets/999/edit").status_code == 404
