"""Mutation testing of a definition set: which small changes its examples and cases notice."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from indicators.definitions import Case, DefinitionSet, Indicator, Json
from indicators.examples import by_id, check_answers, filled, run_behaviour, tested
from indicators.operators import Mutant, alone, mutants_of
from indicators.trials import Answers, edge_trials, element_trials, rule_trials


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"  # an example or case gives another result
    SURVIVED = "survived"  # none does
    EQUAL = "equal"  # proved: no answer whatever gives another result


@dataclass(frozen=True, slots=True)
class Attempt:
    """One mutant of a behaviour, tried against its examples and cases, and its fate.

    `noticed_by` names the first example or case that gives another result. `witness` is a case
    that would notice a survivor; None when none was found, which proves nothing.
    """

    indicator_id: str
    mutant: Mutant
    fate: Fate
    noticed_by: str = ""
    witness: Case | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A case that an author may add after reading it, and the changes that it would notice.

    What it finds is computed from the definition as it is: whether that is meant, only the author
    knows.
    """

    indicator_id: str
    case: Case
    notices: tuple[str, ...]


def mutate(definition_set: DefinitionSet) -> tuple[Attempt, ...]:
    """Try every mutant of every behaviour that is not retired against its examples and cases."""
    return tuple(
        attempt
        for indicator in tested(definition_set)
        for attempt in mutate_behaviour(indicator, definition_set)
    )


def mutate_behaviour(indicator: Indicator, definition_set: DefinitionSet) -> Iterator[Attempt]:
    """Try every mutant of one behaviour."""
    outcomes = tuple(run_behaviour(indicator, definition_set))
    pools = _pools(indicator, definition_set)
    for mutant in mutants_of(indicator, definition_set):
        check = _checker(mutant.definition_set)
        killers = (each.name for each in outcomes if check(each.answers) != dict(each.found))
        noticed_by = next(killers, "")
        if noticed_by:
            yield Attempt(indicator.indicator_id, mutant, Fate.KILLED, noticed_by)
        else:
            yield _survivor(mutant, indicator, pools[mutant.part_id], check)


def suggest_cases(definition_set: DefinitionSet) -> tuple[Suggestion, ...]:
    """Propose few cases that would notice every survivor for which one was found.

    Each proposal notices the most of those that are left; of equals, the one that finds the least
    and says the least.
    """
    return tuple(
        suggestion
        for indicator in tested(definition_set)
        for suggestion in _suggest(indicator, definition_set)
    )


_Check = Callable[[Mapping[str, Json]], dict[str, str]]


@dataclass(frozen=True, slots=True)
class _Pool:
    """The answers to try for one part of a behaviour, with what is found in them as it is."""

    tried: tuple[tuple[Answers, dict[str, str]], ...]
    is_exhaustive: bool


def _pools(indicator: Indicator, definition_set: DefinitionSet) -> dict[str, _Pool]:
    """Give the answers to try by the id of the question or rule that changes."""
    check = _checker(alone(indicator, definition_set))
    parts = {each.element_id: element_trials(each, indicator) for each in indicator.elements}
    parts |= {each.rule_id: rule_trials(each, indicator) for each in indicator.rules}
    edges = edge_trials(indicator)
    return {
        part_id: _Pool(
            tuple((answers, check(filled(answers))) for answers in (*edges, *trials.answers)),
            trials.is_exhaustive,
        )
        for part_id, trials in parts.items()
    }


def _checker(definition_set: DefinitionSet) -> _Check:
    """Give what is found in answers to the only behaviour of a set."""
    (indicator,) = definition_set.indicators
    return lambda answers: by_id(check_answers(answers, indicator, definition_set))


def _survivor(mutant: Mutant, indicator: Indicator, pool: _Pool, check: _Check) -> Attempt:
    for answers, found in pool.tried:
        if check(filled(answers)) != found:
            witness = Case(answers, found)
            return Attempt(indicator.indicator_id, mutant, Fate.SURVIVED, witness=witness)
    fate = Fate.EQUAL if pool.is_exhaustive else Fate.SURVIVED
    return Attempt(indicator.indicator_id, mutant, fate)


def _suggest(indicator: Indicator, definition_set: DefinitionSet) -> Iterator[Suggestion]:
    left = {
        attempt.mutant.change: attempt.mutant
        for attempt in mutate_behaviour(indicator, definition_set)
        if attempt.witness is not None
    }
    noticed = _noticed(list(left.values()), indicator, definition_set)
    while left:
        case, changes = max(
            ((case, changes & left.keys()) for case, changes in noticed),
            key=lambda pair: (len(pair[1]), -len(pair[0].findings), -len(pair[0].answers)),
        )
        yield Suggestion(
            indicator.indicator_id, case, tuple(each for each in left if each in changes)
        )
        left = {change: mutant for change, mutant in left.items() if change not in changes}


def _noticed(
    mutants: Sequence[Mutant], indicator: Indicator, definition_set: DefinitionSet
) -> list[tuple[Case, set[str]]]:
    """Pair every case that could be proposed with the changes that it would notice."""
    pools = _pools(indicator, definition_set)
    changes: dict[str, tuple[Case, set[str]]] = {}
    for mutant in mutants:
        check = _checker(mutant.definition_set)
        for answers, found in pools[mutant.part_id].tried:
            if check(filled(answers)) != found:
                case = Case(answers, found)
                changes.setdefault(repr(answers), (case, set()))[1].add(mutant.change)
    return list(changes.values())
