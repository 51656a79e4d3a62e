"""The preview over real databases: exact, the same twice, and without a trace."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, update

from indicators.definitions import DefinitionSet, Element, ElementKind
from indicators.preview import Cause, Effect
from sar import db
from sar.actors import COMMAND_LINE
from sar.catalog import counting, past_reports, publication
from sar.catalog.counting import Step
from sar.catalog.days import Days
from sar.catalog.preview import Preview, Question, run, to_plain
from sar.intake import checking, schemas
from sar.models import Report
from sar.sets.published import PublishedSet, current_set
from tests import desk, factories
from tests.past_reports import Filed, make_reports
from tests.shipped import shipped
from tests.stored_reports import APART, checksum, purge, store, submission_of
from triage import rules

OLD, NEW = shipped("1.0.0"), shipped("2.0.0")
FIRST = datetime(2026, 2, 1, tzinfo=UTC)
LONG = Days(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
YEAR = Days(datetime(2025, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
INTRUSION, HOW_FAR = "ind-0001", "el-0001"
THEFT, HOW_MANY = "ind-0003", "el-0012"
FALSE_CLAIM, WHO_ASKED = "ind-0002", "el-0010"


@pytest.fixture
def engine(app: Flask) -> Engine:
    """The database of an application with the shipped sets and accounts, on both databases."""
    return app.extensions["sar"].engine


def changed(indicator_id: str, element_id: str = "", **fields: Any) -> DefinitionSet:
    """Return the newest set with one behaviour, or one of its questions, changed."""
    old = NEW.indicator(indicator_id)
    if element_id:
        fields = {
            "elements": tuple(
                replace(each, **fields) if each.element_id == element_id else each
                for each in old.elements
            )
        }
    new = replace(old, **fields)
    indicators = tuple(new if each is old else each for each in NEW.indicators)
    return replace(NEW, version="3.0.0", indicators=indicators)


def asked(engine: Engine, draft: DefinitionSet, **fields: Any) -> Question:
    """Ask what a draft changes against the newest set; `fields` change the question."""
    with db.reading(engine) as session:
        current = current_set(session, now=FIRST)
    return replace(Question(draft, NEW, YEAR, current.sha256), **fields)


def previewed(engine: Engine, draft: DefinitionSet, **fields: Any) -> Preview:
    """Return the result of a preview against the version in force."""
    *_, last = run(engine, asked(engine, draft, **fields), clock=lambda: FIRST)
    assert isinstance(last, Preview)
    return last


def test_a_draft_equal_to_the_version_in_force_gives_no_difference_at_all(engine: Engine) -> None:
    store(engine, make_reports(NEW, 20), first=FIRST)
    store(engine, make_reports(OLD, 10, seed=8), first=FIRST)
    found = previewed(engine, replace(NEW, version="2.0.1"))
    assert found.impact.count(Effect.UNCHANGED) == found.impact.reports == 30
    for order in (found.waiting, found.every):
        assert (order.movement.reports, order.movement.moved, order.movement.left_top) == (30, 0, 0)
        assert order.largest == ()


PLANTED: dict[str, tuple[DefinitionSet, Callable[[Filed], bool], Cause]] = {
    "narrowed options": (
        changed(
            INTRUSION,
            HOW_FAR,
            options=tuple(
                each
                for each in NEW.indicator(INTRUSION).elements[0].options
                if each.code != "traces"
            ),
        ),
        lambda each: each.answers.get(INTRUSION, {}).get(HOW_FAR) == "traces",
        Cause(INTRUSION, HOW_FAR, "unknown_option"),
    ),
    "a text limit, although the text itself is sealed": (
        changed(FALSE_CLAIM, WHO_ASKED, max_chars=60),
        lambda each: len(each.answers.get(FALSE_CLAIM, {}).get(WHO_ASKED) or "") > 60,
        Cause(FALSE_CLAIM, WHO_ASKED, "too_long"),
    ),
    "a tightened bound": (
        changed(THEFT, HOW_MANY, maximum=400_000.0),
        lambda each: (each.answers.get(THEFT, {}).get(HOW_MANY) or 0) > 400_000,
        Cause(THEFT, HOW_MANY, "out_of_range"),
    ),
}


def test_planted_changes_are_found_exactly_in_what_is_stored(engine: Engine) -> None:
    reports = make_reports(NEW, 90)
    filed = store(engine, reports, first=FIRST)
    for draft, is_hit, cause in PLANTED.values():
        hits = sorted(receipt for receipt, each in filed.items() if is_hit(each))
        found = previewed(engine, draft)
        assert [
            (each, tally.count) for each, tally in found.impact.causes(Effect.NEWLY_REFUSED)
        ] == [(cause, len(hits))]
        ((_, tally),) = found.impact.causes(Effect.NEWLY_REFUSED)
        assert tally.examples == tuple(hits[:3])
        assert found.impact.count(Effect.UNCHANGED) == 90 - len(hits)


@pytest.mark.parametrize("hidden", ["", "Call 312-555-0142, or 312-555-0199 at night. "])
def test_the_length_of_a_redacted_text_is_known_to_the_character(
    engine: Engine, hidden: str
) -> None:
    text = f"{hidden}It went on for ten minutes – twice."
    answers = {FALSE_CLAIM: {"el-0006": ["statement"], WHO_ASKED: text}}
    (receipt,) = store(engine, [Filed("R", NEW, answers)], first=FIRST)
    fits = previewed(engine, changed(FALSE_CLAIM, WHO_ASKED, max_chars=len(text)))
    assert fits.impact.count(Effect.NEWLY_REFUSED) == 0
    short = previewed(engine, changed(FALSE_CLAIM, WHO_ASKED, max_chars=len(text) - 1))
    ((cause, tally),) = short.impact.causes(Effect.NEWLY_REFUSED)
    assert (cause.rule, tally.examples) == ("too_long", (receipt,))


def test_nothing_is_written(engine: Engine) -> None:
    store(engine, make_reports(NEW, 25), first=FIRST)
    before = checksum(engine)
    found = previewed(engine, changed(THEFT, niem_code="SABOT", weight=10))
    assert found.impact.count(Effect.OTHER_CODE) > 0
    assert checksum(engine) == before


def test_the_checksum_of_this_test_sees_a_change(engine: Engine) -> None:
    store(engine, make_reports(NEW, 2), first=FIRST)
    before = checksum(engine)
    with db.transaction(engine) as session:
        session.execute(update(Report).values(score=1))
    assert checksum(engine) != before


def test_held_purged_and_unknown_ones_are_counted_with_the_reason(engine: Engine) -> None:
    shown = store(engine, make_reports(NEW, 6), first=FIRST)
    store(engine, make_reports(NEW, 3, seed=4), first=FIRST, is_held=True)
    for receipt in list(shown)[:2]:
        purge(engine, receipt, now=FIRST)
    with db.transaction(engine) as session:
        session.execute(
            update(Report).where(Report.receipt == list(shown)[2]).values(set_sha256="0" * 64)
        )
    found = previewed(engine, NEW)
    assert found.impact.reports == 9
    assert found.impact.count(Effect.NOT_REPLAYED) == 6
    assert {
        cause.rule: tally.count for cause, tally in found.impact.causes(Effect.NOT_REPLAYED)
    } == {
        "held": 3,
        "purged": 2,
        "set_missing": 1,
    }
    assert found.unranked == 6
    assert found.every.movement.reports == 3


def test_the_same_question_has_the_same_result_and_hash_whatever_the_order_of_filing(
    engine: Engine,
) -> None:
    reports = make_reports(NEW, 40)
    store(engine, Random(1).sample(reports, 40), first=FIRST)
    draft = changed(INTRUSION, HOW_FAR, required=False, options=())
    one, two = previewed(engine, draft), previewed(engine, draft)
    assert one == two
    assert one.sha256 == two.sha256
    assert previewed(engine, NEW).sha256 != one.sha256


def test_chunks_of_any_size_give_the_same(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    store(engine, make_reports(NEW, 30), first=FIRST)
    draft = changed(THEFT, weight=400, niem_code="SABOT")
    whole = previewed(engine, draft)
    for size in (1, 7, 30):
        steps = list(run(engine, asked(engine, draft), clock=lambda: FIRST, scan=by(size)))
        assert steps[-1] == whole
        shares = [each.share for each in steps if isinstance(each, Step)]
        assert len(shares) == -(-30 // size)
        assert shares == sorted(shares)
        assert shares[-1] == 1.0


def test_reading_chunk_by_chunk_never_passes_over_what_was_read(sqlite_app: Flask) -> None:
    desk.multiply(sqlite_app, factories.file_by_api(sqlite_app)["receipt"], 1200)
    once, often = (
        steps_of_sqlite(sqlite_app.extensions["sar"].engine, size) for size in (2000, 20)
    )
    assert once > 1200
    assert often < 2 * once


def steps_of_sqlite(engine: Engine, size: int) -> int:
    """Return how many instructions SQLite's machine runs to read every report."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 10

    with db.reading(engine) as session:
        scope = past_reports.scope_of(session, LONG, limit=None)
        connection: Any = session.connection().connection.dbapi_connection
        connection.set_progress_handler(count, 10)
        list(past_reports.read_chunks(session, scope, size=size))
        connection.set_progress_handler(None, 10)
    return steps


def by(size: int) -> counting.Scan:
    """Return a scan that reads so many reports at a time."""

    def scan(session: Any, basis: Any, scope: Any) -> Any:
        chunks = past_reports.read_chunks(session, scope, size=size)
        yield from counting.steps(chunks, basis, scope)

    return scan


def test_the_period_is_from_its_first_to_its_last_moment(engine: Engine) -> None:
    filed = list(store(engine, make_reports(NEW, 5), first=FIRST))
    hour = timedelta(hours=1)
    draft = changed(INTRUSION)
    for first, last, expected in ((0, 5, 5), (1, 4, 3), (2, 2, 0), (5, 9, 0)):
        days = Days(FIRST + first * hour, FIRST + last * hour)
        assert previewed(engine, draft, days=days).impact.reports == expected
    assert len(filed) == 5


def test_a_limit_takes_the_newest_and_says_that_there_are_more(engine: Engine) -> None:
    filed = store(engine, make_reports(NEW, 8), first=FIRST)
    draft = replace(NEW, indicators=())
    found = previewed(engine, draft, limit=3)
    assert (found.impact.reports, found.is_cut) == (3, True)
    (tally, *_) = [each for _, each in found.impact.causes(Effect.NEWLY_REFUSED)]
    assert set(tally.examples) <= set(list(filed)[-3:])
    exact = previewed(engine, draft, limit=8)
    assert (exact.impact.reports, exact.is_cut) == (8, False)


def test_an_empty_database_has_a_preview_too(engine: Engine) -> None:
    found = previewed(engine, NEW)
    assert found.impact.reports == 0
    assert to_plain(found)["causes"] == []


def test_reports_of_the_version_before_are_replayed_under_both_and_their_own(
    engine: Engine,
) -> None:
    store(engine, make_reports(OLD, 20, seed=8), first=FIRST)
    with_own = previewed(engine, NEW, against=None)
    with_new = previewed(engine, NEW)
    assert with_own.impact.count(Effect.NEWLY_REFUSED) > 0
    assert with_new.impact.count(Effect.UNCHANGED) == 20
    assert with_new.impact.refused_by_both == with_own.impact.count(Effect.NEWLY_REFUSED)


def test_a_version_that_is_published_meanwhile_changes_nothing_and_is_named(
    engine: Engine,
) -> None:
    store(engine, make_reports(NEW, 30), first=FIRST)
    draft = changed(THEFT, weight=400)
    undisturbed = previewed(engine, draft)
    steps = run(engine, asked(engine, draft), clock=lambda: FIRST, scan=by(5))
    next(steps)
    publish(engine, replace(NEW, version="3.0.0", title="Another one"))
    store(engine, make_reports(NEW, 4, seed=6), first=FIRST)
    *_, last = steps
    assert isinstance(last, Preview)
    assert last.in_force == "3.0.0"
    assert replace(last, in_force="") == undisturbed
    assert last.sha256 == undisturbed.sha256


def publish(engine: Engine, definition_set: DefinitionSet, *, now: datetime = FIRST) -> None:
    """Publish a version that takes effect at once, as the command line does."""
    with db.transaction(engine) as session:
        publication.publish_file(
            session,
            definition_set,
            publication.Dates(),
            signed_by=None,
            actor=COMMAND_LINE,
            now=now,
        )


def test_the_order_is_the_one_that_filing_under_the_draft_would_give(engine: Engine) -> None:
    reports = make_reports(NEW, 40)
    filed = store(engine, reports, first=FIRST)
    weights = {each.indicator_id: 400 - each.weight for each in NEW.indicators}
    draft = replace(
        NEW,
        version="3.0.0",
        indicators=tuple(
            replace(
                each,
                weight=weights[each.indicator_id],
                elements=(
                    *each.elements,
                    Element(f"el-9{each.indicator_id[-3:]}", "A film?", ElementKind.YES_NO),
                ),
            )
            for each in NEW.indicators
        ),
    )
    found = previewed(engine, draft)
    was, now = (places(filed, each) for each in (NEW, draft))
    top = -(-len(filed) // 10)
    change = found.every.movement
    assert change == found.waiting.movement
    assert change.up == sum(now[each] < was[each] for each in filed)
    assert change.down == sum(now[each] > was[each] for each in filed)
    assert (change.top, change.left_top) == (top, sum(was[r] <= top < now[r] for r in filed))
    for each in found.every.largest:
        assert each.move.place_before == was[each.reference]
        assert each.move.place_after == now[each.reference]
        gained = sum(one.points for one in each.come) - sum(one.points for one in each.gone)
        assert gained == each.move.score_after - each.move.score_before
    assert len(found.every.largest) == 5


def places(filed: dict[str, Filed], definition_set: DefinitionSet) -> dict[str, int]:
    """Return the place in the queue of each report if all were filed under a set."""
    keys = []
    for number, (receipt, each) in enumerate(filed.items()):
        at = FIRST + number * APART
        loaded, _ = schemas.load_report(submission_of(each))
        pinned = PublishedSet(0, definition_set, definition_set.sha256, ())
        assert loaded is not None
        checked = checking.check(loaded, pinned, now=at, max_narrative_chars=20_000)
        assert isinstance(checked, checking.Checked)
        candidate = checking.candidate_of(checked, received_at=at, similar_recent=number)
        keys.append((-rules.score(candidate).points, at, receipt))
    return {receipt: place for place, (_, _, receipt) in enumerate(sorted(keys), start=1)}
