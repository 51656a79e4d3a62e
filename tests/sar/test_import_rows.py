import json
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.errors import DefinitionError
from sar.errors import InvalidInputError
from sar.importing.columns import Mapped, columns_of, read_mapping, submission_of
from sar.importing.lines import MAX_ROW_CHARS, Lines
from sar.importing.rows import Row, open_rows, read_objects, read_table

HEADER = "reference,received,narrative,people.0.name\n"


def table(text: str, *, max_chars: int = MAX_ROW_CHARS) -> list[Row]:
    lines = Lines(StringIO(HEADER + text, newline=""), max_chars=max_chars)
    return list(read_table(lines, Mapped()))


def references(rows: list[Row]) -> list[object]:
    return [row.submission["reference"] if row.submission else row.findings[0].rule for row in rows]


def read(path: Path, content: bytes, *, encoding: str = "utf-8", mapped: Mapped | None = None):
    path.write_bytes(content)
    with open_rows(path, encoding=encoding, mapped=mapped or Mapped()) as source:
        return list(source.rows)


def test_a_row_is_a_submission_and_knows_its_line():
    rows = table('A1,t,"Two\r\nlines, and ""quoted""",\nA2,t,Next,John Roe\n')
    assert [row.line for row in rows] == [2, 4]
    assert rows[0].submission == {
        "reference": "A1",
        "received": "t",
        "narrative": 'Two\r\nlines, and "quoted"',
    }
    assert rows[1].submission["people"] == [{"name": "John Roe"}]


@pytest.mark.parametrize(
    "bad",
    [
        "only,three,cells",
        "one,two,three,four,five",
        'A9,"t"x,text after a quotation mark,',
    ],
)
def test_a_bad_row_in_the_middle_does_not_touch_its_neighbours(bad):
    rows = table(f"A1,t,First,\n{bad}\nA2,t,Second,\n")
    assert [row.submission is not None for row in rows] == [True, False, True]
    assert references(rows)[::2] == ["A1", "A2"]


def test_a_quotation_mark_that_is_never_closed_costs_one_row_only():
    rest = "".join(f'A{number},t,"Text {number}",\n' for number in range(2, 40))
    rows = table(f'A1,t,"never closed,\n{rest}')
    assert references(rows) == ["bad_csv", *(f"A{number}" for number in range(2, 40))]
    assert [row.line for row in rows] == list(range(2, 41))


def test_a_quotation_mark_that_is_open_to_the_end_costs_one_row_only():
    rest = "".join(f"A{number},t,Text {number},\n" for number in range(2, 40))
    rows = table(f'A1,t,"never closed,\n{rest}')
    assert references(rows) == ["bad_csv", *(f"A{number}" for number in range(2, 40))]


def test_empty_lines_and_files_without_a_last_line_break_are_read():
    assert references(table("\n\nA1,t,First,\n\nA2,t,Second,")) == ["A1", "A2"]


def test_a_row_that_is_too_long_is_refused_and_memory_stays_bounded():
    rows = table(f"A1,t,First,\nA2,t,{'x' * 5000},\nA3,t,Third,\n", max_chars=1000)
    assert references(rows) == ["A1", "too_long", "A3"]
    swallowed = "".join(f"A{number},t,Text,\n" for number in range(2, 300))
    rows = table(f'A1,t,"never closed,\n{swallowed}', max_chars=1000)
    assert references(rows)[0] == "too_long"
    assert references(rows)[1:] == [f"A{number}" for number in range(2, 300)]


def test_a_byte_order_mark_and_carriage_returns_are_no_content(tmp_path):
    text = (HEADER + "A1,t,First,\n").replace("\n", "\r\n")
    (row,) = read(tmp_path / "a.csv", b"\xef\xbb\xbf" + text.encode())
    assert row.submission == {"reference": "A1", "received": "t", "narrative": "First"}


def test_bytes_of_another_encoding_are_refused_in_their_row_only(tmp_path):
    content = HEADER.encode() + b"A1,t,Caf\xe9,\nA2,t,Plain,\n"
    assert references(read(tmp_path / "a.csv", content)) == ["bad_encoding", "A2"]
    rows = read(tmp_path / "a.csv", content, encoding="windows-1252")
    assert rows[0].submission["narrative"] == "Café"


def test_utf_16_is_noticed_and_read_when_it_is_said(tmp_path):
    content = (HEADER + "A1,t,Café,\n").encode("utf-16")
    with pytest.raises(InvalidInputError) as caught:
        read(tmp_path / "a.csv", content)
    assert "--encoding utf-16" in caught.value.findings[0].remedy
    (row,) = read(tmp_path / "a.csv", content, encoding="utf-16")
    assert row.submission["narrative"] == "Café"
    rows = read(tmp_path / "a.csv", content[:-1], encoding="utf-16")
    assert references(rows)[-1] == "bad_encoding"


def test_nul_bytes_and_other_control_characters_reach_validation_as_they_are(tmp_path):
    rows = read(tmp_path / "a.csv", HEADER.encode() + b"A1,t,a\x00b\x1b,\n")
    assert rows[0].submission["narrative"] == "a\x00b\x1b"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xlsx", b"PK\x03\x04", "does not say what it is"),
        ("a.csv", b"PK\x03\x04rest", "workbook"),
        ("a.csv", b"", "empty"),
        ("a.csv", b'"never closed\n', "no header"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_remedy(tmp_path, name, content, says):
    with pytest.raises(InvalidInputError) as caught:
        read(tmp_path / name, content)
    (finding,) = caught.value.findings
    assert says in finding.message
    assert finding.remedy


def test_a_table_without_a_header_is_refused_and_nothing_of_it_is_quoted():
    text = "A1,2026-01-01,Rosa Canary stood at the gate,x\n"
    with pytest.raises(InvalidInputError) as caught:
        list(read_table(Lines(StringIO(text)), Mapped()))
    paths = [finding.path for finding in caught.value.findings]
    assert paths[:2] == ["column 1", "column 2"]
    assert "Canary" not in repr(caught.value.findings)


def test_a_field_in_two_columns_and_a_missing_one_are_named():
    with pytest.raises(InvalidInputError) as caught:
        columns_of(["reference", "narrative", "narrative"], Mapped())
    assert [finding.path for finding in caught.value.findings] == ["narrative", "received"]


def test_json_lines_are_read_one_by_one_and_bad_ones_are_refused():
    good = json.dumps({"reference": "A1", "narrative": "Größe"}, ensure_ascii=False)
    deep = "[" * 100_000
    text = f'\ufeff{good}\n\n[1]\n{{"a":\n{{"a": NaN}}\n{deep}\n{{"n": {"9" * 5000}}}\n{good}'
    rows = list(read_objects(Lines(StringIO(text))))
    assert rows[0].findings[0].rule == "bad_json"  # only the file's own reader drops the mark
    assert [row.submission is not None for row in rows[1:]] == [False] * 5 + [True]
    assert rows[-1].submission["narrative"] == "Größe"


def test_a_mapping_names_columns_leaves_out_others_and_fixes_values():
    mapped = read_mapping(
        "columns:\n  Case No: reference\n  Date: received\n  Text: narrative\n  Clerk: null\n"
        "always:\n  source: other_agency\n  place.kind: facility\n",
        name="columns.yaml",
    )
    columns = columns_of(["Case No", " Date ", "Text", "Clerk", "place.facility"], mapped)
    assert submission_of(["A1", "t", "Text", "Miller", "Plant"], columns) == {
        "reference": "A1",
        "received": "t",
        "narrative": "Text",
        "source": "other_agency",
        "place": {"facility": "Plant", "kind": "facility"},
    }


@pytest.mark.parametrize(
    "text",
    ["columns: [a]", "other: {}", "columns: {Name: nowhere}", "always: {source: [a]}", "- a", "{"],
)
def test_a_mapping_that_makes_no_sense_is_refused(text):
    with pytest.raises(DefinitionError) as caught:
        read_mapping(text, name="columns.yaml")
    assert "columns.yaml" in str(caught.value)


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=150, derandomize=True)
@given(st.lists(st.tuples(cells, cells, cells, cells), max_size=8))
def test_whatever_a_csv_writer_writes_comes_back(rows):
    import csv

    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows(rows)
    read_back = [row.submission for row in table(out.getvalue())]
    names = ("reference", "received", "narrative")
    for submission, written in zip(read_back, rows, strict=True):
        filled = {name: cell for name, cell in zip(names, written, strict=False) if cell.strip()}
        assert {name: submission[name] for name in names if name in submission} == filled


@settings(
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.binary(max_size=300), st.sampled_from([".csv", ".jsonl"]))
def test_no_content_whatever_stops_the_rows_that_follow(tmp_path, content, suffix):
    head, good = {
        ".csv": (HEADER.encode(), b"A1,t,First,"),
        ".jsonl": (b"\n", json.dumps({"reference": "A1"}).encode()),
    }[suffix]
    rows = read(tmp_path / f"any{suffix}", head + content + b"\n" + good + b"\n")
    assert references(rows)[-1] == "A1"
