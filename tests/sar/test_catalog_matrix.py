"""The comment matrix goes out as CSV that no spreadsheet runs, and comes back as it was."""

import csv
import io
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from sar.catalog.matrix import MatrixRow, read_matrix, write_matrix
from sar.spreadsheets import neutral, plain
from tests import consultations, drafts, factories, pages

MOMENT = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"])).map(
    str.strip
)


@given(st.lists(st.tuples(TEXTS.filter(bool), TEXTS, TEXTS, TEXTS), max_size=4))
def test_what_is_written_reads_back(texts: list[tuple[str, str, str, str]]) -> None:
    rows = [
        MatrixRow(
            line=0, number=place + 1, indicator_id="ind-0001", comment=words, name=name,
            agency=agency, at=MOMENT, disposition="noted", answer=answer,
        )
        for place, (words, name, agency, answer) in enumerate(texts)
    ]  # fmt: skip
    reading = read_matrix(write_matrix(rows))
    assert reading.findings == []
    shown = [(each.comment, each.name, each.agency, each.answer, each.at) for each in reading.rows]
    assert shown == [(*each, MOMENT) for each in texts]


@given(st.sampled_from("=+-@\t＝＋－＠"), st.text())
def test_no_cell_begins_as_a_formula_does(sign: str, rest: str) -> None:
    assert neutral(sign + rest).startswith("'")
    assert plain(neutral(sign + rest)) == sign + rest
    assert plain(neutral(f"'{sign}{rest}")) == f"'{sign}{rest}"


def test_a_spreadsheet_may_move_columns_use_semicolons_and_leave_lines_empty() -> None:
    content = "agency;comment;behaviour\nHill County;Clear enough.;ind-0001\n;;\n;\n"
    reading = read_matrix(content.encode())
    assert reading.findings == []
    assert [(each.line, each.agency, each.comment) for each in reading.rows] == [
        (2, "Hill County", "Clear enough.")
    ]


BAD_FILES = [
    (b"", "no column"),
    (b"a,b\n1,2\n", "no column"),
    ("comment\ncaf\xe9".encode("latin-1"), "not in UTF-8"),
    (b"\xff\xd8\xff\xe0\x00", "not in UTF-8"),
    (b"comment\n\0", "no text"),
    (b'comment\n"never ends', "does not end"),
    (b"number,comment\nseven,Hello\n", "Line 2: The number"),
    (b"comment,at\nHello,yesterday\n", "Line 2: The time"),
    (b"comment\n" + b"x\n" * 2001, "more than 2,000"),
]


@pytest.mark.parametrize(("content", "words"), BAD_FILES)
def test_a_file_that_cannot_be_read_is_explained(content: bytes, words: str) -> None:
    found = read_matrix(content).findings
    assert words in found[0].message
    assert found[0].remedy


@pytest.fixture
def author(sqlite_app: Flask) -> FlaskClient:
    """The author of draft 3 or later, which is open for comments."""
    client, draft_id = drafts.start(sqlite_app)
    drafts.reword(client, draft_id, name="Going in")
    consultations.ask(sqlite_app, draft_id)
    return client


def draft_of(app: Flask) -> int:
    return drafts.set_id_of(app, drafts.PATCH, "draft")


def test_an_outside_partner_comments_by_file_and_the_answers_come_back_by_file(
    sqlite_app: Flask, author: FlaskClient
) -> None:
    draft_id = draft_of(sqlite_app)
    form = author.get(f"/sets/{draft_id}/comment-form.csv")
    assert form.mimetype == "text/csv"
    lines = list(csv.DictReader(io.StringIO(form.data.decode("utf-8-sig"))))
    assert lines[0]["behaviour_name"] == "The whole set"
    assert lines[1]["behaviour_name"]
    lines[0] |= {"comment": "=Well done", "agency": "A state council", "name": "Their chair"}
    lines[1] |= {"comment": "Too short.", "agency": "A state council"}
    for round_number in range(2):
        answer = consultations.bring_in(author, draft_id, sheet(lines))
        assert answer.status_code == 303, answer.text
        told = author.get(answer.location).text
        expected = ("0 new", "2 as they were") if round_number else ("2 new", "0 as they were")
        assert all(words in told for words in expected)
    out = author.get(f"/sets/{draft_id}/comments.csv").data
    assert b'"\'=Well done"' in out
    matrix = list(csv.DictReader(io.StringIO(out.decode("utf-8-sig"))))
    for line in matrix:
        line |= {"disposition": "accepted", "answer": "We will."}
    answer = consultations.bring_in(author, draft_id, sheet(matrix))
    assert "2 answered" in author.get(answer.location).text
    rows = consultations.all_comments(sqlite_app)
    assert [(each.words, each.disposition) for each in rows] == [
        ("=Well done", "accepted"),
        ("Too short.", "accepted"),
    ]
    actions = [each.action for each in drafts.entries_of(
        sqlite_app, f"set:nsi-behaviours:draft-{draft_id}")]  # fmt: skip
    assert actions.count("set.comments_imported") == 3
    assert "set.comments_exported" in actions


BAD_LINES = [
    ({"comment": "Hello"}, "names no agency"),
    ({"comment": "Hello", "agency": "A", "behaviour": "ind-9999"}, "not part of the draft"),
    ({"comment": "Hello", "agency": "A", "number": "77"}, "is not one of this draft"),
    ({"comment": "Other words", "number": "1"}, "stays as it was said"),
    ({"number": "1", "disposition": "perhaps", "answer": "x"}, "none that we know"),
    ({"number": "1", "disposition": "noted"}, "belong together"),
    ({"comment": "x" * 2001, "agency": "A"}, "too long"),
    ({"comment": "a\x07b", "agency": "A"}, "cannot be shown"),
    ({"comment": "Hello", "agency": "A", "at": "2030-01-01"}, "in the future"),
    ({"comment": "Call 217-555-0173", "agency": "A"}, "a phone number"),
]


def test_one_bad_line_and_nothing_of_the_file_is_taken_in(
    sqlite_app: Flask, author: FlaskClient
) -> None:
    draft_id = draft_of(sqlite_app)
    consultations.say(sqlite_app, "Is it?", about=drafts.FIRST)
    good = {"comment": "Fine.", "agency": "A"}
    for line, words in BAD_LINES:
        answer = consultations.bring_in(author, draft_id, sheet([good, line]))
        assert answer.status_code == 422, words
        assert "Line 3: " in pages.finding(answer)
        assert words in pages.finding(answer)
        assert "217-555" not in answer.text
    assert len(consultations.all_comments(sqlite_app)) == 1


def test_a_file_for_somebody_elses_draft_is_refused(sqlite_app: Flask, author: FlaskClient) -> None:
    draft_id = draft_of(sqlite_app)
    other = factories.signed_in(sqlite_app, "trainer2")
    content = sheet([{"comment": "Fine.", "agency": "A"}])
    assert consultations.bring_in(other, draft_id, content).status_code == 403
    no_file = author.post(
        f"/sets/{draft_id}/comments",
        data={"csrf_token": factories.csrf_token(author.get("/sets").text)},
    )
    assert no_file.status_code == 422


def sheet(lines: list[dict[str, str]]) -> bytes:
    """Return lines as a spreadsheet would save them."""
    names = list(dict.fromkeys(name for line in lines for name in line))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode("utf-8-sig")
