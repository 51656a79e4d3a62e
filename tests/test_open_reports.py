"""The copies of filed reports that benchmarks measure with are reports to the whole product."""

from sqlalchemy import Engine, func, inspect, select

from benchmarks import search
from benchmarks.open_reports import COPIED, NOW, fill, tell
from sar import db
from sar.actors import actor_of
from sar.commands import database_checks
from sar.commands.checks import Level
from sar.intake import service
from sar.models import Account, Report
from sar.reports.filters import Filters
from sar.review import claims
from sar.review.queries import QueueRow, queue_page
from sar.review.service import Decided, Intent, record_decision
from sar.search.finding import find_by_words
from sar.search.query import read_query
from tests import factories
from triage.decisions import Action, Record

FILED, OPEN = 12, 130


def listed(engine: Engine, filters: Filters) -> list[QueueRow]:
    """Return every row of the queue, page after page."""
    rows: list[QueueRow] = []
    after = None
    with db.reading(engine) as session:
        viewer = actor_of(session.execute(select(Account)).scalars().first() or Account())
        while True:
            page = queue_page(session, filters, after=after, viewer=viewer, now=NOW)
            rows.extend(page.rows)
            after = page.next_cursor
            if after is None:
                return rows


def test_copied_reports_are_listed_taken_and_decided_as_filed_ones_are(seeded_url: str) -> None:
    engine = db.open_engine(seeded_url)
    stock = tell(engine, FILED)
    fill(engine, OPEN, stock)
    rows = listed(engine, Filters())
    assert len({each.receipt for each in rows}) == OPEN
    assert rows == sorted(rows, key=lambda each: (-(each.score or 0), each.received_at))
    assert all(each.behaviours and each.reasons for each in rows)
    sector = next(each.sector for each in rows if each.sector)
    of_sector = [each for each in rows if each.sector == sector]
    assert listed(engine, Filters(sector=sector)) == of_sector
    with db.transaction(engine) as session:
        analyst, officer = (
            actor_of(session.execute(select(Account).where(Account.username == name)).scalar_one())
            for name in ("analyst", "officer")
        )
        checks = {
            each.subject: each for each in database_checks.check_content(session, None, now=NOW)
        }
        assert {checks[name].level for name in ("ledger", "queue")} == {Level.OK}
        taken = claims.take_next(session, Filters(), actor=analyst, now=NOW, minutes=20)
        assert taken is not None
        assert taken.receipt == rows[0].receipt
        intent = Intent(Action.FAILS_CRITERIA, Record(), 1, reason="explained")
        decided = record_decision(session, taken.receipt, intent, actor=analyst, now=NOW)
        assert isinstance(decided, Decided)
        terms = service.Terms("one more", factories.keyring(), 365)
        service.file_report(session, stock[0].checked, terms, actor=officer, now=NOW)
        last = session.execute(select(func.max(Report.report_id))).scalar_one()
        assert last == OPEN + 1
    known = inspect(engine)
    for table in map(db.table_of, COPIED):
        found = {each["name"] for each in known.get_indexes(table.name)}
        assert found >= {each.name for each in table.indexes}
    engine.dispose()


def test_copied_reports_are_found_by_the_words_they_are_given(seeded_url: str) -> None:
    engine = db.open_engine(seeded_url)
    fill(engine, 40, tell(engine, 4))
    search.fill(engine, [f"A crate was left at gate {number}." for number in range(1, 41)])
    with db.reading(engine) as session:
        receipts = [
            each.receipt for each in find_by_words(session, read_query("crate 33"), after="").hits
        ]
        named = select(Report.receipt).where(Report.report_id == 33)
        assert receipts == [session.execute(named).scalar_one()]
        assert len(find_by_words(session, read_query("crates"), after="").hits) == 25
    engine.dispose()
