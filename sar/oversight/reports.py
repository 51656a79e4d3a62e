"""The reports of oversight by name: each reads the database and returns a table.

People are ids and roles, reports are receipt numbers; nothing that somebody wrote is in any table.
A further report is one function, one line in `REPORTS` and one in `TITLES`.
"""

from collections.abc import Callable, Mapping
from dataclasses import field, fields
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from privacy.keyring import Keyring
from privacy.patterns import PATTERNS
from sar.errors import NotFoundError
from sar.log import audit, checkpoints
from sar.models import (
    Account,
    Alert,
    AuditEntry,
    Correction,
    Decision,
    DefinitionSetVersion,
    EmergencyReview,
    Report,
    Reveal,
    RevealRequest,
    ReviewOutcome,
)
from sar.oversight import equity, gate_counts, given, holdings
from sar.oversight.tables import Table, Value
from sar.oversight.titles import TITLES
from sar.oversight.words import purpose as purpose_in_words
from sar.settings import Settings
from sar.values import frozen

# What making a report adds to the log; it is left out of the state that a report describes, so
# that two reports of the same database are the same.
MADE = "report.made"

# Numbers and choices, and two texts that stand on pages: all others are places, or secrets.
_SETTINGS = tuple(
    each.name
    for each in fields(Settings)
    if each.type in (bool, float, int) or each.name in ("zone", "banner")
)


@frozen
class Sources:
    """What a report needs besides the database; `as_of` and `size` are the log's last entry."""

    settings: Settings
    keyring: Keyring = field(repr=False)
    as_of: datetime
    size: int


def state_of_log(session: Session) -> tuple[datetime, int]:
    """Return time and position of the last entry that is not about a report that was made.

    Raises NotFoundError for an empty log.
    """
    query = (
        select(AuditEntry.recorded_at, AuditEntry.position)
        .where(AuditEntry.action != MADE)
        .order_by(AuditEntry.position.desc())
        .limit(1)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFoundError("The log is empty; there is nothing to report.")
    return found.recorded_at, found.position


def names(session: Session, sources: Sources) -> list[str]:
    """List the reports that can be made, in the order in which they are read."""
    quarters = equity.finished_quarters(session, now=sources.as_of)
    return [*REPORTS, *(f"{kind}-{quarter.label}" for quarter in quarters for kind in QUARTERLY)]


def make(session: Session, name: str, sources: Sources) -> Table:
    """Return a report; raises NotFoundError if there is none of this name, or not yet."""
    if name in REPORTS:
        return REPORTS[name](session, sources)
    kind, _, label = name.partition("-")
    for quarter in equity.finished_quarters(session, now=sources.as_of):
        if kind in QUARTERLY and label == quarter.label:
            return QUARTERLY[kind](session, quarter, keyring=sources.keyring)
    raise NotFoundError(
        "There is no such report.",
        remedy="Those of a quarter are made when it is over.",
    )


def _looks(session: Session, _sources: Sources) -> Table:
    by = (AuditEntry.actor_id, AuditEntry.role, AuditEntry.action, AuditEntry.purpose)
    rows = session.execute(
        select(*by, func.count())
        .where(AuditEntry.subject.like("report:%"))
        .group_by(*by)
        .order_by(AuditEntry.action, AuditEntry.role, AuditEntry.actor_id, AuditEntry.purpose)
    )
    return Table(
        "looks",
        TITLES["looks"],
        ("Account", "Role", "Action", "Purpose", "Times"),
        tuple((who, role, act, purpose_in_words(why), n) for who, role, act, why, n in rows),
        ("No account: the command line, or nobody signed in.",),
    )


def _reveals(session: Session, _sources: Sources) -> Table:
    final = aliased(EmergencyReview)
    rows = session.execute(
        select(Reveal, Report.receipt, Account.role, final.outcome)
        .join(Report, Report.report_id == Reveal.report_id)
        .join(Account, Account.account_id == Reveal.account_id)
        .outerjoin(
            final,
            (final.reveal_id == Reveal.reveal_id) & (final.outcome != ReviewOutcome.FOLLOW_UP),
        )
        .order_by(Reveal.reveal_id)
    )
    return Table(
        "reveals",
        TITLES["reveals"],
        ("Reveal", "When", "Until", "Account", "Role", "Report", "Part", "Purpose", "Emergency",
         "Found"),
        tuple(
            (
                row.reveal_id, row.granted_at, row.expires_at, row.account_id, role, receipt,
                "whole report" if row.is_whole else f"{row.field} {row.span_number}",
                purpose_in_words(row.purpose), row.is_emergency,
                "not reviewed" if row.is_emergency and outcome is None else outcome,
            )
            for row, receipt, role, outcome in rows
        ),
        ("The role is the present one.",),
    )  # fmt: skip


def _requests(session: Session, _sources: Sources) -> Table:
    rows = session.execute(
        select(RevealRequest, Report.receipt)
        .join(Report, Report.report_id == RevealRequest.report_id)
        .order_by(RevealRequest.reveal_request_id)
    )
    return Table(
        "requests",
        TITLES["requests"],
        ("Asked", "Account", "Report", "Purpose", "State", "Decided by", "Decided"),
        tuple(
            (
                row.asked_at, row.account_id, receipt, purpose_in_words(row.purpose), row.state,
                row.decided_by_id, row.decided_at,
            )
            for row, receipt in rows
        ),
    )  # fmt: skip


def _alerts(session: Session, _sources: Sources) -> Table:
    labels = {pattern.code: pattern.label for pattern in PATTERNS}
    rows = session.execute(
        select(Alert, Report.receipt)
        .outerjoin(Report, Report.report_id == Alert.report_id)
        .order_by(Alert.alert_id)
    )
    return Table(
        "alerts",
        TITLES["alerts"],
        ("Raised", "Pattern", "Account", "Report", "Acknowledged", "By"),
        tuple(
            (
                row.raised_at, labels.get(row.pattern, row.pattern), row.account_id, receipt,
                row.acknowledged_at, row.acknowledged_by_id,
            )
            for row, receipt in rows
        ),
        tuple(f"Watched: {pattern.label}." for pattern in PATTERNS),
    )  # fmt: skip


def _overrides(session: Session, _sources: Sources) -> Table:
    """Return where somebody put their judgement in the place of another one."""
    corrected = session.execute(
        select(Correction.corrected_at, Report.receipt, Correction.account_id).join(
            Report, Report.report_id == Correction.report_id
        )
    )
    parts = ("criteria_met", "criteria_not_met")
    reversed_ = session.execute(
        select(Decision.decided_at, Report.receipt, Decision.account_id)
        .join(Report, Report.report_id == Decision.report_id)
        .where(
            Decision.from_state.in_(parts),
            Decision.to_state.in_(parts),
            Decision.from_state != Decision.to_state,
        )
    )
    taken = session.execute(
        select(AuditEntry.recorded_at, AuditEntry.subject, AuditEntry.actor_id).where(
            AuditEntry.action == "claim.taken_over"
        )
    )
    rows: list[tuple[Value, ...]] = [
        *((at, receipt, "Behaviors corrected", who) for at, receipt, who in corrected),
        *((at, receipt, "Part one decided the other way", who) for at, receipt, who in reversed_),
        *((at, about.removeprefix("report:"), "Taken over", who) for at, about, who in taken),
    ]
    return Table(
        "overrides",
        TITLES["overrides"],
        ("When", "Report", "What", "Account"),
        tuple(sorted(rows, key=str)),
    )


def _sets(session: Session, _sources: Sources) -> Table:
    rows = session.execute(
        select(DefinitionSetVersion).order_by(DefinitionSetVersion.definition_set_id)
    ).scalars()
    return Table(
        "sets",
        TITLES["sets"],
        ("Set", "Version", "Edition", "State", "SHA-256", "In force from", "Author", "Approver"),
        tuple(
            (
                row.set_id, row.version, row.edition, row.state, row.sha256, row.effective_from,
                row.author_id, row.approver_id,
            )
            for row in rows
        ),
    )  # fmt: skip


def _settings(_session: Session, sources: Sources) -> Table:
    return Table(
        "settings",
        TITLES["settings"],
        ("Setting", "Value"),
        tuple((name, str(getattr(sources.settings, name))) for name in _SETTINGS),
        ("Addresses, keys and tokens are never in this list.",),
    )


def _log(session: Session, sources: Sources) -> Table:
    key = checkpoints.signing_key(sources.settings, sources.keyring)
    verdict = audit.verify(session, keys=[key.verifier])
    rows: list[tuple[Value, ...]] = [
        ("Entries in this state", sources.size),
        ("The last one was written", sources.as_of),
        ("Verdict", "intact" if verdict.is_intact else "BROKEN"),
    ]
    if not verdict.is_intact:
        rows += [("First bad entry", verdict.first_bad), ("Why", verdict.reason)]
    return Table(
        "log",
        TITLES["log"],
        ("What", "Value"),
        tuple(rows),
        ("Only a checkpoint that was kept elsewhere shows that the end was not cut off.",),
    )


QUARTERLY = {
    "equity": equity.equity_table,
    "gate": gate_counts.gate_table,
    "analysts": gate_counts.analyst_table,
    "mentions": gate_counts.mention_table,
}

REPORTS: Mapping[str, Callable[[Session, Sources], Table]] = {
    "looks": _looks,
    "reveals": _reveals,
    "requests": _requests,
    "alerts": _alerts,
    "overrides": _overrides,
    "ledger": lambda session, sources: holdings.ledger_months(session, now=sources.as_of),
    "drawn": lambda session, sources: holdings.drawn(session, size=sources.size),
    "purges": lambda session, _sources: holdings.purges(session),
    "keys": lambda session, _sources: holdings.month_keys(session),
    "disclosures": lambda session, _sources: given.disclosures(session),
    "redress": lambda session, _sources: given.redress(session),
    "sets": _sets,
    "settings": _settings,
    "log": _log,
}
