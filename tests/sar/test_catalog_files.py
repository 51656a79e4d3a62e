"""A draft as a file: out as YAML, and in again after a page that shows what it would change."""

import html
import io
import re
from dataclasses import replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from indicators.definitions import DefinitionSet, ElementKind, PrivacyClass
from indicators.documents import MAX_BYTES
from indicators.loading import dump_set, parse_set
from tests import drafts, factories, pages

NEWEST = factories.newest_set()
TEXT = dump_set(NEWEST)
NAME = "Going in without permission"


def send(client: FlaskClient, draft_id: int, content: bytes) -> TestResponse:
    """Choose a file and ask what it would change, in a draft or in a version."""
    page = client.get(f"/sets/{draft_id}/file").text
    sent: dict[str, Any] = {"csrf_token": factories.csrf_token(page)}
    sent["file"] = (io.BytesIO(content), "set.yaml")
    return client.post(f"/sets/{draft_id}/file", data=sent)


def take(client: FlaskClient, shown: TestResponse, draft_id: int, **fields: str) -> TestResponse:
    """Take what a page shows, as a browser would send it."""
    return answer_to(client, shown, f"/sets/{draft_id}/file/take", **fields)


def answer_to(client: FlaskClient, shown: TestResponse, action: str, **fields: str) -> TestResponse:
    """Press the button of a page's form, as a browser would send it."""
    sent = MultiDict({**pages.fields_of(shown.text, action), **fields})
    return client.post(action, data=sent, content_type="multipart/form-data")


def renamed() -> DefinitionSet:
    first, *others = NEWEST.indicators
    return replace(NEWEST, indicators=(replace(first, name=NAME), *others))


def words_of(answer: TestResponse) -> str:
    return html.unescape(answer.text)


def test_a_draft_and_a_published_version_go_out_as_the_file_that_the_library_reads(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    drafts.reword(client, draft_id, name=NAME)
    for number in (draft_id, drafts.set_id_of(sqlite_app)):
        answer = client.get(f"/sets/{number}/file/definition.yaml")
        assert answer.mimetype == "application/yaml"
        assert "attachment; filename=" in answer.headers["Content-Disposition"]
        loaded = parse_set(answer.text, name="the file")
        assert loaded.sha256 == drafts.row_of(sqlite_app, number).sha256
    officer = factories.sign_in(sqlite_app, "officer")
    assert officer.get(f"/sets/{draft_id}/file/definition.yaml").status_code == 403


def test_a_file_changes_nothing_until_it_is_taken_and_then_everything_in_one_step(
    app: Flask,
) -> None:
    client, draft_id = drafts.start(app)
    drafts.reword(client, draft_id, "ind-0002", name="Will be gone")
    before = drafts.row_of(app, draft_id)
    shown = send(client, draft_id, f"# why we change it\n{dump_set(renamed())}".encode())
    assert shown.status_code == 200
    assert "This will change 2 things in the draft" in words_of(shown)
    assert NAME in shown.text
    assert "Will be gone" in shown.text
    assert drafts.row_of(app, draft_id).sha256 == before.sha256
    assert take(client, shown, draft_id).location == f"/sets/{draft_id}/edit"
    after = drafts.row_of(app, draft_id)
    assert after.revision == before.revision + 1
    assert after.version == drafts.PATCH
    names = {each["name"] for each in drafts.content_of(app, draft_id).values()}
    assert NAME in names
    assert "Will be gone" not in names
    last = drafts.entries_of(app, f"set:nsi-behaviours:draft-{draft_id}")[-1]
    assert last.action == "set.file_taken"
    assert last.details["sha256_before"] == before.sha256
    again = send(client, draft_id, dump_set(renamed()).encode())
    assert "This changes nothing" in words_of(again)
    assert f"/sets/{draft_id}/file/take" not in again.text


def test_a_draft_that_moved_on_is_not_overwritten_and_the_differences_are_shown_anew(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    shown = send(client, draft_id, dump_set(renamed()).encode())
    drafts.reword(client, draft_id, "ind-0002", name="Meanwhile")
    stale = take(client, shown, draft_id)
    assert stale.status_code == 409
    assert "Meanwhile" in stale.text
    assert drafts.content_of(sqlite_app, draft_id)["ind-0002"]["name"] == "Meanwhile"
    assert take(client, stale, draft_id).status_code == 303
    assert drafts.content_of(sqlite_app, draft_id)["ind-0002"]["name"] != "Meanwhile"


def test_only_an_editor_takes_a_file_and_only_what_was_shown(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    shown = send(client, draft_id, dump_set(renamed()).encode())
    for content in ("", "{", "[" * 5000, '{"set_id": NaN}', shown.text[:3000]):
        lost = take(client, shown, draft_id, content=content)
        assert lost.status_code == 422
        assert "did not come through" in pages.finding(lost)
    other = factories.sign_in(sqlite_app, "trainer2")
    assert other.get(f"/sets/{draft_id}/file").location == f"/sets/{draft_id}/diff"
    token = factories.csrf_token(other.get("/sets").text)
    assert take(other, shown, draft_id, csrf_token=token).status_code == 403
    assert drafts.row_of(sqlite_app, draft_id).revision == 1


def test_a_draft_begins_from_a_file_in_one_step_and_is_based_on_the_version_in_force(
    app: Flask,
) -> None:
    client = factories.sign_in(app, "trainer")
    base_id = drafts.set_id_of(app)
    page = client.get("/sets").text
    assert f'href="/sets/{base_id}/file">Start a draft from a file<' in page
    start = f"/sets/{base_id}/file/start"
    same = send(client, base_id, TEXT.encode())
    assert "This changes nothing" in words_of(same)
    assert start not in same.text
    for content, summary, listed in bad_files():
        answer = send(client, base_id, content)
        assert answer.status_code == 422, summary
        assert summary in pages.finding(answer)
        assert listed.lower() in words_of(answer).lower(), listed
        assert start not in answer.text
    shown = send(client, base_id, dump_set(renamed()).encode())
    assert shown.status_code == 200
    assert "The draft will change 1 thing" in words_of(shown)
    assert NAME in shown.text
    assert "Draft a new version" in client.get("/sets").text
    lost = answer_to(client, shown, start, content="{")
    assert (lost.status_code, "did not come through" in pages.finding(lost)) == (422, True)
    begun = answer_to(client, shown, start)
    draft_id = int(begun.location.split("/")[2])
    draft = drafts.row_of(app, draft_id)
    assert (draft.state, draft.based_on_id, draft.revision) == ("draft", base_id, 1)
    assert draft.version == drafts.PATCH
    assert drafts.content_of(app, draft_id)["ind-0001"]["name"] == NAME
    (entry,) = drafts.entries_of(app, f"set:nsi-behaviours:draft-{draft_id}")
    assert (entry.action, entry.details["from_file"]) == ("set.drafted", True)
    assert entry.details["sha256"] == draft.sha256
    assert client.get(f"/sets/{base_id}/file").location == f"/sets/{draft_id}/file"


def test_a_file_begins_no_second_draft_and_is_led_to_the_one_that_is_open(
    sqlite_app: Flask,
) -> None:
    other = factories.sign_in(sqlite_app, "trainer2")
    base_id = drafts.set_id_of(sqlite_app)
    shown = send(other, base_id, dump_set(renamed()).encode())
    _client, draft_id = drafts.start(sqlite_app)
    late = answer_to(other, shown, f"/sets/{base_id}/file/start")
    assert late.status_code == 409
    assert "a draft of this set is open" in pages.finding(late)
    assert NAME in late.text
    assert f'href="/sets/{draft_id}/file"' in late.text
    assert drafts.content_of(sqlite_app, draft_id)["ind-0001"]["name"] != NAME
    officer = factories.sign_in(sqlite_app, "officer")
    token = factories.csrf_token(officer.get("/sets").text)
    for path in ("", "/start"):
        refused = officer.post(f"/sets/{base_id}/file{path}", data={"csrf_token": token})
        assert refused.status_code == 403


def changed(old: str, new: str, count: int = 1) -> bytes:
    assert old in TEXT
    return TEXT.replace(old, new, count).encode()


def reused() -> bytes:
    """Give the id of a question to another kind of answer."""
    first, *others = NEWEST.indicators
    text = next(each for each in first.elements if each.kind is ElementKind.TEXT)
    other = replace(text, kind=ElementKind.NUMBER, privacy=PrivacyClass.NONE, max_chars=2000)
    elements = tuple(
        replace(other, explains_innocence=False) if each is text else each
        for each in first.elements
    )
    plain = replace(first, elements=elements, examples=(), cases=(), rules=())
    return dump_set(replace(NEWEST, indicators=(plain, *others))).encode()


def bad_files() -> list[tuple[bytes, str, str]]:
    return [
        (b"", "No file was chosen", ""),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "1 thing in the file", "byte 0 is not UTF-8"),
        (b"set_id: [never closed", "1 thing in the file", "not valid YAML"),
        (b"- just\n- a list\n", "1 thing in the file", "found a list"),
        (b"a: &a [x]\nb: *a\n", "1 thing in the file", "an anchor or alias"),
        (b"[" * 30 + b"]" * 30, "1 thing in the file", "levels deep"),
        (changed("title:", "titel:"), "1 thing in the file", "Did you mean 'title'?"),
        (changed("edition:", "title: twice\nedition:"), "1 thing in the file", "stands twice"),
        (
            changed("  niem_code:", "  niem_kode:", 3),
            "3 things in the file",
            "The key 'niem_kode' is not known here",
        ),
        (
            changed("kind: choice", "kind: chioce"),
            "1 thing in the file",
            "kind: chioce",
        ),
        (changed("weight: ", "weight: 9"), "1 thing in the file", "to 400"),
        (changed("element_id: el-0003\n", "element_id: el-9993\n", 2), "in the file", "el-9993"),
        (changed("set_id: nsi-behaviours", "set_id: river-locks"), "The file is of the set", ""),
        (reused(), "is now the number question", ""),
    ]


def test_a_bad_file_is_answered_with_line_place_and_remedy_and_changes_nothing(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    for content, summary, listed in bad_files():
        answer = send(client, draft_id, content)
        assert answer.status_code == 422, summary
        assert summary in pages.finding(answer), (summary, pages.finding(answer))
        assert 'href="#file"' in answer.text
        assert listed.lower() in words_of(answer).lower(), listed
        assert f"/sets/{draft_id}/file/take" not in answer.text
    assert drafts.row_of(sqlite_app, draft_id).revision == 1


def test_a_fault_is_named_with_the_line_of_the_file(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    content = changed("kind: choice", "kind: chioce")
    line = next(
        number
        for number, text in enumerate(content.decode().splitlines(), start=1)
        if "chioce" in text
    )
    page = send(client, draft_id, content).text
    assert f'scope="row">Line {line}<' in page


def send_large(client: FlaskClient, draft_id: int, content: bytes) -> TestResponse:
    """Choose a large file; Werkzeug's own client would leave a temporary file open."""
    token = factories.csrf_token(client.get(f"/sets/{draft_id}/file").text)
    parts = (
        b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + token.encode(),
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.yaml"\r\n\r\n' + content,
        b"--x--\r\n",
    )
    return client.post(
        f"/sets/{draft_id}/file",
        data=b"\r\n".join(parts),
        content_type="multipart/form-data; boundary=x",
    )


def test_a_file_of_just_two_million_bytes_is_read(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    content = TEXT.encode()
    content += b"#" * (MAX_BYTES - len(content))
    assert "This changes nothing" in words_of(send_large(client, draft_id, content))


def test_a_file_beyond_two_million_bytes_is_too_large(sqlite_app: Flask) -> None:
    client, draft_id = drafts.start(sqlite_app)
    answer = send_large(client, draft_id, b"#" * (MAX_BYTES + 1))
    assert answer.status_code == 413
    assert "more than 2,000,000 bytes" in answer.text
    assert f'href="/sets/{draft_id}/file"' in answer.text
    assert drafts.row_of(sqlite_app, draft_id).revision == 1


def test_what_is_refused_unread_is_answered_with_the_limit_and_leads_back_to_its_form(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    much = b"x" * 5_000_000
    upload, asked = f"/sets/{draft_id}/file", f"/sets/{draft_id}/consultation"
    for path, came_from, limit, back in (
        (upload, upload, "2,100,000", upload),
        (f"{upload}/take", f"http://localhost{upload}", "4,100,000", upload),
        (f"{upload}/take", "http://elsewhere.example/sets", "4,100,000", None),
        (f"/sets/{draft_id}/comments", f"http://localhost{asked}", "2,000,000", asked),
        (f"/sets/{draft_id}/submit", f"http://localhost{upload}/take", "2,000,000", None),
    ):
        answer = client.post(
            path,
            data=much,
            content_type="multipart/form-data; boundary=x",
            headers={"Referer": came_from},
        )
        assert answer.status_code == 413
        assert f"At most {limit} bytes can be sent here at once" in answer.text
        assert "could not be kept" in answer.text
        found = re.search(r'href="([^"]*)"><span>Back to the form', " ".join(answer.text.split()))
        assert (found[1] if found else None) == back, path
    assert drafts.row_of(sqlite_app, draft_id).revision == 1


def test_phrases_of_a_file_that_say_who_somebody_is_are_named_before_it_is_taken(
    sqlite_app: Flask,
) -> None:
    client, draft_id = drafts.start(sqlite_app)
    first, *others = NEWEST.indicators
    phrases = (*first.phrases, "a Muslim man at the gate")
    new = replace(NEWEST, indicators=(replace(first, phrases=phrases), *others))
    page = words_of(send(client, draft_id, dump_set(new).encode()))
    assert "gets a phrase with “Muslim” and “man”" in page
