"""What a draft set would do to past reports: how many it refuses or asks more, and why.

Every report is replayed under two sets. The counts of parts of a period add up to those of the
whole, in any order, so the work can be split.
"""

import hashlib
import json
from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import add
from typing import NamedTuple, TypeVar

from indicators.definitions import DefinitionSet, Json
from indicators.findings import Finding
from indicators.replaying import Fit, PastReport, Route, WhyNot, alike, fit, route

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

MAX_EXAMPLES = 3


class Effect(StrEnum):
    """What changes for a report; the first six may come together."""

    NEWLY_REFUSED = "newly_refused"
    NEWLY_ACCEPTED = "newly_accepted"
    ASKED_MORE = "asked_more"  # questions without an answer, required or not
    ANSWER_DROPPED = "answer_dropped"  # an answer that was given is not asked for
    MOVED = "moved"  # a behaviour is reported under another one
    OTHER_CODE = "other_code"  # a behaviour has another NIEM code
    UNCHANGED = "unchanged"
    NOT_REPLAYED = "not_replayed"


class Cause(NamedTuple):
    """What brings an effect about.

    `indicator_id` and `part_id`, the id of an element or a rule, are "" for what belongs to the
    whole report or behaviour. `rule` is that of the finding, or of a replay that is not possible.
    """

    indicator_id: str
    part_id: str
    rule: str


class Subject(NamedTuple):
    """What is counted: reports with an effect, from one behaviour ("" any), from one `Cause`."""

    effect: Effect
    indicator_id: str = ""
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """The two sets that are compared, and every set that a report may be pinned to, by SHA-256.

    `against` None means that each report is compared with the set that it is pinned to. `routes`
    lead from each pinned set to both of them; `untouched` are its behaviours that they treat alike.
    """

    draft: DefinitionSet = field(repr=False)
    against: DefinitionSet | None = field(repr=False)
    pinned: Mapping[str, DefinitionSet] = field(repr=False)
    routes: Mapping[str, tuple[Route, Route]] = field(init=False, repr=False, compare=False)
    untouched: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        routes = {
            sha256: (route(each, self.draft), route(each, self.against or each))
            for sha256, each in self.pinned.items()
        }
        untouched = {sha256: alike(*both) for sha256, both in routes.items()}
        object.__setattr__(self, "routes", routes)
        object.__setattr__(self, "untouched", untouched)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What one report would experience; `draft` and `against` are None if it was not replayed."""

    report: PastReport
    effects: Mapping[Effect, frozenset[Cause]]
    draft: Fit | None = None
    against: Fit | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reports, and the references of up to three: the first in the order of texts."""

    count: int
    examples: tuple[str, ...]

    def __add__(self, other: "Tally") -> "Tally":
        examples = sorted({*self.examples, *other.examples})[:MAX_EXAMPLES]
        return Tally(self.count + other.count, tuple(examples))


@dataclass(frozen=True, slots=True)
class Impact:
    """What a draft would do to a number of reports; a sum of impacts is that of all their reports.

    `chosen` counts the replayed reports by behaviour. `refused_by_both` are those that neither set
    accepts as they are.
    """

    reports: int = 0
    refused_by_both: int = 0
    chosen: Mapping[str, int] = field(default_factory=dict)
    tallies: Mapping[Subject, Tally] = field(default_factory=dict)

    def __add__(self, other: "Impact") -> "Impact":
        return Impact(
            self.reports + other.reports,
            self.refused_by_both + other.refused_by_both,
            _merged(self.chosen, other.chosen, add),
            _merged(self.tallies, other.tallies, add),
        )

    def count(self, effect: Effect, indicator_id: str = "") -> int:
        """Return how many reports an effect has, of one behaviour or of any."""
        tally = self.tallies.get(Subject(effect, indicator_id))
        return tally.count if tally else 0

    def causes(self, effect: Effect, indicator_id: str = "") -> Iterator[tuple[Cause, Tally]]:
        """Yield the causes of an effect with their tallies, the most frequent first."""
        found = [
            (subject.cause, tally)
            for subject, tally in self.tallies.items()
            if subject.cause is not None and subject.effect is effect
        ]
        for cause, tally in sorted(found, key=lambda pair: (-pair[1].count, pair[0])):
            if indicator_id in ("", cause.indicator_id):
                yield cause, tally

    @property
    def sha256(self) -> str:
        """Return the hex digest of the canonical bytes: equal for equal results."""
        text = json.dumps(to_plain(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def replay(report: PastReport, basis: Basis) -> Replayed:
    """Replay one report under both sets and compare."""
    if report.why_not is not None or report.pinned not in basis.routes:
        return _not_replayed(report, report.why_not or WhyNot.SET_MISSING)
    to_draft, to_against = basis.routes[report.pinned]
    against = fit(report, to_against)
    is_untouched = basis.untouched[report.pinned].issuperset(report.behaviours)
    draft = against if is_untouched else fit(report, to_draft)
    if isinstance(draft, WhyNot) or isinstance(against, WhyNot):
        return _not_replayed(report, WhyNot.HIDDEN_ANSWER)
    found = dict(_effects(draft, against))
    codes = frozenset(_other_codes(report, to_draft, to_against))
    if codes:
        found[Effect.OTHER_CODE] = codes
    return Replayed(report, found or {Effect.UNCHANGED: frozenset()}, draft, against)


def impact_of(replayed: Iterable[Replayed]) -> Impact:
    """Count what replayed reports experience."""
    reports = refused_by_both = 0
    chosen: dict[str, int] = {}
    counts: dict[Subject, int] = {}
    examples: dict[Subject, list[str]] = {}
    for each in replayed:
        reports += 1
        if each.draft and each.against:
            refused_by_both += bool(each.draft.findings and each.against.findings)
            for indicator_id in each.report.behaviours:
                chosen[indicator_id] = chosen.get(indicator_id, 0) + 1
        for subject in _subjects(each):
            counts[subject] = counts.get(subject, 0) + 1
            _keep(examples.setdefault(subject, []), each.report.reference)
    tallies = {subject: Tally(count, tuple(examples[subject])) for subject, count in counts.items()}
    return Impact(reports, refused_by_both, chosen, tallies)


def to_plain(impact: Impact) -> dict[str, Json]:
    """Give an impact as JSON types, in one order."""
    return {
        "reports": impact.reports,
        "refused_by_both": impact.refused_by_both,
        "effects": {effect.value: impact.count(effect) for effect in Effect},
        "behaviours": {
            indicator_id: {
                "reports": impact.chosen.get(indicator_id, 0),
                **{each.value: impact.count(each, indicator_id) for each in _effects_with_cause()},
            }
            for indicator_id in sorted(_behaviours(impact))
        },
        "causes": [
            {
                "effect": effect.value,
                **cause._asdict(),
                "reports": tally.count,
                "examples": list(tally.examples),
            }
            for effect in Effect
            for cause, tally in impact.causes(effect)
        ],
    }


def _effects_with_cause() -> tuple[Effect, ...]:
    return tuple(each for each in Effect if each not in (Effect.UNCHANGED, Effect.NOT_REPLAYED))


def _behaviours(impact: Impact) -> set[str]:
    named = {subject.indicator_id for subject in impact.tallies if subject.indicator_id}
    return named | set(impact.chosen)


def _effects(draft: Fit, against: Fit) -> Iterator[tuple[Effect, frozenset[Cause]]]:
    if draft.findings and not against.findings:
        yield Effect.NEWLY_REFUSED, frozenset(map(_cause, draft.findings))
    if against.findings and not draft.findings:
        yield Effect.NEWLY_ACCEPTED, frozenset(map(_cause, against.findings))
    for effect, news in (
        (Effect.ASKED_MORE, draft.unanswered - against.unanswered),
        (Effect.ANSWER_DROPPED, draft.dropped - against.dropped),
        (Effect.MOVED, {(each, "") for each in draft.moved - against.moved}),
    ):
        if news:
            yield effect, frozenset(Cause(*each, effect.value) for each in news)


def _other_codes(report: PastReport, to_draft: Route, to_against: Route) -> Iterator[Cause]:
    for indicator_id in report.behaviours:
        now, was = (way.places.get(indicator_id) for way in (to_draft, to_against))
        if now is not None and was is not None and now.niem_code != was.niem_code:
            yield Cause(indicator_id, "", Effect.OTHER_CODE.value)


def _cause(finding: Finding) -> Cause:
    part_id = finding.element_id or finding.rule_id or ""
    return Cause(finding.indicator_id or "", part_id, finding.rule.value)


def _not_replayed(report: PastReport, why: WhyNot) -> Replayed:
    cause = Cause("", "", why.value)
    return Replayed(report, {Effect.NOT_REPLAYED: frozenset([cause])})


def _subjects(replayed: Replayed) -> set[Subject]:
    """Return under what a report counts, each once however often it applies."""
    found = set()
    for effect, causes in replayed.effects.items():
        found.add(Subject(effect))
        for cause in causes:
            found.add(Subject(effect, cause.indicator_id))
            found.add(Subject(effect, cause.indicator_id, cause))
    return found


def _keep(examples: list[str], reference: str) -> None:
    if len(examples) < MAX_EXAMPLES or reference < examples[-1]:
        insort(examples, reference)
        del examples[MAX_EXAMPLES:]


def _merged(
    one: Mapping[_Key, _Value],
    two: Mapping[_Key, _Value],
    join: Callable[[_Value, _Value], _Value],
) -> dict[_Key, _Value]:
    merged = dict(one)
    for key, value in two.items():
        merged[key] = join(merged[key], value) if key in merged else value
    return merged
