"""Whole behaviours of a draft: added, split, merged, replaced, put in order, put back, ruled."""

import html
import json
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests import drafts, pages
from tests.drafts import FIRST

NEW = {
    "name": "Drones over a fence",
    "definition": "Somebody flies an unmanned aircraft over a place that is closed to the public.",
    "group": "needs_information",
    "niem_code": "AVIATION",
    "sources": ["nd"],
    "weight": "120",
}
SECOND, THIRD = "ind-0002", "ind-0003"


def behaviours_of(app: Flask, draft_id: int) -> dict[str, Any]:
    return drafts.content_of(app, draft_id)


def save(client: FlaskClient, url: str, action: str = "", **fields: Any) -> TestResponse:
    """Change a form and expect that it was saved."""
    answer = pages.change(client, url, action, **fields)
    assert answer.status_code == 303, pages.finding(answer)
    return answer


def text_of(client: FlaskClient, url: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", client.get(url).text))


def add(client: FlaskClient, draft_id: int, **fields: Any) -> str:
    """Add a behaviour and return its id."""
    answer = save(client, f"/sets/{draft_id}/behaviours/new", **(NEW | fields))
    return answer.location.rsplit("/", 1)[1]


def test_a_behaviour_is_added_under_an_id_that_was_never_used(app: Flask) -> None:
    client, draft_id = drafts.start(app)
    added = add(client, draft_id)
    assert added not in behaviours_of(app, drafts.set_id_of(app))
    url = f"/sets/{draft_id}/behaviours/{added}"
    assert "Nothing asks for the innocent explanation" in client.get(url).text
    answer = drafts.submit(client, draft_id)
    assert "no question asks for the innocent explanation" in pages.finding(answer)
    save(client, url, f"{url}/explanation")
    behaviour = behaviours_of(app, draft_id)[added]
    assert behaviour["elements"][0]["explains_innocence"] is True
    assert behaviour["niem_code"] == "AVIATION"
    assert list(behaviours_of(app, draft_id))[-1] == added
    assert drafts.row_of(app, draft_id).version == drafts.MINOR
    entry = drafts.entries_of(app, f"set:nsi-behaviours:draft-{draft_id}")[-1]
    assert (entry.action, entry.details["indicator"]) == ("set.edited", added)
    page = text_of(client, f"/sets/{draft_id}/diff")
    assert NEW["definition"] in page
    assert "“Drones over a fence” asks “What did you see or hear" in page
    pages.change(client, f"/sets/{draft_id}/edit", f"/sets/{draft_id}/discard")
    client, second_id = drafts.start(app)
    third = add(client, second_id, after=FIRST)
    assert third > added
    first = add(client, second_id, name="Drones in a cage", after="first")
    assert list(behaviours_of(app, second_id))[:3] == [first, FIRST, third]


BAD_BEHAVIOURS: list[tuple[dict[str, Any], str, str]] = [
    ({"name": " "}, "name", "needs a name"),
    ({"definition": ""}, "definition", "needs a definition"),
    ({"group": ""}, "group", "often innocent"),
    ({"niem_code": "UFO"}, "niem_code", "no such NIEM code"),
    ({"sources": []}, "sources", "No source"),
    ({"sources": ["nowhere"]}, "sources", "no such source"),
    ({"weight": "401"}, "weight", "from 0 to 400"),
]


def test_what_is_wrong_with_a_behaviour_is_said_at_the_field(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = f"/sets/{draft_id}/behaviours/new"
    form = pages.fields_of(client.get(url).text, url)
    for fields, path, words in BAD_BEHAVIOURS:
        refused_at(client.post(url, data=filled(form, NEW | fields)), path, words)
    assert drafts.row_of(sqlite_app, draft_id).revision == 1


def filled(form: MultiDict[str, str], fields: dict[str, Any]) -> MultiDict[str, str]:
    """Return a form with some fields changed; dots in names are written __."""
    changed = form.copy()
    for name, value in fields.items():
        changed.setlist(name.replace("__", "."), value if isinstance(value, list) else [value])
    return changed


def refused_at(answer: TestResponse, path: str, words: str) -> None:
    """Expect a finding at a field of the page, linked from the summary."""
    assert answer.status_code == 422, words
    assert words in pages.finding(answer)
    assert f'href="#{path}"' in answer.text
    assert f'id="{path}"' in answer.text


def test_a_new_behaviour_is_removed_and_a_published_one_is_not(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    added = add(client, draft_id)
    url = f"/sets/{draft_id}/behaviours"
    save(client, f"{url}/{added}/relations", kind="similar", indicator_id=FIRST)
    fields = pages.fields_of(client.get(f"{url}/{added}").text, f"{url}/{added}/remove")
    assert client.post(f"{url}/{FIRST}/remove", data=fields).status_code == 409
    assert client.post(f"{url}/{added}/remove", data=fields).status_code == 303
    published = behaviours_of(sqlite_app, drafts.set_id_of(sqlite_app))
    assert behaviours_of(sqlite_app, draft_id) == published


def test_another_group_takes_the_mark_away_and_another_code_is_major(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    marked = next(
        key
        for key, each in behaviours_of(sqlite_app, draft_id).items()
        if each["group"] == "needs_information"
    )
    url = f"/sets/{draft_id}/behaviours/{marked}"
    save(client, url, group="defined_criminal")
    elements = behaviours_of(sqlite_app, draft_id)[marked]["elements"]
    assert not any(each.get("explains_innocence") for each in elements)
    save(client, url, group="needs_information")
    question = next(each["element_id"] for each in elements if each["kind"] == "text")
    save(client, f"{url}/questions/{question}", explains_innocence="yes")
    assert "Nothing asks for" not in client.get(url).text
    assert drafts.row_of(sqlite_app, draft_id).version == drafts.CURRENT
    save(client, url, niem_code="CYBER")
    assert drafts.row_of(sqlite_app, draft_id).version == drafts.MAJOR


def test_splitting_with_retirement_moves_questions_under_their_ids(app: Flask) -> None:
    client, draft_id = drafts.start(app)
    old = behaviours_of(app, draft_id)[FIRST]
    url = f"/sets/{draft_id}/behaviours/{FIRST}/becomes/split"
    inside = [each["element_id"] for each in old["elements"]]
    save(
        client,
        url,
        name__0="Getting in",
        definition__0="Somebody gets into a closed place.",
        questions__0=inside,
        examples__0=[str(number + 1) for number in range(len(old["examples"]))],
        name__1="Trying to get in",
        definition__1="Somebody tries to get into a closed place.",
        questions__1=["el-0001", "el-0003"],
        status="retired",
    )
    now = behaviours_of(app, draft_id)
    place = list(now).index(FIRST)
    first, second = (list(now.values())[place + number] for number in (1, 2))
    assert [each["element_id"] for each in first["elements"]] == inside
    assert first["related"] == second["related"] == [{"kind": "split_from", "indicator_id": FIRST}]
    assert first["rules"] == old["rules"]
    assert len(second["elements"]) == 2
    assert not {each["element_id"] for each in second["elements"]} & set(inside)
    assert now[FIRST]["status"] == "retired"
    assert "elements" not in now[FIRST]
    assert first["cases"] == old["cases"]
    page = text_of(client, f"/sets/{draft_id}/diff")
    assert "“Getting in” was split from “Breach/Attempted Intrusion”" in page
    assert "“Breach/Attempted Intrusion” was retired" in page
    assert drafts.row_of(app, draft_id).version == drafts.MAJOR
    answer = drafts.submit(client, draft_id)
    assert "“Trying to get in” has no example" in pages.finding(answer)
    assert "“Getting in”" not in pages.finding(answer)
    save(client, f"/sets/{draft_id}/diff", f"/sets/{draft_id}/behaviours/{FIRST}/put-back")
    now = behaviours_of(app, draft_id)
    assert now[FIRST] == old
    for each in (first, second):
        behaviour = f"/sets/{draft_id}/behaviours/{each['indicator_id']}"
        save(client, behaviour, f"{behaviour}/remove")
    assert behaviours_of(app, draft_id) == behaviours_of(app, drafts.set_id_of(app))


def test_a_split_behaviour_that_is_still_accepted_keeps_its_questions(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    old = behaviours_of(sqlite_app, draft_id)[FIRST]
    url = f"/sets/{draft_id}/behaviours/{FIRST}/becomes/split"
    words = {"name__0": "One", "definition__0": "One.", "name__1": "Two", "definition__1": "Two."}
    save(client, url, **words)
    now = behaviours_of(sqlite_app, draft_id)
    assert now[FIRST] == old | {"status": "deprecated"}
    assert drafts.row_of(sqlite_app, draft_id).version == drafts.MINOR
    copies = [each for key, each in now.items() if each["name"] in ("One", "Two")]
    ids = [one["element_id"] for each in copies for one in each["elements"]]
    assert len(ids) == len(set(ids)) == 2 * len(old["elements"])
    assert [len(each["rules"]) for each in copies] == [1, 1]
    assert all(
        case.get("findings") == other.get("findings", None) or "findings" in case
        for case, other in zip(copies[0]["cases"], old["cases"], strict=True)
    )


def test_two_behaviours_are_merged_into_a_new_one_or_into_one_that_is_there(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    before = behaviours_of(sqlite_app, draft_id)
    url = f"/sets/{draft_id}/behaviours/{FIRST}/becomes/merge"
    words = {"name__0": "Getting in by force or lies", "definition__0": "Either of the two."}
    save(client, url, others=[SECOND], status="retired", **words)
    now = behaviours_of(sqlite_app, draft_id)
    new = next(each for each in now.values() if each["name"] == words["name__0"])
    taken = [each["element_id"] for each in new["elements"]]
    assert taken == [
        each["element_id"] for key in (FIRST, SECOND) for each in before[key]["elements"]
    ]
    for key in (FIRST, SECOND):
        assert {"kind": "merged_into", "indicator_id": new["indicator_id"]} in now[key]["related"]
        assert now[key]["status"] == "retired"
    assert "was merged into “Getting in by force or lies”" in text_of(
        client, f"/sets/{draft_id}/diff"
    )
    third = f"/sets/{draft_id}/behaviours/{THIRD}"
    save(client, f"{third}/becomes/merge", into=new["indicator_id"])
    assert behaviours_of(sqlite_app, draft_id)[THIRD]["status"] == "deprecated"
    save(client, f"{third}/relations", f"{third}/relations/status", status="active")
    assert behaviours_of(sqlite_app, draft_id)[THIRD] == before[THIRD]


def test_a_replacement_is_said_on_both_sides_and_taken_off_on_both(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    old = behaviours_of(sqlite_app, draft_id)[SECOND]
    url = f"/sets/{draft_id}/behaviours/{SECOND}"
    save(client, f"{url}/becomes/replace", name__0="Posing as somebody", status="retired")
    now = behaviours_of(sqlite_app, draft_id)
    new = next(each for each in now.values() if each["name"] == "Posing as somebody")
    assert new["related"] == [{"kind": "replaces", "indicator_id": SECOND}]
    assert {"kind": "replaced_by", "indicator_id": new["indicator_id"]} in now[SECOND]["related"]
    assert new["elements"] == old["elements"]
    assert len(new["examples"]) == len(old["examples"])
    assert drafts.submit(client, draft_id).status_code == 303


def test_single_relations_come_in_pairs_and_what_does_not_fit_is_said_at_the_field(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = f"/sets/{draft_id}/behaviours/{FIRST}/relations"
    save(client, url, kind="similar", indicator_id=THIRD)
    similar = {"kind": "similar", "indicator_id": FIRST}
    assert similar in behaviours_of(sqlite_app, draft_id)[THIRD]["related"]
    save(client, url, f"{url}/remove", kind="similar", indicator_id=THIRD)
    assert similar not in behaviours_of(sqlite_app, draft_id)[THIRD]["related"]
    answer = pages.change(client, url, kind="replaced_by", indicator_id=SECOND)
    refused_at(answer, "kind", "“Breach/Attempted Intrusion” is replaced by “Misrepresentation”")
    refused_at(pages.change(client, url, indicator_id=""), "indicator_id", "No other behavior")
    refused_at(pages.change(client, url, indicator_id=FIRST), "indicator_id", "related to itself")
    refused_at(pages.change(client, url, indicator_id="ind-9999"), "indicator_id", "no behavior")
    answer = pages.change(client, url, f"{url}/status", status="gone")
    refused_at(answer, "status", "can be reported")


BAD_PLANS: list[tuple[str, dict[str, Any], str, str]] = [
    ("split", {"name__1": ""}, "name-1", "needs a name"),
    ("split", {"definition__0": ""}, "definition-0", "needs a definition"),
    ("split", {"status": "active"}, "status", "cannot stay as it is"),
    ("split", {"questions__1": ["el-0082"]}, "questions-1", "stays behind"),
    ("merge", {}, "others", "goes together"),
    ("merge", {"into": SECOND, "others": [SECOND]}, "into", "goes into another"),
    ("merge", {"into": "ind-9999"}, "into", "Nothing can be reported"),
    ("replace", {"name__0": ""}, "name-0", "needs a name"),
]


def test_what_is_wrong_with_a_split_merger_or_replacement_is_said_at_the_field(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    words = {"name__0": "One", "definition__0": "One.", "name__1": "Two", "definition__1": "Two."}
    for way, fields, path, text in BAD_PLANS:
        url = f"/sets/{draft_id}/behaviours/{FIRST}/becomes/{way}"
        answer = pages.change(client, url, **(words | fields))
        refused_at(answer, path, text)
        assert 'value="One"' in answer.text or fields.get("name__0") == ""
    more = pages.change(client, f"/sets/{draft_id}/behaviours/{FIRST}/becomes/split", more="1")
    assert 'name="name.2"' in more.text
    assert client.get(f"/sets/{draft_id}/behaviours/{FIRST}/becomes/gold").status_code == 404
    assert drafts.row_of(sqlite_app, draft_id).revision == 1


def test_things_move_one_place_and_the_button_keeps_its_place(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = f"/sets/{draft_id}/order"
    assert save(client, url, down=FIRST).location == f"{url}#down-{FIRST}"
    assert list(behaviours_of(sqlite_app, draft_id))[:2] == [SECOND, FIRST]
    assert save(client, url, up=FIRST).location == f"{url}#down-{FIRST}"
    assert drafts.row_of(sqlite_app, draft_id).version == drafts.CURRENT
    url = f"/sets/{draft_id}/behaviours/{FIRST}/order"
    answer = pages.change(client, url, up="el-0082")
    assert answer.status_code == 422
    assert "which stands below it" in pages.finding(answer)
    assert "el-0" not in pages.finding(answer)
    assert save(client, url, down="el-0085").location == f"{url}#down-el-0085"
    elements = behaviours_of(sqlite_app, draft_id)[FIRST]["elements"]
    assert [each["element_id"] for each in elements][4:6] == ["el-0002", "el-0085"]
    assert drafts.row_of(sqlite_app, draft_id).version == drafts.PATCH
    codes = [each["code"] for each in elements[0]["options"]]
    question = f"/sets/{draft_id}/behaviours/{FIRST}/questions/{elements[0]['element_id']}"
    assert f'href="{question}/order"' in client.get(question).text
    assert save(client, f"{question}/order", down=codes[0]).location.endswith(f"#down-{codes[0]}")
    options = behaviours_of(sqlite_app, draft_id)[FIRST]["elements"][0]["options"]
    assert [each["code"] for each in options] == [codes[1], codes[0], *codes[2:]]
    assert drafts.row_of(sqlite_app, draft_id).version == drafts.PATCH
    assert (
        client.get(f"/sets/{draft_id}/behaviours/{FIRST}/questions/el-0999/order").status_code
        == 404
    )


def test_a_rule_is_built_line_by_line_and_the_cases_follow(app: Flask) -> None:
    client, draft_id = drafts.start(app)
    url = f"/sets/{draft_id}/behaviours/{FIRST}/rules/new"
    words = {"message": "Somebody was inside for no time.", "remedy": "Correct the minutes."}
    page = client.get(url).text
    form = pages.fields_of(page, url)
    for name, value in words.items():
        form[name] = value
    for element_id in ("el-0001", "el-0082"):
        form["question"], form["add"] = element_id, "1"
        answer = client.post(url, data=form)
        assert answer.status_code == 200
        form = pages.fields_of(answer.text, url)
    assert form["message"] == words["message"]
    form["says.0"], form["says.1"], form["number.1"] = "one_of", "at_least", "1"
    form.setlist("values.0", ["entered"])
    form["join"] = "if_first"
    assert client.post(url, data=form).status_code == 303
    rule = behaviours_of(app, draft_id)[FIRST]["rules"][-1]
    assert rule["rule_id"] > "rule-0013"
    assert rule["holds"] == {
        "any_of": [
            {"fails": {"element_id": "el-0001", "values": ["entered"]}},
            {"element_id": "el-0082", "comparison": "at_least", "other": 1},
        ]
    }
    assert drafts.row_of(app, draft_id).version == drafts.MAJOR
    said = "Where “How far did it get?” is “Someone got in”, “For about how many minutes was"
    assert said in text_of(client, f"/sets/{draft_id}/diff")
    url = url.replace("new", rule["rule_id"])
    revision = drafts.row_of(app, draft_id).revision
    save(client, url)
    assert drafts.row_of(app, draft_id).revision == revision
    dropped = pages.change(client, url, drop="0")
    assert 'name="line.1"' not in dropped.text
    assert "For about how many minutes was" in dropped.text
    save(client, url, f"{url}/remove")
    assert len(behaviours_of(app, draft_id)[FIRST]["rules"]) == 1


LINE = {"message": "Wrong.", "remedy": "Mend it.", "join": "all", "line__0": "el-0082"}
BAD_RULES: list[tuple[dict[str, Any], str, str]] = [
    ({"message": ""}, "message", "does not fit"),
    ({"remedy": ""}, "remedy", "mend it"),
    ({"line__0": "el-0005"}, "says-0", "Say what is asked of"),
    ({"says__0": "one_of"}, "says-0", "cannot be said of it"),
    ({"says__0": "at_least"}, "number-0", "to compare it with"),
    ({"says__0": "at_least", "number__0": "ten"}, "number-0", "not a number"),
    ({"line__0": "el-0001", "says__0": "one_of"}, "values-0", "No answer is ticked"),
    ({"line__0": "el-0084", "says__0": "less"}, "other-0", "to compare it with"),
    ({"line__0": "el-9999"}, "question", "says nothing yet"),
    ({"says__0": "answered", "join": "if_first"}, "join", "needs two lines"),
    ({"says__0": "at_least", "other__0": "el-0001"}, "holds", "which cannot be compared"),
    (
        {"line__0": "el-0001", "says__0": "one_of", "values__0": ["flown"]},
        "values-0",
        "There is no such answer",
    ),
]


def test_what_is_wrong_with_a_rule_is_said_at_the_field(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = f"/sets/{draft_id}/behaviours/{FIRST}/rules/new"
    form = pages.fields_of(client.get(url).text, url)
    for fields, path, words in BAD_RULES:
        refused_at(client.post(url, data=filled(form, LINE | fields)), path, words)
    assert drafts.row_of(sqlite_app, draft_id).revision == 1


NESTED = """any_of:
  - all_of:
      - answered: el-0083
      - fails: {element_id: el-0005, values: [true]}
  - fails: {answered: el-0082}
"""


def test_a_nested_rule_is_shown_in_words_and_changed_as_yaml(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = f"/sets/{draft_id}/behaviours/{FIRST}/rules"
    action = f"{url}/new"
    form = pages.fields_of(client.get(f"{action}?yaml=1").text, action)
    form["message"], form["remedy"] = "It does not fit.", "Mend it."
    for text, words in (
        (NESTED.replace("el-0083", "el-0099"), "another beh"),
        (": :", "YAML"),
    ):
        form["holds"] = text
        answer = client.post(action, data=form)
        refused_at(answer, "holds", words)
        assert html.escape(text.splitlines()[0]) in answer.text
    form["holds"] = NESTED
    assert client.post(action, data=form).status_code == 303
    rule = behaviours_of(sqlite_app, draft_id)[FIRST]["rules"][-1]
    page = client.get(f"{url}/{rule['rule_id']}")
    assert "At least one of these holds:" in page.text
    assert "All of these hold:" in page.text
    sent = pages.fields_of(page.text, f"{url}/{rule['rule_id']}")
    assert "fails:" in sent["holds"]
    assert client.post(f"{url}/{rule['rule_id']}", data=sent).status_code == 303
    assert behaviours_of(sqlite_app, draft_id)[FIRST]["rules"][-1] == rule


def test_an_answer_that_a_rule_speaks_of_is_not_taken_away(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = f"/sets/{draft_id}/behaviours/{SECOND}/questions/el-0088"
    answer = pages.change(client, url, option__nothing="")
    refused_at(answer, "options", "The rule ““Nothing” is chosen together")
    save(client, url, min_choices="1", max_choices="3")
    refused_at(pages.change(client, url, min_choices="4"), "min_choices", "larger than")
    refused_at(pages.change(client, url, max_choices="0"), "max_choices", "from 1 to 200")
    elements = behaviours_of(sqlite_app, draft_id)[SECOND]["elements"]
    question = next(each for each in elements if each["element_id"] == "el-0088")
    assert (question["min_choices"], question["max_choices"]) == (1, 3)


BAD_WHOLES: list[tuple[dict[str, Any], str, str]] = [
    ({"title": ""}, "title", "needs a title"),
    ({"edition": ""}, "edition", "which edition"),
    ({"issued": "last May"}, "issued", "not a date"),
    ({"notice": ""}, "notice", "needs a notice"),
    ({"max_behaviours": "0"}, "max_behaviours", "from 1 to 200"),
    ({"new_key": "nd", "new_reference": "Again"}, "new_key", "has that name already"),
    ({"new_key": "new"}, "new_reference", "what the source is"),
    ({"source__nd": ""}, "sources", "no key 'nd'"),
    ({"protected": " \n "}, "protected", "never a reason"),
    ({"definition": ""}, "definition", "what suspicious activity is"),
]


def test_the_set_as_a_whole_is_edited_and_what_is_wrong_is_said_at_the_field(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    url = f"/sets/{draft_id}/whole"
    form = pages.fields_of(client.get(url).text, url)
    for fields, path, words in BAD_WHOLES:
        refused_at(client.post(url, data=filled(form, fields)), path, words)
    save(client, url)
    assert drafts.row_of(sqlite_app, draft_id).revision == 1
    save(client, url, title="Our behaviors", new_key="own-1", new_reference="Written here")
    assert drafts.row_of(sqlite_app, draft_id).version == drafts.PATCH
    save(client, url, definition="What points to a crime, now.", protected="Race\n\nAge\nRace\n")
    whole = json.loads(drafts.row_of(sqlite_app, draft_id).content)
    assert whole["definition_of_suspicious_activity"] == "What points to a crime, now."
    assert whole["protected_characteristics"] == ["Race", "Age"]
    save(client, url, max_behaviours="2")
    assert drafts.row_of(sqlite_app, draft_id).version == drafts.MAJOR
    page = text_of(client, f"/sets/{draft_id}/diff")
    assert "has a new title" in page
    assert "takes another number of behaviors in one report" in page
    save(client, f"/sets/{draft_id}/order", down=FIRST)
    save(client, f"/sets/{draft_id}/diff", f"{url}/put-back")
    assert drafts.row_of(sqlite_app, draft_id).version == drafts.CURRENT


FORMS = [
    ("behaviours/new", "", NEW),
    (f"behaviours/{FIRST}", "/explanation", {}),
    (f"behaviours/{FIRST}/relations", "/status", {"status": "retired"}),
    (f"behaviours/{FIRST}/relations", "", {"kind": "similar", "indicator_id": THIRD}),
    (f"behaviours/{FIRST}/becomes/replace", "", {"name__0": "Typed name"}),
    (f"behaviours/{FIRST}/rules/new", "", LINE | {"says__0": "answered", "message": "Typed name"}),
    (f"behaviours/{FIRST}/order", "", {"down": "el-0001"}),
    ("order", "", {"down": FIRST}),
    ("whole", "", {"title": "Typed name"}),
]


def test_where_another_window_was_faster_nothing_is_saved_and_what_was_typed_stays(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    open_windows = []
    for page, action, fields in FORMS:
        url = f"/sets/{draft_id}/{page}"
        sent = pages.fields_of(client.get(url).text, url + action.replace("/explanation", ""))
        open_windows.append((url + action, filled(sent, fields), fields))
    drafts.reword(client, draft_id, SECOND, name="The first window")
    before = behaviours_of(sqlite_app, draft_id)
    for url, sent, fields in open_windows:
        answer = client.post(url, data=sent)
        assert answer.status_code == 409, url
        assert "changed in the meantime" in pages.finding(answer)
        typed = [each for each in fields.values() if each in ("Typed name", NEW["name"])]
        assert all(each in html.unescape(answer.text) for each in typed)
    assert behaviours_of(sqlite_app, draft_id) == before
