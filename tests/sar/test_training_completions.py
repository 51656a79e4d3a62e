"""Completions from a learning system: judged row by row, stored only when asked to."""

from pathlib import Path

from flask import Flask
from sqlalchemy import select

from sar import db
from sar.models import Account, Completion
from tests import desk, factories
from tests.command_line import installation, run_here
from tests.drafts import CURRENT

HEAD = "username,course,version,completed_at,score,department\n"
GOOD = f"officer,Recognizing and reporting,{CURRENT},2026-02-01T10:00:00Z,92.5,North\n"


def run(app: Flask, folder: Path, content: str | bytes, *options: str):
    file = folder / "from-lms.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    env = installation(app.extensions["sar"].settings.database_url)
    return run_here("training", "completions", file, *options, env=env)


def stored(app: Flask) -> list[tuple[str, str, str, int | None]]:
    query = select(
        Account.username, Completion.course, Completion.set_version, Completion.score
    ).join(Account, Account.account_id == Completion.account_id)
    with db.reading(app.extensions["sar"].engine) as session:
        return [tuple(each) for each in session.execute(query)]


def test_a_dry_run_judges_and_stores_nothing(app: Flask, tmp_path: Path) -> None:
    done = run(app, tmp_path, HEAD + GOOD)
    assert (done.returncode, done.stdout) == (
        0,
        "line 2: new\n1 new, 0 already there, 0 refused. Nothing was stored.\n",
    )
    assert stored(app) == []


def test_new_rows_are_stored_once_and_the_log_counts_them(app: Flask, tmp_path: Path) -> None:
    done = run(app, tmp_path, HEAD + GOOD + GOOD, "--apply")
    assert done.stdout.endswith("1 new, 1 already there, 0 refused. 1 stored.\n")
    done = run(app, tmp_path, HEAD + GOOD, "--apply")
    assert done.stdout.endswith("0 new, 1 already there, 0 refused. 0 stored.\n")
    assert stored(app) == [("officer", "Recognizing and reporting", CURRENT, 92)]
    logged = [each for each in desk.log_of(app) if each.action == "training.completions_imported"]
    assert [each.details for each in logged] == [{"count": 1}]
    page = factories.signed_in(app, "officer").get("/training").text
    assert "Recognizing and reporting" in page


def test_a_course_named_like_a_formula_is_harmless_in_a_table(
    sqlite_app: Flask, tmp_path: Path
) -> None:
    formula = '=HYPERLINK("http://evil")'
    row = f'officer,"{formula.replace(chr(34), chr(34) * 2)}",{CURRENT},2026-02-01,90\n'
    assert "1 stored" in run(sqlite_app, tmp_path, HEAD + row, "--apply").stdout
    table = factories.signed_in(sqlite_app, "officer").get("/training/completions.csv").text
    assert table.splitlines()[1].startswith("\"'=HYPERLINK")


def test_every_row_gets_its_verdict_and_no_value_is_repeated(app: Flask, tmp_path: Path) -> None:
    rows = [
        "Jane.Quackenbush,Course,{v},2026-02-01,90",
        "officer,,{v},2026-02-01,90",
        f"officer,{'x' * 121},{{v}},2026-02-01,90",
        "officer,Course,9.9.9,2026-02-01,90",
        "officer,Course,{v},yesterday,90",
        "officer,Course,{v},2026-02-01T10:00:00,90",
        "officer,Course,{v},2099-02-01,90",
        "officer,Course,{v},2026-02-01,101",
        "officer,Course,{v},2026-02-01,nan",
        "officer,Course,{v},2026-02-01,excellent",
        "officer",
        "OFFICER,Course,{v},2026-02-01,",
        '"officer","Course ""B""",{v},2026-02-01,85%',
    ]
    content = HEAD + "".join(f"{each.format(v=CURRENT)}\n" for each in rows)
    done = run(app, tmp_path, content, "--apply")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert len(lines) == len(rows) + 1
    assert all(": refused: " in each for each in lines[:11]), lines
    assert all(each.endswith(": new") for each in lines[11:13])
    assert "2 new, 0 already there, 11 refused. 2 stored." in done.stdout
    assert "Quackenbush" not in done.stdout + done.stderr
    assert sorted(each[1] for each in stored(app)) == ["Course", 'Course "B"']


def test_a_file_that_is_no_table_is_told(sqlite_app: Flask, tmp_path: Path) -> None:
    for content, told in (
        ("", "lacks the column username"),
        ("username,course,version\n", "lacks the column completed_at"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ):
        done = run(sqlite_app, tmp_path, content, "--apply")
        assert done.returncode == 2
        assert told in done.stderr
    assert stored(sqlite_app) == []


def test_a_byte_order_mark_and_upper_case_columns_are_read(
    sqlite_app: Flask, tmp_path: Path
) -> None:
    content = "\ufeffUsername, Course ,VERSION,completed_at\r\nofficer,Course,"
    done = run(sqlite_app, tmp_path, f"{content}{CURRENT},2026-02-01\r\n")
    assert "line 2: new" in done.stdout


def test_a_broken_quotation_is_told_and_nothing_is_stored(
    sqlite_app: Flask, tmp_path: Path
) -> None:
    done = run(sqlite_app, tmp_path, HEAD + GOOD + '"officer" x,y,z\n', "--apply")
    assert done.returncode == 2
    assert "After line 2" in done.stderr
    assert stored(sqlite_app) == []
