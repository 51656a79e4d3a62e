"""Answers given under one version of a set, brought to another version: nothing lost or guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from indicators.answers import Problem, check_answer
from indicators.crosswalk import difference_in_meaning, no_home
from indicators.definitions import DefinitionSet, Element, Indicator, Status
from indicators.findings import Finding
from indicators.succession import find, heirs, homes, questions_by_id
from indicators.truth import elements_of
from indicators.validation import is_asked, validate

Answers = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Again:
    """One thing to ask again: a question, or (no element id) which behaviours fit, and why.

    A question belongs to a behaviour of the new version. For behaviours, `indicator_id` is the one
    that was chosen, None for all of them together, and `options` are the ids to choose from.
    """

    reason: str
    indicator_id: str | None = None
    element_id: str | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """One answer that has no place in the new version, and why; no element id: a behaviour."""

    reason: str
    indicator_id: str
    element_id: str | None = None
    value: object = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Carried:
    """A report's behaviours and answers in a new version, what to ask again, and what was dropped.

    Every answer is the very value that was given. What the new version finds wrong in them, and
    the old one did not, is among the things to ask again.
    """

    indicator_ids: tuple[str, ...]
    answers: dict[str, dict[str, object]] = field(repr=False)
    again: tuple[Again, ...]
    dropped: tuple[Dropped, ...]


def carry(
    answers: Answers,
    *,
    indicator_ids: Sequence[str],
    old: DefinitionSet,
    new: DefinitionSet,
    choices: Mapping[str, Sequence[str]] | None = None,
) -> Carried:
    """Bring the answers of a draft or of a stored report from one version of a set to another.

    An answer stays with its question while that means the same; if the new version does not take
    it, it is kept and asked again. It is dropped, and listed, where its question is gone, asks for
    something else or is not asked any more. A behaviour that is no longer reported is carried only
    if there is one place for it.

    Parameters
    ----------
    answers
        By indicator id, then by element id, as for `validate`. They may be incomplete or wrong.
    indicator_ids
        The behaviours that were chosen.
    old, new
        The version that the answers were given under, and the one that they go to.
    choices
        By id of a chosen behaviour with several places or none: the ids that a person chose for it.
    """
    source = _Source(answers, tuple(dict.fromkeys(indicator_ids)), old, new)
    places, again = _places(source, choices or {})
    targets = tuple(dict.fromkeys(each for ids in places.values() for each in ids))
    given, dropped = _given(source, places)
    context = _Context(source, questions_by_id(old), given, source.accepted())
    kept: dict[str, dict[str, object]] = {}
    for indicator in (each for each in new.indicators if each.indicator_id in targets):
        settled = _settle(indicator, context)
        kept[indicator.indicator_id] = settled.kept
        again += [*settled.again.values(), *_about_findings(indicator, settled, source)]
        dropped += settled.dropped
    return Carried(targets, kept, tuple(again), tuple(dropped))


_Places = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Source:
    """What is carried, from where, to where."""

    answers: Answers = field(repr=False)
    indicator_ids: tuple[str, ...]
    old: DefinitionSet
    new: DefinitionSet

    def accepted(self) -> dict[str, object]:
        """Give the answers that the old version accepts, by element id."""
        found = validate(self.answers, self.old, indicator_ids=self.indicator_ids).answers
        return {key: value for each in found.values() for key, value in each.items()}

    def old_findings(self) -> set[tuple[str | None, str]]:
        """Give what the old version finds wrong already: a question or rule, and the finding."""
        return {
            (each.element_id or each.rule_id, each.rule)
            for indicator_id in self.indicator_ids
            for each in _findings(indicator_id, self.answers.get(indicator_id, {}), self.old)
        }


@dataclass(frozen=True, slots=True)
class _Context:
    """What `_settle` looks things up in; `given` has the answers that have a place, by question."""

    source: _Source
    before: Mapping[str, tuple[Indicator, Element]]
    given: Mapping[str, object] = field(repr=False)
    accepted_before: Mapping[str, object] = field(repr=False)

    def was_asked(self, element_id: str) -> bool:
        """Tell whether the old version asked this, given what it accepts of the answers."""
        return is_asked(self.before[element_id][1], self.accepted_before)


@dataclass(frozen=True, slots=True)
class _Settled:
    """The answers that one behaviour keeps, by question, and what is asked again or dropped."""

    kept: dict[str, object] = field(default_factory=dict, repr=False)
    again: dict[str, Again] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)


def _places(source: _Source, choices: Mapping[str, Sequence[str]]) -> tuple[_Places, list[Again]]:
    """Find what each chosen behaviour is reported under; ask where only a person can tell."""
    places: dict[str, tuple[str, ...]] = {}
    again: list[Again] = []
    usable = {
        each.indicator_id for each in source.new.indicators if each.status is not Status.RETIRED
    }
    for indicator_id in source.indicator_ids:
        before = find(source.old, indicator_id)
        options = tuple(each.indicator_id for each in homes(source.new, indicator_id))
        if before is None or _is_as_retired_as(before, find(source.new, indicator_id)):
            places[indicator_id] = (indicator_id,)
        elif indicator_id in choices and options != (indicator_id,):
            places[indicator_id] = tuple(each for each in choices[indicator_id] if each in usable)
        else:
            places[indicator_id] = options if len(options) == 1 else ()
            if len(options) != 1:
                again.append(Again(no_home(before, source.new), indicator_id, None, options))
    return places, again + _too_many(source, places)


def _is_as_retired_as(before: Indicator, after: Indicator | None) -> bool:
    """Tell whether a behaviour was retired before and still is: then nothing changed for it."""
    return before.status is Status.RETIRED and after is not None and after.status is before.status


def _too_many(source: _Source, places: _Places) -> list[Again]:
    targets = {each for ids in places.values() for each in ids}
    most, most_before = source.new.max_behaviours, source.old.max_behaviours
    if most is None or len(targets) <= most:
        return []
    if most_before is not None and len(source.indicator_ids) > most_before:
        return []
    reason = f"A report takes at most {most} behaviors now; {len(targets)} are chosen."
    return [Again(reason, None, None, tuple(sorted(targets)))]


def _given(source: _Source, places: _Places) -> tuple[dict[str, object], list[Dropped]]:
    """Give the answers whose question has a place, by element id, and the others with reasons."""
    after = questions_by_id(source.new)
    given: dict[str, object] = {}
    dropped: list[Dropped] = []
    for indicator_id, answers in source.answers.items():
        for element_id, value in answers.items():
            if value is None or value == [] or (isinstance(value, str) and not value.strip()):
                continue
            reason = _stray(indicator_id, element_id, source) or _no_place(
                indicator_id, after.get(element_id), source, places
            )
            if reason:
                dropped.append(Dropped(reason, indicator_id, element_id, value))
            else:
                given[element_id] = value
    return given, dropped


def _stray(indicator_id: str, element_id: str, source: _Source) -> str:
    """Say why an answer has no question in the old version, "" if it has one."""
    if indicator_id not in source.indicator_ids:
        return "Its behavior is not chosen."
    indicator = find(source.old, indicator_id)
    if indicator and any(each.element_id == element_id for each in indicator.elements):
        return ""
    return f"Version {source.old.version} does not ask it there."


def _no_place(
    indicator_id: str,
    place: tuple[Indicator, Element] | None,
    source: _Source,
    places: _Places,
) -> str:
    """Say why an answer has no place, "" if it has one."""
    if place is None:
        return "It is no longer asked."
    home = place[0]
    own = places.get(indicator_id, ())
    if home.indicator_id in own:
        return ""
    if home not in heirs(source.new, indicator_id):
        return f"It belongs to “{home.name}” now."
    if any(home.indicator_id in each for each in places.values()):
        return ""
    return f"It goes with “{home.name}” now, which is not chosen."


def _settle(indicator: Indicator, context: _Context) -> _Settled:
    """Go through the questions of one behaviour, each after those that it depends on."""
    settled = _Settled()
    accepted: dict[str, object] = {}
    unsettled: set[str] = set()
    for element in indicator.elements:
        element_id = element.element_id
        waits = element.when is not None and element.when.element_id in unsettled
        is_open = waits or is_asked(element, accepted)
        if element_id in context.given:
            _settle_answer(element, indicator, context, settled, is_open=is_open)
        elif is_open and not waits:
            reason = _reason_to_ask(element, indicator, context)
            if reason:
                settled.again[element_id] = Again(reason, indicator.indicator_id, element_id)
        checked = check_answer(element, settled.kept.get(element_id))
        if waits or element_id in settled.again or isinstance(checked, Problem):
            unsettled.add(element_id)
        elif checked is not None and is_open:
            accepted[element_id] = checked
    return settled


def _settle_answer(
    element: Element,
    indicator: Indicator,
    context: _Context,
    settled: _Settled,
    *,
    is_open: bool,
) -> None:
    """Keep one answer, or drop it; ask again what the new version does not take."""
    element_id = element.element_id
    value, (home, old) = context.given[element_id], context.before[element_id]
    meaning = difference_in_meaning(old, element)
    problem = check_answer(element, value)
    if meaning or (not is_open and context.was_asked(element_id)):
        reason = meaning or "It is no longer asked after the other answers."
        settled.dropped.append(Dropped(reason, home.indicator_id, element_id, value))
    else:
        settled.kept[element_id] = value
    if meaning and is_open:
        settled.again[element_id] = Again(meaning, indicator.indicator_id, element_id)
    elif isinstance(problem, Problem) and not isinstance(check_answer(old, value), Problem):
        settled.again[element_id] = Again(problem.message, indicator.indicator_id, element_id)


def _reason_to_ask(element: Element, indicator: Indicator, context: _Context) -> str:
    """Say why an open question without an answer has to be asked; "" if it was asked before."""
    if element.element_id not in context.before:
        return "It is new." if not element.is_required else "It is new and must be answered."
    home, old = context.before[element.element_id]
    if home.indicator_id not in context.source.indicator_ids:
        return f"“{indicator.name}” asks it, and it was not asked before."
    if not context.was_asked(element.element_id):
        return "It is asked now after the other answers."
    if element.is_required and not old.is_required:
        return "It must be answered now."
    return difference_in_meaning(old, element)


def _about_findings(indicator: Indicator, settled: _Settled, source: _Source) -> list[Again]:
    """Ask again whatever else the new version finds wrong and the old one did not."""
    known = source.old_findings()
    rules = {each.rule_id: each for each in indicator.rules}
    again: dict[str, Again] = {}
    for finding in _findings(indicator.indicator_id, settled.kept, source.new):
        if (finding.element_id or finding.rule_id, finding.rule) in known:
            continue
        rule = rules.get(finding.rule_id or "")
        about = elements_of(rule.holds) if rule else {finding.element_id or ""}
        for element in indicator.elements:
            element_id = element.element_id
            if element_id in about and element_id not in settled.again:
                again[element_id] = Again(finding.message, indicator.indicator_id, element_id)
    return list(again.values())


def _findings(
    indicator_id: str, answers: Mapping[str, object], definition_set: DefinitionSet
) -> tuple[Finding, ...]:
    """Validate the answers to one behaviour on their own."""
    return validate({indicator_id: answers}, definition_set, indicator_ids=[indicator_id]).findings
