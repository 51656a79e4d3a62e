"""Decided reports to learn from, made up in a real database, and rankers trained from them."""

from copy import deepcopy
from datetime import timedelta
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import insert, select, update

from sar import db
from sar.actors import COMMAND_LINE
from sar.log import ledger
from sar.models import RankerVersion, Report, ReportBehaviour
from sar.models.reports import REPEATED
from sar.ranking import lessons, switching, training
from tests import factories
from triage.decisions import State

ALARMING = (
    "The lock of the gate was cut.",
    "Somebody photographed the pumps for an hour.",
    "A copied badge was tried at two doors.",
    "The camera on the roof was turned away.",
)
EVERYDAY = (
    "The crew had lunch beside their truck.",
    "A driver was lost and asked the way.",
    "Two joggers rested on the bench.",
    "A child looked for a ball.",
)
FILLER = (
    "It rained a little.",
    "The street was quiet.",
    "A bus passed.",
    "The lights were on.",
    "Nobody else was there.",
)
SECRET = b"a secret of the tests"


def decided(app: Flask, count: int, *, seed: int = 3, noise: float = 0.12) -> None:
    """Store `count` decided reports: the alarming ones mattered, but for a share of `noise`."""
    rng = Random(seed)
    stories = [rng.random() < 0.5 for _ in range(count)]
    states = [
        State.POTENTIAL_NEXUS if is_alarming != (rng.random() < noise) else State.UNFOUNDED
        for is_alarming in stories
    ]
    texts = [_story(rng, is_alarming=each) for each in stories]
    _clone(app, texts, [{"state": state, "queue_place": None} for state in states], f"D{seed}")


def waiting(app: Flask, texts: list[str]) -> list[str]:
    """Store waiting reports with these accounts and return their receipts, in order."""
    return _clone(app, texts, [{} for _ in texts], "W")


def trained(app: Flask, *, is_judged: bool = True) -> int:
    """Train a ranker, have the gate judge it and return its number."""
    parts = app.extensions["sar"]
    with db.transaction(parts.engine) as session:
        found = list(lessons.read_lessons(session))
        version = training.train(session, found, seed=0, actor=COMMAND_LINE, now=parts.clock())
        if is_judged:
            training.judge(
                session, version, found, secret=SECRET, actor=COMMAND_LINE, now=parts.clock()
            )
        return version.ranker_version_id


def put_in_force(app: Flask) -> None:
    """Train a ranker and put it in force as if the gate had let it pass: that takes no time."""
    parts = app.extensions["sar"]
    trained(app, is_judged=False)
    stored = columns(app, 1)
    keep(app, stored | {"is_passed": True, "judged_at": stored["trained_at"], "card": {}})
    with db.transaction(parts.engine) as session:
        wish = switching.Wish(2)
        assert not switching.activate(session, wish, actor=COMMAND_LINE, now=parts.clock())


def judged(app: Flask, version_id: int) -> dict[str, Any]:
    """Have the gate judge a ranker and return its card."""
    parts = app.extensions["sar"]
    with db.transaction(parts.engine) as session:
        found = list(lessons.read_lessons(session))
        version = session.get_one(RankerVersion, version_id)
        training.judge(
            session, version, found, secret=SECRET, actor=COMMAND_LINE, now=parts.clock()
        )
    return card(app, version_id)


def columns(app: Flask, version_id: int) -> dict[str, Any]:
    """Return all columns of a stored ranker."""
    with db.reading(app.extensions["sar"].engine) as session:
        version = session.get_one(RankerVersion, version_id)
        return {each.name: getattr(version, each.name) for each in RankerVersion.__table__.columns}


def keep(app: Flask, stored: dict[str, Any]) -> None:
    """Store a ranker that was trained from the same reports in another database."""
    fresh = {name: value for name, value in stored.items() if name != "ranker_version_id"}
    with db.transaction(app.extensions["sar"].engine) as session:
        session.execute(insert(RankerVersion), [fresh])


def keep_refused(app: Flask, stored: dict[str, Any]) -> None:
    """Store a ranker that the gate refused."""
    card = deepcopy(stored["card"])
    card["gate"]["is_passed"] = card["gate"]["findings"][0]["is_passed"] = False
    keep(app, stored | {"card": card, "is_passed": False})


def card(app: Flask, version_id: int) -> dict[str, Any]:
    """Return the card of a ranker."""
    with db.reading(app.extensions["sar"].engine) as session:
        return session.get_one(RankerVersion, version_id).card or {}


def refusals(app: Flask, version_id: int) -> dict[str, str]:
    """Return what the gate says against a ranker, by check."""
    findings = card(app, version_id)["gate"]["findings"]
    return {each["check"]: each["words"] for each in findings if not each["is_passed"]}


def change_artefact(app: Flask, version_id: int, artefact: bytes, **columns: Any) -> None:
    """Change a stored ranker behind the application's back."""
    with db.transaction(app.extensions["sar"].engine) as session:
        session.execute(
            update(RankerVersion)
            .where(RankerVersion.ranker_version_id == version_id)
            .values(artefact=artefact, **columns)
        )


def _story(rng: Random, *, is_alarming: bool) -> str:
    telling = rng.sample(ALARMING if is_alarming else EVERYDAY, 2)
    sentences = [*telling, *rng.sample(FILLER, 2)]
    rng.shuffle(sentences)
    return " ".join(sentences)


def _clone(app: Flask, texts: list[str], changes: list[dict[str, Any]], mark: str) -> list[str]:
    receipt = factories.file_by_api(app)["receipt"]
    with db.transaction(app.extensions["sar"].engine) as session:
        row = session.execute(select(Report).where(Report.receipt == receipt)).scalar_one()
        plain = {
            column.name: getattr(row, column.name)
            for column in Report.__table__.columns
            if column.name != "report_id"
        }
        clones = [
            plain
            | {
                "receipt": f"{mark}-{number:05d}",
                "idempotency_sha256": f"{mark}-{number}",
                "redacted": {"narrative": {"text": text, "spans": []}},
                "received_at": row.received_at - timedelta(minutes=number),
            }
            | change
            for number, (text, change) in enumerate(zip(texts, changes, strict=True))
        ]
        fresh = insert(Report).returning(Report.report_id, sort_by_parameter_order=True)
        numbers = session.execute(fresh, clones).scalars().all()
        for report_id, clone in zip(numbers, clones, strict=True):
            ledger.enter(session, report_id=report_id, received_at=clone["received_at"])
        behaviours = [
            {"report_id": report_id, "indicator_id": each.indicator_id, "rank": each.rank}
            | {name: clone[name] for name in REPEATED}
            for report_id, clone in zip(numbers, clones, strict=True)
            for each in row.behaviours
        ]
        session.execute(insert(ReportBehaviour), behaviours)
    return [clone["receipt"] for clone in clones]
