"""Whether one version of a set accepts every report that another one accepts; exact, by search."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from indicators.accepting import Accepting, Answers, accepting, alone, findings_in
from indicators.answers import MAX_MAGNITUDE
from indicators.definitions import CrossRule, DefinitionSet, Element, Indicator, Status
from indicators.errors import TooManyAnswersError
from indicators.findings import Finding
from indicators.rules import Rule
from indicators.truth import elements_of
from indicators.validation import is_asked

_FIELDS = {
    Rule.UNKNOWN_OPTION: "options",
    Rule.TOO_LONG: "max_chars",
    Rule.TOO_FEW_CHOICES: "min_choices",
    Rule.TOO_MANY_CHOICES: "max_choices",
    Rule.REQUIRED: "required",
    Rule.INNOCENT_EXPLANATION: "explains_innocence",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason to refuse a report that the other version accepts, and the smallest such report.

    `indicator_id` is None where the reason is how many behaviours there are; `element_id` and
    `rule_id` are None where it is the behaviour. `field_name` is the field of the definition that
    differs, "" where one of the two versions does not have the whole thing. `behaviours` and
    `answers` (by indicator and element id) are the report; every value in it is made up.
    """

    rule: Rule
    behaviours: tuple[str, ...]
    answers: Mapping[str, Answers] = field(hash=False)
    indicator_id: str | None = None
    element_id: str | None = None
    rule_id: str | None = None
    field_name: str = ""


@dataclass(frozen=True, slots=True)
class Undecided:
    """What has too many sets of answers to try: a question, a rule, a behaviour, their number."""

    indicator_id: str | None = None
    element_id: str | None = None
    rule_id: str | None = None


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Why reports that one version accepts are refused by the other, and what was not decided."""

    refusals: tuple[Refusal, ...]
    undecided: tuple[Undecided, ...]

    @property
    def is_whole(self) -> bool | None:
        """Tell whether every report is accepted; None when that cannot be told."""
        if self.refusals:
            return False
        return None if self.undecided else True

    def blames(self, indicator_id: str | None, part_id: str | None, field_name: str) -> bool:
        """Tell whether a difference in that field refuses a report, or may: if undecided, it may.

        `part_id` is that of a question or rule; "" as the field name means all of the thing.
        """
        return any(
            (each.indicator_id, each.element_id or each.rule_id, each.field_name)
            == (indicator_id, part_id, field_name)
            for each in self.refusals
        ) or any(
            each.indicator_id == indicator_id
            and (each.element_id or each.rule_id) in (None, part_id)
            for each in self.undecided
        )


@lru_cache(maxsize=16)
def inclusion(old: DefinitionSet, new: DefinitionSet) -> Inclusion:
    """Find every reason for which `new` refuses a report that `old` accepts.

    To accept means that `validate` finds nothing. Reports are taken without empty entries: null,
    a blank text and an empty list are no answers.

    A question is a reason only where those that it depends on are in order, so that a question
    that goes unasked because another one was removed is not a second reason. Both sets have to
    be coherent, as everything that `indicators.loading` gives is.
    """
    old, new = _bare(old), _bare(new)
    pairs = list(_pairs(old, new))
    found = [each for pair in pairs for each in _compare(pair)]
    found += _crowd(old, new, pairs)
    return Inclusion(
        tuple(each for each in found if isinstance(each, Refusal)),
        tuple(each for each in found if isinstance(each, Undecided)),
    )


def acceptance(element: Element) -> tuple[object, ...]:
    """Give all that decides which answers a question takes; equal means the same answers."""
    when = element.when and (element.when.element_id, frozenset(element.when.values))
    return (
        element.kind,
        element.required,
        when,
        frozenset(each.code for each in element.options),
        (element.minimum, element.maximum),
        element.max_chars,
        (element.min_choices, element.max_choices),
        element.explains_innocence,
    )


def ancestors(elements: Mapping[str, Element], element_ids: Iterable[str]) -> frozenset[str]:
    """Give these questions and all that decide, through conditions, whether they are asked."""
    found: set[str] = set()
    for each in element_ids:
        next_id: str | None = each
        while next_id is not None and next_id not in found:
            found.add(next_id)
            when = elements[next_id].when
            next_id = when.element_id if when else None
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Pair:
    """One behaviour: what the one version accepts, and how the other one judges it.

    `new` has nothing but this behaviour; `other` is None if it is not there or is retired.
    """

    old: Accepting
    new: DefinitionSet
    other: Indicator | None

    @property
    def indicator_id(self) -> str:
        return self.old.indicator.indicator_id

    def smallest(self) -> dict[frozenset[str], Answers] | None:
        """Give the fewest accepted answers to each part; None if the behaviour takes no report."""
        least = {part: self.old.smallest(part) for part in self.old.parts}
        known = {part: answers for part, answers in least.items() if answers is not None}
        return known if len(known) == len(least) else None


@dataclass(frozen=True, slots=True)
class _Target:
    """A question or rule of the new version that may refuse, and all that this depends on."""

    element_id: str | None = None
    rule: CrossRule | None = None
    scope: frozenset[str] = frozenset()


def _bare(definition_set: DefinitionSet) -> DefinitionSet:
    """Leave out the texts that decide nothing: a set is hashed each time that it is cut down."""
    indicators = tuple(
        replace(
            each, definition="", guidance=(), role_guidance=(), examples=(), cases=(), related=()
        )
        for each in definition_set.indicators
    )
    return replace(
        definition_set,
        notice="",
        definition_of_suspicious_activity="",
        protected_characteristics=(),
        sources=(),
        indicators=indicators,
    )


def _pairs(old: DefinitionSet, new: DefinitionSet) -> Iterator[_Pair]:
    for indicator in old.indicators:
        if indicator.status is Status.RETIRED:
            continue
        same = [each for each in new.indicators if each.indicator_id == indicator.indicator_id]
        other = next((each for each in same if each.status is not Status.RETIRED), None)
        only = replace(new, indicators=tuple(same), max_behaviours=None)
        yield _Pair(accepting(old, indicator, other), only, other)


def _compare(pair: _Pair) -> Iterator[Refusal | Undecided]:
    targets = list(_targets(pair))
    if not targets:
        return
    try:
        least = pair.smallest()
    except TooManyAnswersError:
        yield Undecided(pair.indicator_id)
        return
    if least is None:
        return
    for target in targets:
        rest: Answers = {}
        for part, answers in least.items():
            rest |= {} if part & target.scope else answers
        try:
            yield from list(_refusals(pair, target, rest))
        except TooManyAnswersError:
            rule_id = target.rule.rule_id if target.rule else None
            yield Undecided(pair.indicator_id, target.element_id, rule_id)


def _targets(pair: _Pair) -> Iterator[_Target]:
    """Give all that may refuse: what is the same in both refuses nothing of its own accord."""
    if pair.other is None:
        yield _Target()
        return
    before = {each.element_id: each for each in pair.old.indicator.elements}
    after = {each.element_id: each for each in pair.other.elements}
    for element_id in before:
        if element_id not in after:
            yield _Target(element_id, scope=frozenset({element_id}))
    for element_id, element in after.items():
        old = before.get(element_id)
        if old is None or acceptance(old) != acceptance(element):
            yield _Target(element_id, scope=ancestors(after, [element_id]))
    known = [each.holds for each in pair.old.indicator.rules]
    for rule in pair.other.rules:
        if rule.holds not in known:
            yield _Target(rule=rule, scope=ancestors(after, elements_of(rule.holds)))


def _refusals(pair: _Pair, target: _Target, rest: Answers) -> Iterator[Refusal]:
    """Try the answers that the target depends on; give the fewest for each field it refuses by."""
    best: dict[str, tuple[Rule, Answers]] = {}
    touched = frozenset().union(*(part for part in pair.old.parts if part & target.scope))
    rules = [target.rule] if target.rule else []
    judge = alone(pair.new, pair.other, target.scope, rules) if pair.other else pair.new
    for answers in pair.old.answers(touched):
        seen = {key: value for key, value in answers.items() if key in target.scope}
        findings = findings_in(judge, pair.indicator_id, seen)
        if not findings or any(each.element_id != target.element_id for each in findings):
            continue
        name = _field_name(pair, target, findings[0], answers)
        if name not in best or len(answers) < len(best[name][1]):
            best[name] = findings[0].rule, answers
    for name, (rule, answers) in best.items():
        yield Refusal(
            rule,
            (pair.indicator_id,),
            {pair.indicator_id: answers | rest},
            pair.indicator_id,
            target.element_id,
            target.rule.rule_id if target.rule else None,
            name,
        )


def _field_name(pair: _Pair, target: _Target, finding: Finding, answers: Answers) -> str:
    """Name the field whose difference makes this finding."""
    if pair.other is None:
        return "status" if pair.new.indicators else ""
    if target.rule is not None:
        known = [each.rule_id for each in pair.old.indicator.rules]
        return "holds" if target.rule.rule_id in known else ""
    old = _question(pair.old.indicator, target.element_id)
    new = _question(pair.other, target.element_id)
    if old is None or new is None:
        return ""
    if finding.rule is Rule.NOT_ASKED or not is_asked(old, answers):
        return "when"
    if finding.rule is Rule.OUT_OF_RANGE:
        answer = answers[new.element_id]
        low = -MAX_MAGNITUDE if new.minimum is None else new.minimum
        return "minimum" if isinstance(answer, int | float) and answer < low else "maximum"
    if old.kind is not new.kind and new.element_id in answers:
        return "kind"
    return _FIELDS[finding.rule]


def _question(indicator: Indicator, element_id: str | None) -> Element | None:
    return next((each for each in indicator.elements if each.element_id == element_id), None)


def _crowd(
    old: DefinitionSet, new: DefinitionSet, pairs: list[_Pair]
) -> Iterator[Refusal | Undecided]:
    """Find a report with more behaviours than the new version takes in one report."""
    most = new.max_behaviours
    if most is None or (old.max_behaviours is not None and old.max_behaviours <= most):
        return
    reports: dict[str, Answers] = {}
    is_open = False
    for pair in pairs:
        try:
            least = pair.smallest()
        except TooManyAnswersError:
            is_open = True
            continue
        if least is not None:
            reports[pair.indicator_id] = {k: v for each in least.values() for k, v in each.items()}
    chosen = sorted(reports, key=lambda each: len(reports[each]))[: most + 1]
    if len(chosen) > most:
        answers = {each: reports[each] for each in chosen}
        rule = Rule.TOO_MANY_BEHAVIOURS
        yield Refusal(rule, tuple(chosen), answers, field_name="max_behaviours")
    elif is_open:
        yield Undecided()
