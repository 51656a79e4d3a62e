"""What an officer, and the officer's supervisor, may see of filed reports."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.errors import NotFoundError
from sar.intake.correcting import CORRECTABLE
from sar.models import (
    Account,
    Addition,
    Decision,
    DefinitionSetVersion,
    LedgerEntry,
    Report,
    Role,
    SupervisorCheck,
)
from sar.reports.following import has_news, usefulness_of
from sar.reports.report_versions import Version, rows_of, versions_of
from sar.reports.supervision import Look, look_at, waiting
from sar.sets.published import find_content, published_sets
from sar.values import frozen
from triage.decisions import State, is_end, words_for_officer

PAGE_SIZE = 25


@frozen
class FiledRow:
    """One line of "My reports"; nothing of what was written. `officer` filed the report."""

    receipt: str
    officer: str
    received_at: datetime
    behaviours: tuple[str, ...]
    status: str
    needs_answer: bool
    is_to_look: bool = False
    is_new: bool = False


@frozen
class FiledPage:
    """Some of the reports, the latest first; `before` leads to the next page, None at the end."""

    rows: Sequence[FiledRow]
    before: int | None


@frozen
class Step:
    """What happened to a report, in words for the officer; never who did it."""

    at: datetime
    title: str
    text: str = field(default="", repr=False)
    kind: str = ""


@frozen
class FiledReport:
    """A filed report as its officer follows it.

    `versions` has the number and hash of each, and nothing if it was never corrected.
    """

    report_id: int
    receipt: str
    ledger_label: str
    received_at: datetime
    occurred_at: datetime
    set_id: str
    set_version: str
    edition: str
    set_sha256: str
    content_sha256: str
    state: str
    status: str
    explanation: str
    behaviours: tuple[str, ...]
    question: str = field(repr=False)
    steps: Sequence[Step] = field(repr=False)
    is_own: bool = False
    revision: int = 1
    may_change: bool = False
    is_to_look: bool = False
    versions: Sequence[tuple[int, str]] = ()
    usefulness: str = ""

    @property
    def is_closed(self) -> bool:
        """Tell whether nothing can be added any more."""
        return is_end(State(self.state))


def filed_reports(
    session: Session, *, viewer: Actor, now: datetime, before: int | None = None
) -> FiledPage:
    """List the viewer's own reports, or those of the viewer's agency for a supervisor.

    The latest stands first; `before` is the number of the last report on the page before.
    """
    query = (
        _visible(select(Report, Account.display_name, has_news(viewer, now=now)), viewer)
        .join(Account, Account.account_id == Report.account_id)
        .order_by(Report.report_id.desc())
    )
    if before is not None:
        query = query.where(Report.report_id < before)
    found = session.execute(query.limit(PAGE_SIZE + 1)).all()
    names = _names_by_set(session)
    with_supervisor = _with_supervisor(session, [each[0].report_id for each in found], now=now)
    is_supervisor = viewer.is_one_of(Role.SUPERVISOR)
    rows = [
        FiledRow(
            receipt=report.receipt,
            officer=officer,
            received_at=report.received_at,
            behaviours=_names(names, report),
            status=WITH_SUPERVISOR[0]
            if report.report_id in with_supervisor
            else words_for_officer(State(report.state))[0],
            is_to_look=is_supervisor and report.report_id in with_supervisor,
            needs_answer=report.state == State.RETURNED and report.account_id == viewer.account_id,
            is_new=is_new,
        )
        for report, officer, is_new in found[:PAGE_SIZE]
    ]
    has_more = len(found) > PAGE_SIZE
    return FiledPage(rows, found[PAGE_SIZE - 1][0].report_id if has_more else None)


WITH_SUPERVISOR = (
    "With your supervisor",
    "Your supervisor may look at it first. It goes on by itself; you do not need to do anything.",
)


def filed_report(session: Session, receipt: str, *, viewer: Actor, now: datetime) -> FiledReport:
    """Return one report as its officer or supervisor may follow it; raises NotFoundError."""
    found = session.execute(
        _visible(
            select(Report, LedgerEntry, DefinitionSetVersion.edition)
            .join(LedgerEntry, LedgerEntry.report_id == Report.report_id)
            .join(
                DefinitionSetVersion,
                DefinitionSetVersion.definition_set_id == Report.definition_set_id,
            ),
            viewer,
        ).where(Report.receipt == receipt.upper())
    ).one_or_none()
    if found is None:
        raise NotFoundError("There is no report with this receipt number among yours.")
    report, entry, edition = found
    status, explanation = words_for_officer(State(report.state))
    look = look_at(session, report, now=now)
    if look is not None and look.is_waiting:
        status, explanation = WITH_SUPERVISOR
    decisions = _decisions(session, report)
    is_own = report.account_id == viewer.account_id
    return FiledReport(
        report_id=report.report_id,
        receipt=report.receipt,
        ledger_label=entry.label,
        received_at=report.received_at,
        occurred_at=report.occurred_at,
        set_id=report.set_id,
        set_version=report.set_version,
        edition=edition,
        set_sha256=report.set_sha256,
        content_sha256=report.content_sha256,
        state=report.state,
        status=status,
        explanation=explanation,
        behaviours=_names(_names_by_set(session), report),
        question=decisions[-1].question if report.state == State.RETURNED else "",
        steps=_steps(session, report, decisions, look, is_own=is_own),
        is_to_look=look is not None and look.is_waiting and viewer.is_one_of(Role.SUPERVISOR),
        is_own=is_own,
        revision=report.revision,
        may_change=is_own and report.state in CORRECTABLE,
        versions=[
            (each.number, each.content_sha256) for each in rows_of(session, report.report_id)
        ],
        usefulness=usefulness_of(session, report.report_id),
    )


def versions(
    session: Session, receipt: str, *, viewer: Actor, local_time: Callable[[datetime], str]
) -> list[Version]:
    """Return the versions of a report that the viewer may follow; raises NotFoundError."""
    report = session.execute(
        _visible(select(Report), viewer).where(Report.receipt == receipt.upper())
    ).scalar_one_or_none()
    pinned = report and find_content(session, set_id=report.set_id, version=report.set_version)
    if not report or not pinned:
        raise NotFoundError("There is no report with this receipt number among yours.")
    return versions_of(session, report, pinned, local_time=local_time)


def _visible(query: Select[*tuple[Any, ...]], viewer: Actor) -> Select[*tuple[Any, ...]]:
    """Restrict a query to what the viewer may know of; everything else does not exist."""
    if viewer.is_one_of(Role.SUPERVISOR):
        return query.where(Report.agency_id == viewer.agency_id)
    return query.where(Report.account_id == viewer.account_id)


def _with_supervisor(session: Session, ids: Sequence[int], *, now: datetime) -> set[int]:
    query = (
        select(SupervisorCheck.report_id)
        .join(Report, Report.report_id == SupervisorCheck.report_id)
        .where(SupervisorCheck.report_id.in_(ids), waiting(now))
    )
    return set(session.execute(query).scalars())


def _names_by_set(session: Session) -> Mapping[int, Mapping[str, str]]:
    """Return what each published version calls its behaviours."""
    return {
        each.definition_set_id: {
            indicator.indicator_id: indicator.name for indicator in each.definition_set.indicators
        }
        for each in published_sets(session)
    }


def _names(by_set: Mapping[int, Mapping[str, str]], report: Report) -> tuple[str, ...]:
    names = by_set.get(report.definition_set_id, {})
    return tuple(names[each.indicator_id] for each in report.behaviours if names)


def _decisions(session: Session, report: Report) -> Sequence[Decision]:
    return (
        session.execute(
            select(Decision)
            .where(Decision.report_id == report.report_id)
            .order_by(Decision.decision_id)
        )
        .scalars()
        .all()
    )


def _steps(
    session: Session,
    report: Report,
    decisions: Sequence[Decision],
    look: Look | None,
    *,
    is_own: bool,
) -> list[Step]:
    """Tell what happened to the report, to its officer or to that officer's supervisor."""
    officer = session.get_one(Account, report.account_id).display_name
    who = "You" if is_own else officer
    steps = [Step(report.received_at, f"{who} filed the report", kind="done")]
    for decision in decisions:
        title, sentence = words_for_officer(State(decision.to_state))
        text = decision.officer_text or decision.question or (sentence if is_own else "")
        steps.append(Step(decision.decided_at, title, text))
    additions = session.execute(
        select(Addition.added_at, Addition.account_id).where(Addition.report_id == report.report_id)
    )
    steps.extend(
        Step(moment, f"{who if by == report.account_id else 'A supervisor'} added information")
        for moment, by in additions
    )
    if look is not None and look.ended_at is not None:
        steps.append(Step(look.ended_at, look.words))
    steps.extend(
        Step(each.filed_at, f"{who} corrected the report")
        for each in rows_of(session, report.report_id)
        if each.number > 1
    )
    return sorted(steps, key=lambda step: step.at)
