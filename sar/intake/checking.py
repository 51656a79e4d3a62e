"""Checking a report before anything is stored: its answers, its time, its redaction; all pure."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from indicators.definitions import DefinitionSet
from indicators.validation import Finding, asked_elements, validate
from privacy.attributes import Reader
from privacy.errors import RedactionError
from privacy.recognizers import DEFAULT, Recognizer, descriptions
from privacy.redaction import NOTHING_GIVEN, Given, Redacted, redact_fields
from sar.errors import FieldFinding
from sar.intake import fields, gate
from sar.intake.submission import NewReport, Occurred, OccurredKind
from sar.sets.facts import behaviour_fact
from sar.sets.published import PublishedSet
from sar.values import frozen
from triage.candidates import BehaviourFact, Candidate

# How far a phone's clock may be ahead of ours before a time counts as future.
CLOCK_TOLERANCE = timedelta(minutes=5)


@frozen
class Refused:
    """The report was not accepted; nothing was stored."""

    findings: Sequence[FieldFinding]


@frozen
class Checked:
    """A report that fits its set, redacted and ready to be stored; `redacted` None means held.

    `masked_narrative` is the redacted narrative without protected attributes, "" while held.
    """

    report: NewReport
    published: PublishedSet
    occurred_at: datetime
    answers: dict[str, dict[str, Any]] = field(repr=False)
    redacted: dict[str, Redacted] | None = field(repr=False)
    masked_narrative: str = field(repr=False)
    attributes: Mapping[str, int] = field(default_factory=dict)


@frozen
class Door:
    """By which door a report comes: whether a trait is asked about, and the key of pseudonyms.

    `given` are the placeholders that the report has given out already.
    """

    has_gate: bool = False
    pseudonym_key: bytes | None = field(default=None, repr=False)
    given: Given = NOTHING_GIVEN


def check(
    report: NewReport,
    published: PublishedSet,
    *,
    now: datetime,
    max_narrative_chars: int,
    recognizers: Sequence[Recognizer] = DEFAULT,
    door: Door = Door(),  # noqa: B008  frozen
) -> Checked | Refused:
    """Validate `report` against the set it names and redact it; touches no database.

    At a `door` with a gate a protected trait as the reason for suspicion is put to who sends it.

    A redaction that fails does not refuse the report: it will be stored as held.
    """
    judged = judge(
        report,
        published,
        now=now,
        max_narrative_chars=max_narrative_chars,
        has_gate=door.has_gate,
    )
    if judged.findings:
        return Refused(judged.findings)
    redacted = redact_or_hold(
        judged.texts,
        judged.whole,
        recognizers,
        pseudonym_key=door.pseudonym_key,
        reader=judged.reader,
        given=door.given,
    )
    return Checked(
        report=report,
        published=published,
        occurred_at=judged.occurred_at,
        answers=judged.answers,
        redacted=redacted,
        masked_narrative=judged.reader.mask(redacted["narrative"].text) if redacted else "",
        attributes=judged.attributes,
    )


@frozen
class Judged:
    """What is wrong with a report, and what was learned while looking; nothing is redacted yet."""

    findings: Sequence[FieldFinding]
    occurred_at: datetime
    answers: dict[str, dict[str, Any]] = field(repr=False)
    texts: dict[str, str] = field(repr=False)
    whole: set[str]
    attributes: Mapping[str, int]
    reader: Reader = field(repr=False)


def judge(
    report: NewReport,
    published: PublishedSet,
    *,
    now: datetime,
    max_narrative_chars: int,
    has_gate: bool = False,
) -> Judged:
    """Validate `report` against the set it names, its time and its length; redact nothing."""
    occurred_at = moment_of(report.occurred, now=now)
    findings = _beyond_limits(report, occurred_at, now=now, max_chars=max_narrative_chars)
    result = validate(
        report.answers, published.definition_set, indicator_ids=list(report.behaviours)
    )
    findings.extend(field_finding(each) for each in result.findings)
    texts, whole = fields.texts_of(report, published.definition_set, result.answers)
    reader = Reader()
    attributes = gate.counts_of(gate.mentions_of(texts, reader))
    if has_gate:
        findings.extend(gate.ask(attributes, report.reply))
    return Judged(findings, occurred_at, result.answers, texts, whole, attributes, reader)


def _beyond_limits(
    report: NewReport, occurred_at: datetime, *, now: datetime, max_chars: int
) -> list[FieldFinding]:
    """Say that the time lies in the future, or that the narrative is too long."""
    findings = []
    if occurred_at > now + CLOCK_TOLERANCE:
        findings.append(
            FieldFinding(
                "occurred",
                "The time lies in the future.",
                "Give the time at which it happened; check the zone.",
                "future",
            )
        )
    if len(report.narrative) > max_chars:
        findings.append(
            FieldFinding(
                "narrative",
                f"What happened is told in more than {max_chars:,} characters.",
                "Shorten it to what was seen, heard and done.",
                "too_long",
            )
        )
    return findings


def about_answers(submission: Mapping[str, Any], published: PublishedSet) -> list[FieldFinding]:
    """Say what the set finds in the answers of a submission that cannot be read as a whole yet.

    So an officer is told everything at once. That nothing is chosen is said by the schema.
    """
    chosen = submission["behaviours"]
    if not chosen:
        return []
    result = validate(submission["answers"], published.definition_set, indicator_ids=chosen)
    return [field_finding(each) for each in result.findings]


def field_finding(found: Finding) -> FieldFinding:
    """Return what the set finds as a finding of the form, at the field that it is about."""
    return FieldFinding(found.path, found.message, found.remedy, found.rule, found.indicator_id)


def moment_of(occurred: Occurred, *, now: datetime) -> datetime:
    """Return the moment that `occurred` means, aware UTC; it was said at `told_at`, else `now`."""
    said_at = occurred.told_at or now
    if occurred.kind is OccurredKind.NOW or occurred.clock is None:
        return said_at.astimezone(UTC)
    zone = ZoneInfo(occurred.zone)
    # A date that was typed before "earlier today" was chosen does not count.
    typed = occurred.day if occurred.kind is OccurredKind.AT else None
    day = typed or said_at.astimezone(zone).date()
    return datetime.combine(day, occurred.clock, tzinfo=zone).astimezone(UTC)


def candidate_of(checked: Checked, *, received_at: datetime, similar_recent: int) -> Candidate:
    """Return what the ranker may see of a checked report: redacted, without author or traits."""
    report, definition_set = checked.report, checked.published.definition_set
    return Candidate(
        narrative=checked.masked_narrative,
        behaviours=tuple(
            _fact(definition_set, indicator_id, checked.answers)
            for indicator_id in report.behaviours
        ),
        sector=report.sector or None,
        source=report.source,
        occurred_at=checked.occurred_at.astimezone(ZoneInfo(report.occurred.zone)),
        received_at=received_at,
        place_precision=fields.precision_of(report.place),
        has_people=bool(report.people),
        has_vehicles=bool(report.vehicles),
        similar_recent=similar_recent,
    )


def _fact(
    definition_set: DefinitionSet, indicator_id: str, answers: dict[str, dict[str, Any]]
) -> BehaviourFact:
    indicator, given = definition_set.indicator(indicator_id), answers.get(indicator_id, {})
    asked = asked_elements(indicator, given)
    return behaviour_fact(indicator, answered=len(given), asked=len(asked))


def redact_or_hold(
    texts: dict[str, str],
    whole: set[str],
    recognizers: Sequence[Recognizer],
    *,
    pseudonym_key: bytes | None = None,
    reader: Reader | None = None,
    given: Given = NOTHING_GIVEN,
) -> dict[str, Redacted] | None:
    """Redact `texts`; None when a recognizer failed: then nothing may be shown.

    A `reader` that has read the texts for their attributes already spares reading them again.
    """
    try:
        return redact_fields(
            texts,
            whole=whole,
            recognizers=(*recognizers, descriptions.read_by(reader or Reader())),
            pseudonym_key=pseudonym_key,
            given=given,
        )
    except RedactionError:
        return None
