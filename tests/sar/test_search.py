"""Search: readable words are found, hidden values are matched, and neither is ever told."""

import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, delete, select, text

from sar import db
from sar.actors import COMMAND_LINE
from sar.models import Alert, LookupToken, Report, SearchText
from sar.reports import findable
from sar.retention import compaction, erasure
from sar.search.finding import find_by_words
from sar.search.query import read_query
from sar.search.rebuilding import rebuild
from tests import desk, factories

PLATE, PHONE, STREET = "QZX8841", "217-555-0173", "4471 Wisteria Court"
TOLD = (
    f"A van, plate {PLATE}, stood at the pumping station. Call {PHONE}. Two drums were left behind."
)


def file_told(app: Flask, number: int = 0, told: str = TOLD, **changes: object) -> str:
    receipt: str = factories.file_by_api(app, narrative=f"{told} Note {number}.", **changes)[
        "receipt"
    ]
    return receipt


def search(app: Flask, typed: str, username: str = "analyst", **fields: str) -> str:
    answer = desk.post(desk.sign_in(app, username), "/search", q=typed, **fields)
    assert answer.status_code == 200, answer.text
    page: str = answer.text
    return page


def test_readable_words_are_found_in_any_form_and_the_log_has_none_of_them(app: Flask) -> None:
    receipt = file_told(app)
    other = file_told(app, told="Somebody photographed the bridge from a boat.")
    for typed in ("drum", "DRUMS pumping", '"pumping station"', "drums -bridge", "stations drums"):
        page = search(app, typed)
        assert receipt in page, typed
        assert other not in page, typed
    for typed in ("drums bridge", '"station pumping"', "drums -van", "zebra"):
        assert "Nothing was found" in search(app, typed), typed
    page = search(app, "drums")
    assert "[PLATE 1]" in page
    assert PLATE not in page
    entry = desk.log_of(app)[-1]
    assert (entry.action, entry.details) == ("search.made", {"found": 1})


# Whatever somebody types: every sign that means something to one of the two databases.
ODD = [
    *('"', '""', '"unclosed', "'", "%", "_", "*", "(", ")", "NEAR(a b)", "a AND", "OR", "NOT"),
    *("words:x", "^a", "a + b", "{a}", "\\", ";--", "&|!<->", ":*", "-", "- -", '-"', "٣", "é"),
    *("\x00", "a\x00b", "🔥", "x" * 5000, '"a" "b', "a-b-c", "_a_", "<script>", "\ud800"),
]


def test_no_query_can_fail(app: Flask) -> None:
    file_told(app)
    client = desk.sign_in(app, "analyst")
    token = factories.csrf_token(client.get("/search").text)
    for typed in ODD:
        form = {"csrf_token": token, "q": typed.encode("utf-8", "replace")}
        assert client.post("/search", data=form).status_code == 200, repr(typed)
    for after in ("x", "1:2:3", "nan:1", "1e999:1", "-0.5:99999999999"):
        form = {"csrf_token": token, "q": "drums", "after": after}
        assert client.post("/search", data=form).status_code == 200, after
    assert read_query('a "b c" -d "e').wanted == ("a", "b c", "e")


@pytest.mark.parametrize("typed", ["", "  ", '"', "-drums"])
def test_nobody_is_told_to_write_fewer_words_than_none(sqlite_app: Flask, typed: str) -> None:
    page = search(sqlite_app, typed)
    assert "There is no word to search for" in page
    assert "Nothing was found" not in page
    assert "Nothing was found" in search(sqlite_app, "giraffes")


@pytest.mark.parametrize(
    "typed",
    [PLATE, "qzx 8841", "QZX-8841", PHONE, "(217) 555 0173", "+1 217 555 0173", "4471 wisteria ct"],
)
def test_a_hidden_value_is_matched_however_it_is_written(sqlite_app: Flask, typed: str) -> None:
    place = {"kind": "address", "street": STREET, "city": "Springfield", "state": "IL"}
    receipt = file_told(sqlite_app, place=place)
    page = search(sqlite_app, typed)
    assert receipt in page.partition("Matched, and still hidden")[2]
    for hidden in (PLATE, PHONE, STREET, "Wisteria"):
        assert hidden not in page.replace(f'value="{typed}"', "")
    for near in ("QZX8842", "217-555-0174", "4472 Wisteria Court"):
        assert "Matched, and still hidden" not in search(sqlite_app, near)


def test_tokens_cannot_be_made_without_the_key_and_names_have_none(sqlite_app: Flask) -> None:
    file_told(sqlite_app, told=f"Mr. Zebulon Quackenbush drove a van, plate {PLATE}.")
    ring = sqlite_app.extensions["sar"].keyring
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        stored = session.execute(select(LookupToken.token, LookupToken.kind)).all()
    assert {kind for _, kind in stored} == {"plate"}
    other = factories.keyring(8)
    assert findable.lookup_key(other) != findable.lookup_key(ring)
    assert "Nothing was found" in search(sqlite_app, "Quackenbush")


def test_a_trait_is_no_word_to_search_for(sqlite_app: Flask) -> None:
    file_told(sqlite_app, told="He painted a slur about Muslims on the door of the mosque.")
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        words = session.execute(select(SearchText.words)).scalars().one()
    assert "painted" in words
    assert "Muslim" not in words


def test_pages_follow_one_another_without_a_gap(app: Flask) -> None:
    first_filed = file_told(app)
    receipts = {first_filed, *desk.multiply(app, first_filed, 26)}
    with db.transaction(app.extensions["sar"].engine) as session:
        for report_id in session.execute(select(Report.report_id)).scalars().all():
            findable.write_words(session, report_id)
    first = search(app, "drums")
    cursor = first.partition('name="after" value="')[2].partition('"')[0]
    second = search(app, "drums", after=cursor)
    seen = [{each for each in receipts if each in page} for page in (first, second)]
    assert (len(seen[0]), len(seen[1])) == (25, 2)
    assert seen[0] | seen[1] == receipts


def test_of_a_common_word_the_latest_are_found_and_the_others_are_not_read(app: Flask) -> None:
    engine = app.extensions["sar"].engine
    first = file_told(app, told="A crate was left.")
    desk.multiply(app, first, 599)
    with db.transaction(engine) as session:
        numbers = session.execute(select(Report.report_id).order_by(Report.report_id)).scalars()
        ids = numbers.all()
        session.execute(delete(SearchText))
        # In all; in every third; in the oldest alone; in the oldest and a few of the newest.
        told = {"crate": range(600), "ladder": range(0, 600, 3), "barrel": range(300)}
        told["bucket"] = [*range(200), *range(590, 600)]
        words = (" ".join(w for w, where in told.items() if n in where) for n in range(600))
        rows = zip(ids, words, strict=True)
        db.insert(session, SearchText, *({"report_id": n, "words": w} for n, w in rows))
    for word, where in told.items():
        found, after = [], ""
        with db.reading(engine) as session:
            while True:
                page = find_by_words(session, read_query(word), after=after, most=50)
                found += [each.receipt for each in page.hits]
                after = page.next_cursor
                if not after:
                    break
            latest = select(Report.receipt).where(
                Report.report_id.in_([ids[each] for each in where][-50:])
            )
            assert sorted(found) == sorted(session.execute(latest).scalars()), word
    if engine.dialect.name == "postgresql":
        assert _rows_read(engine, "crate") < 200


def _rows_read(engine: Engine, word: str) -> int:
    """Return how many rows of PostgreSQL's table of words a search reads."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE search_index"))
    with db.reading(engine) as session:
        # So small a table is read whole, whatever the index.
        session.execute(text("SET LOCAL enable_seqscan = off"))
        read = text(
            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
            " WHERE relname = 'search_index'"
        )
        before = session.execute(read).scalar_one()
        find_by_words(session, read_query(word), after="", most=50)
        return int(session.execute(read).scalar_one() - before)


def test_many_lookups_in_a_day_raise_one_alert_that_tells_no_value(sqlite_app: Flask) -> None:
    client = desk.sign_in(sqlite_app, "analyst")
    token = factories.csrf_token(client.get("/search").text)
    for number in range(32):
        client.post("/search", data={"csrf_token": token, "q": f"QZX{number:04d}"})
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        alerts = session.execute(select(Alert)).scalars().all()
    assert [(each.pattern, each.report_id) for each in alerts] == [("many_lookups", None)]
    officer = desk.sign_in(sqlite_app, "privacy_officer")
    page = officer.get("/oversight/alerts").text
    assert "lookups" in page
    assert "QZX" not in page


def test_only_analysts_search(sqlite_app: Flask) -> None:
    for username in ("officer", "supervisor", "trainer", "privacy_officer", "administrator"):
        assert desk.sign_in(sqlite_app, username).get("/search").status_code == 403


def test_an_answer_is_found_too_and_a_receipt_leads_to_its_report(sqlite_app: Flask) -> None:
    receipt = file_told(sqlite_app)
    factories.return_to_officer(sqlite_app, receipt, question="Which colour was the van?")
    officer = factories.signed_in(sqlite_app, "officer")
    token = {"csrf_token": factories.csrf_token(officer.get(f"/reports/{receipt}").text)}
    said = {"text": "The van was turquoise, plate LKM 4471."}
    assert officer.post(f"/reports/{receipt}/answer", data=token | said).status_code == 303
    assert receipt in search(sqlite_app, "turquoise")
    assert receipt in search(sqlite_app, "LKM4471")
    assert receipt in search(sqlite_app, PLATE)
    led = desk.post(desk.sign_in(sqlite_app, "analyst"), "/search", q=receipt.lower())
    assert led.location == f"/review/{receipt}"


def test_what_is_erased_stands_in_no_table_of_the_search(sqlite_app: Flask) -> None:
    engine = sqlite_app.extensions["sar"].engine
    file_told(sqlite_app, told="A zorblatquint was left at the gate.")
    kept = file_told(sqlite_app)
    with db.transaction(engine) as session:
        found = session.execute(
            select(SearchText).where(SearchText.words.contains("zorb"))
        ).scalars()
        erasure.erase(session, found.one().report_id)
    assert "Nothing was found" in search(sqlite_app, "zorblatquint")
    compaction.checkpoint(engine)
    path = Path(str(engine.url.database))
    assert b"zorblatquint" not in path.read_bytes()
    assert b"zorblatquint"[:8] not in path.read_bytes()
    assert kept in search(sqlite_app, "drums")
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO search_index(search_index) VALUES ('integrity-check')")
    with db.reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM search_texts")).scalar_one() == 1


def test_reports_from_before_are_found_after_a_rebuild(sqlite_app: Flask) -> None:
    parts, receipt = sqlite_app.extensions["sar"], file_told(sqlite_app)
    with db.transaction(parts.engine) as session:
        for model in (SearchText, LookupToken):
            session.execute(delete(model))
    assert "Nothing was found" in search(sqlite_app, "drums")
    now = parts.clock()
    assert rebuild(parts.engine, keyring=parts.keyring, actor=COMMAND_LINE, now=now) == 1
    assert receipt in search(sqlite_app, "drums")
    assert receipt in search(sqlite_app, PLATE)
