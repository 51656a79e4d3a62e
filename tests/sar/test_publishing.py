"""The shipped sets get their dates: in a fresh database, and beside what an agency has already."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from indicators.definitions import DefinitionSet, canonical_bytes
from sar import db
from sar.actors import COMMAND_LINE
from sar.log import audit
from sar.models import Activation, ActivationState, AuditEntry, DefinitionSetVersion, SetState
from sar.sets import publishing
from sar.sets.published import current_set, find_set, published_sets
from sar.sets.publishing import Shipment
from tests.shipped import shipped

OLD, NEW = shipped("1.0.0"), shipped("2.0.0")
FIRST = (OLD, NEW)
LATER_OLD = replace(OLD, version="1.9.0", title="Edition 1.5, once more")
LATER_NEW = replace(NEW, version="2.9.0", title="Edition 1.5.5, once more")
ALL = (OLD, LATER_OLD, NEW, LATER_NEW)
OWN = replace(NEW, title="As this agency reads it")
LAST = replace(NEW, version="2.10.0", title="Edition 1.5.5, a third time")

NOW = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
ISSUED, ISSUED_NEXT = datetime(2009, 5, 21, tzinfo=UTC), datetime(2015, 2, 23, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)


def ship(engine: Engine, sets: tuple[DefinitionSet, ...], *, now: datetime = NOW) -> Shipment:
    with db.transaction(engine) as session:
        return publishing.publish_shipped_sets(session, actor=COMMAND_LINE, now=now, shipped=sets)


def dates(engine: Engine) -> dict[str, tuple[datetime, datetime | None]]:
    """Give the dates of every published version."""
    with db.reading(engine) as session:
        return {
            each.definition_set.version: (each.effective_from, each.accept_until)
            for each in published_sets(session)
        }


def in_force(engine: Engine, moment: datetime) -> str:
    with db.reading(engine) as session:
        return current_set(session, now=moment).definition_set.version


def publish_own(engine: Engine, own: DefinitionSet, *, effective_from: datetime) -> None:
    """Publish a version of the agency's own after the one in force, as the trainer's desk does."""
    with db.transaction(engine) as session:
        row = DefinitionSetVersion(
            set_id=own.set_id,
            version=own.version,
            edition=own.edition,
            state=SetState.PUBLISHED,
            content=canonical_bytes(own).decode(),
            sha256=own.sha256,
            created_at=NOW,
            published_at=NOW,
            effective_from=effective_from,
        )
        session.add(row)
        session.flush()
        session.add(
            Activation(
                set_id=own.set_id,
                definition_set_id=row.definition_set_id,
                state=ActivationState.CONFIRMED,
                effective_from=effective_from,
                accept_previous_until=effective_from + FORTNIGHT,
                asked_at=NOW,
                confirmed_at=NOW,
            )
        )


def test_in_a_fresh_database_the_newest_version_of_each_edition_rules_its_time(
    engine: Engine,
) -> None:
    assert ship(engine, ALL).published == ALL
    assert dates(engine) == {
        "2.9.0": (ISSUED_NEXT, None),
        "2.0.0": (ISSUED_NEXT, NOW),
        "1.9.0": (ISSUED, ISSUED_NEXT),
        "1.0.0": (ISSUED, ISSUED_NEXT),
    }
    assert in_force(engine, datetime(2012, 5, 1, tzinfo=UTC)) == "1.9.0"
    assert in_force(engine, datetime(2016, 5, 1, tzinfo=UTC)) == "2.9.0"
    assert in_force(engine, NOW) == "2.9.0"


def test_in_a_fresh_database_an_older_version_takes_past_reports_and_no_new_ones(
    engine: Engine,
) -> None:
    ship(engine, ALL)
    with db.reading(engine) as session:
        old = find_set(session, set_id=NEW.set_id, version="2.0.0")
    assert old is not None
    assert old.is_in_force(datetime(2016, 5, 1, tzinfo=UTC))
    assert not old.is_in_force(NOW + timedelta(seconds=1))


def test_a_new_version_takes_effect_now_and_the_one_before_is_accepted_two_more_weeks(
    engine: Engine,
) -> None:
    ship(engine, FIRST, now=NOW - timedelta(days=90))
    before = dates(engine)
    assert ship(engine, ALL) == Shipment((LATER_OLD, LATER_NEW), ())
    after = dates(engine)
    assert after["2.9.0"] == (NOW, None)
    assert after["2.0.0"] == (ISSUED_NEXT, NOW + FORTNIGHT)
    assert after["1.9.0"] == after["1.0.0"] == before["1.0.0"] == (ISSUED, ISSUED_NEXT)
    assert in_force(engine, NOW - timedelta(seconds=1)) == "2.0.0"
    assert in_force(engine, NOW) == "2.9.0"


def test_the_time_of_each_edition_has_no_hole_and_no_two_rulers(engine: Engine) -> None:
    ship(engine, FIRST, now=NOW - timedelta(days=90))
    ship(engine, ALL)
    moments = [ISSUED + timedelta(days=20 * step) for step in range(320)]
    with db.reading(engine) as session:
        rulers = [current_set(session, now=each).definition_set.edition for each in moments]
    assert rulers == ["1.5" if each < ISSUED_NEXT else "1.5.5" for each in moments]


def test_nothing_is_ever_published_twice(engine: Engine) -> None:
    for sets in (FIRST, ALL):
        assert ship(engine, sets).published
        before = dates(engine)
        assert ship(engine, sets, now=NOW + timedelta(days=1)) == Shipment((), ())
        assert dates(engine) == before
    with db.reading(engine) as session:
        query = select(AuditEntry.subject).where(AuditEntry.action == "set.published")
        subjects = session.execute(query).scalars().all()
        assert audit.verify(session).is_intact
    assert len(subjects) == len(set(subjects)) == 4


def test_two_new_versions_at_once_follow_one_another(engine: Engine) -> None:
    ship(engine, FIRST, now=NOW - timedelta(days=90))
    ship(engine, (*ALL, LAST))
    after = dates(engine)
    assert in_force(engine, NOW) == "2.10.0"
    assert after["2.10.0"] == (NOW, None)
    assert {after["2.0.0"][1], after["2.9.0"][1]} == {NOW + FORTNIGHT}


@pytest.mark.parametrize("days", [-30, 30], ids=["in force", "scheduled"])
def test_a_version_of_the_agencys_own_is_never_replaced(engine: Engine, days: int) -> None:
    ship(engine, FIRST, now=NOW - timedelta(days=90))
    publish_own(engine, replace(OWN, version="2.1.0"), effective_from=NOW + timedelta(days=days))
    before = dates(engine)
    assert ship(engine, ALL) == Shipment((LATER_OLD,), (LATER_NEW,))
    assert dates(engine) == before | {"1.9.0": (ISSUED, ISSUED_NEXT)}


def test_a_number_that_the_agency_gave_stays_the_agencys(engine: Engine) -> None:
    ship(engine, FIRST, now=NOW - timedelta(days=90))
    own = replace(OWN, version=LATER_NEW.version)
    publish_own(engine, own, effective_from=NOW - timedelta(days=30))
    before = dates(engine)
    assert ship(engine, (NEW, LATER_NEW)) == Shipment((), (LATER_NEW,))
    assert dates(engine) == before


def test_an_agency_that_works_with_an_older_edition_is_not_moved_to_another(
    engine: Engine,
) -> None:
    ship(engine, FIRST, now=NOW - timedelta(days=90))
    own = replace(OLD, version="3.0.0")
    publish_own(engine, own, effective_from=NOW - timedelta(days=30))
    assert ship(engine, ALL) == Shipment((), (LATER_OLD, LATER_NEW))
    assert in_force(engine, NOW) == "3.0.0"


def test_the_log_says_what_a_new_version_follows(engine: Engine) -> None:
    ship(engine, FIRST, now=NOW - timedelta(days=90))
    ship(engine, ALL)
    with db.reading(engine) as session:
        query = select(AuditEntry.details).where(AuditEntry.subject == f"set:{NEW.set_id}:2.9.0")
        details = session.execute(query).scalar_one()
    assert details == {
        "sha256": LATER_NEW.sha256,
        "effective_from": NOW.isoformat(),
        "previous_version": "2.0.0",
        "previous_accept_until": (NOW + FORTNIGHT).isoformat(),
    }
