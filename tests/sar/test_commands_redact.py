import json

import pytest

from tests.command_line import run, run_here


def test_only_the_identifiers_of_a_text_are_replaced():
    text = "Call Mr. John Smith\r\nat 312-555-0142.\n\nÜber tab\there\n"
    done = run("redact", stdin=text.encode())
    assert done.returncode == 0
    assert done.stdout == "Call Mr. [PERSON 1]\r\nat [PHONE 1].\n\nÜber tab\there\n"
    assert done.stderr == "2 hidden: 1 person, 1 phone\n"


def test_a_file_is_read_and_a_byte_order_mark_is_dropped(tmp_path):
    file = tmp_path / "text.txt"
    file.write_bytes(b"\xef\xbb\xbfPlate ABC 1234")
    assert run_here("redact", file).stdout == "Plate [PLATE 1]"


def test_json_has_the_spans_and_not_what_they_hide():
    done = run_here("redact", "--json", stdin=b"Mail anna@example.org now")
    plain = json.loads(done.stdout)
    assert plain["text"] == "Mail [EMAIL 1] now"
    (span,) = plain["spans"]
    assert (span["start"], span["end"], span["kind"]) == (5, 14, "email")
    assert (span["source_start"], span["source_end"]) == (5, 21)
    assert "anna@example.org" not in done.stdout


def test_a_text_without_identifiers_stays_as_it_is():
    done = run_here("redact", stdin=b"Nothing here.")
    assert (done.stdout, done.stderr) == ("Nothing here.", "0 hidden\n")


@pytest.mark.parametrize("content", [b"Caf\xe9 at 312-555-0142", "Hi".encode("utf-16")])
def test_a_text_that_is_not_utf_8_is_refused_with_the_way_to_convert_it(content):
    done = run_here("redact", stdin=content)
    assert (done.returncode, done.stdout) == (2, "")
    assert "not UTF-8" in done.stderr
    assert "iconv" in done.stderr


def test_a_missing_file_is_named():
    done = run_here("redact", "no-such-file.txt")
    assert done.returncode == 2
    assert "no-such-file.txt" in done.stderr
