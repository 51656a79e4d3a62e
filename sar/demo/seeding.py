"""Filling a fresh database for a look around: people, the shipped sets, reports of two weeks."""

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet
from privacy.keyring import Keyring
from sar import db
from sar.accounts import people
from sar.actors import COMMAND_LINE, Actor, actor_of
from sar.demo import drawn, history
from sar.demo.cases import PublicCase, case_report, load_cases
from sar.demo.events import World, load_phrases, new_faker
from sar.demo.generator import DemoReport, tell
from sar.demo.history import Desk
from sar.errors import InvalidInputError, NotReadyError
from sar.findings import flatten
from sar.intake import checking, schemas, service
from sar.models import Account, Role
from sar.reports.receipts import new_receipt
from sar.sets import publishing
from sar.sets.published import PublishedSet, current_set
from sar.settings import Settings
from sar.values import frozen

PASSWORD = "look-around-in-the-demo"  # noqa: S105  printed at every start, of made-up accounts
SPREAD = timedelta(days=14)
BATCH_REPORTS = 20
_SEED = 2015
# More matters than in life (see `sar.demo.events`): a ranker, and the gate that judges it, need
# some dozens of reports that mattered, and a demo has a few hundred.
_CRIME_SHARE, _STRONG_SHARE = 0.3, 0.2

# Invented reports of a breach have a drawn picture, among so many: one costs 13 ms.
_PICTURED, _BREACH = 400, "ind-0001"

_POLICE = ("Lakeside Police Department", "America/Chicago")
_SHERIFF = ("Hill County Sheriff", "America/Denver")
_CENTER = ("Prairie State Fusion Center", "America/Chicago")

# User name, name, role, agency.
PEOPLE = (
    ("officer", "Demo Officer", Role.OFFICER, _POLICE),
    ("officer2", "Demo Officer of the County", Role.OFFICER, _SHERIFF),
    ("supervisor", "Demo Supervisor", Role.SUPERVISOR, _POLICE),
    ("analyst", "Demo Analyst", Role.ANALYST, _CENTER),
    ("analyst2", "Demo Analyst Two", Role.ANALYST, _CENTER),
    ("trainer", "Demo Trainer", Role.TRAINER, _CENTER),
    ("trainer2", "Demo Trainer Two", Role.TRAINER, _CENTER),
    ("privacy", "Demo Privacy Officer", Role.PRIVACY_OFFICER, _CENTER),
    ("admin", "Demo Administrator", Role.ADMINISTRATOR, _CENTER),
)


@frozen
class Planned:
    """A report of the demo, when it is filed, and whether it is invented: else it is public."""

    number: int
    at: datetime
    report: DemoReport
    is_invented: bool


@frozen
class Plan:
    """What a demo is filled with: `count` invented reports besides the public cases."""

    settings: Settings
    keyring: Keyring = field(repr=False)
    count: int
    now: datetime

    @property
    def began(self) -> datetime:
        """Return when the demo's history begins."""
        return self.now - SPREAD


def fill(engine: Engine, plan: Plan) -> Iterator[int]:
    """Fill an empty, migrated database; yield how many reports are filed after each batch."""
    with db.transaction(engine) as session:
        publishing.publish_shipped_sets(session, actor=COMMAND_LINE, now=plan.began)
        _add_people(session, now=plan.began)
        current = current_set(session, now=plan.now)
        desk = Desk(
            analyst=_actor(session, "analyst"),
            colleague=_actor(session, "analyst2"),
            officers=(_actor(session, "officer"), _actor(session, "officer2")),
            keyring=plan.keyring,
            claim_minutes=plan.settings.claim_minutes,
            until=plan.now,
        )
    done = 0
    for batch in _batches(_reports(plan, current.definition_set)):
        checked = [_checked(each, current, plan) for each in batch]
        with db.transaction(engine) as session:
            _file(session, batch, checked, plan, desk)
        done += len(batch)
        yield done
    with db.transaction(engine) as session:
        history.be_at_work(session, desk)


def _file(
    session: Session,
    batch: list[Planned],
    checked: list[checking.Checked],
    plan: Plan,
    desk: Desk,
) -> None:
    """File a batch and let the analyst deal with some of it, all at the time of its last report."""
    history.answer_questions(session, desk, now=batch[0].at)
    filed = []
    for planned, each in zip(batch, checked, strict=True):
        # The same number at every start: which reports are held back from rankers follows from it.
        signs = Random(f"{_SEED}/{planned.number}")  # noqa: S311  Demo data, not a secret.
        terms = service.Terms(
            f"demo report {planned.number}",
            plan.keyring,
            plan.settings.retention_days,
            receipt=new_receipt(signs.choice),
        )
        # The sheriff's office files every third report.
        officer = desk.officers[planned.number % 3 == 2]
        receipt = service.file_report(session, each, terms, actor=officer, now=planned.at)
        if _is_pictured(planned):
            drawn.attach(
                session,
                receipt.receipt,
                planned.number,
                actor=officer,
                now=planned.at,
                keyring=plan.keyring,
            )
        if each.redacted is not None:
            filed.append((receipt.receipt, planned.report.truth))
    history.review(session, filed, desk, now=batch[-1].at)


def _is_pictured(planned: Planned) -> bool:
    """Tell whether a fence with a hole shows what a report tells, and nobody really filed it."""
    is_breach = _BREACH in planned.report.submission["behaviours"]
    return is_breach and planned.is_invented and planned.number < _PICTURED


def total(count: int) -> int:
    """Return how many reports a demo with `count` invented ones has."""
    return count + len(load_cases())


def _add_people(session: Session, *, now: datetime) -> None:
    for username, display_name, role, (agency, zone) in PEOPLE:
        account = Account(
            username=username,
            display_name=display_name,
            role=role,
            agency_id=people.add_agency(session, name=agency, zone=zone).agency_id,
        )
        people.add_account(session, account, password=PASSWORD, actor=COMMAND_LINE, now=now)


def _actor(session: Session, username: str) -> Actor:
    account = session.execute(select(Account).where(Account.username == username)).scalar_one()
    return actor_of(account)


def _reports(plan: Plan, definition_set: DefinitionSet) -> Iterator[Planned]:
    """Give every report its moment, in order, so that numbers in the ledger follow the time."""
    world = _world(plan, definition_set)
    cases, size, told = load_cases(), total(plan.count), 0
    rng = Random(_SEED)  # noqa: S311  Demo data, not a secret.
    places = {number * size // len(cases): case for number, case in enumerate(cases)}
    for number in range(size):
        at = plan.began + SPREAD * ((number + rng.random()) / size)
        case: PublicCase | None = places.get(number)
        if case is not None:
            report = case_report(case, definition_set=definition_set, now=at)
        else:
            report = tell(replace(world, now=at), told)
            told += 1
        yield Planned(number, at, report, case is None)


def _world(plan: Plan, definition_set: DefinitionSet) -> World:
    try:
        return World(
            _SEED,
            definition_set,
            plan.now,
            load_phrases(),
            new_faker(),
            crime_share=_CRIME_SHARE,
            strong_share=_STRONG_SHARE,
        )
    except ImportError:
        raise NotReadyError(
            "Faker, which invents names for the demo, is not installed.",
            remedy="Run `python3 dev.py demo`, or: pip install 'sar-toolkit[demo]'.",
        ) from None


def _checked(planned: Planned, current: PublishedSet, plan: Plan) -> checking.Checked:
    loaded, messages = schemas.load_report(planned.report.submission)
    if loaded is None:
        raise InvalidInputError(flatten(messages, ""))
    checked = checking.check(
        loaded, current, now=planned.at, max_narrative_chars=plan.settings.max_narrative_chars
    )
    if isinstance(checked, checking.Refused):
        raise InvalidInputError(checked.findings)
    return checked


def _batches(reports: Iterable[Planned]) -> Iterator[list[Planned]]:
    source = iter(reports)
    while batch := list(islice(source, BATCH_REPORTS)):
        yield batch
