"""Every way to answer a part of a behaviour that one version accepts, as far as it matters."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from indicators.definitions import CrossRule, DefinitionSet, Element, Indicator, Json
from indicators.errors import TooManyAnswersError
from indicators.findings import Finding
from indicators.samples import MAX_SAMPLES, samples
from indicators.truth import elements_of
from indicators.validation import is_asked, validate

MAX_TRIED = 20_000
"""Most sets of answers that are tried for one question or rule; beyond it, it cannot be told."""

Answers = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Accepting:
    """A behaviour of the version that accepts, with samples that a second version tells apart.

    `parts` are its questions, by what hangs together: no condition and no rule of this version
    reaches from one part to another, so each part can be answered without looking at the others.
    """

    definition_set: DefinitionSet
    indicator: Indicator
    samples: Mapping[str, tuple[Json, ...]] = field(hash=False)
    parts: tuple[frozenset[str], ...]

    def answers(self, element_ids: Collection[str]) -> Iterator[Answers]:
        """Give the samples of answers to some parts that are accepted.

        Raises TooManyAnswersError when there are more than `MAX_TRIED` to try.
        """
        if any(len(self.samples[each]) > MAX_SAMPLES for each in element_ids):
            raise TooManyAnswersError("A question has too many answers that may matter.")
        elements = [each for each in self.indicator.elements if each.element_id in element_ids]
        rules = [each for each in self.indicator.rules if elements_of(each.holds) <= {*element_ids}]
        judge = alone(self.definition_set, self.indicator, element_ids, rules)
        for tried, answers in enumerate(_assignments(elements, self.samples, {})):
            if tried >= MAX_TRIED:
                raise TooManyAnswersError("The questions have too many answers to try.")
            if not findings_in(judge, self.indicator.indicator_id, answers):
                yield answers

    def smallest(self, element_ids: Collection[str]) -> Answers | None:
        """Give the fewest answers to some parts that are accepted, None if none are."""
        wanted = [each for each in self.indicator.elements if each.element_id in element_ids]
        fewest = sum(each.is_required and each.when is None for each in wanted)
        best: Answers | None = None
        for answers in self.answers(element_ids):
            if best is None or len(answers) < len(best):
                best = answers
            if len(best) == fewest:
                break
        return best


def accepting(
    definition_set: DefinitionSet, indicator: Indicator, other: Indicator | None
) -> Accepting:
    """Prepare the answers to a behaviour of `definition_set`; `other` is its other version."""
    made = samples(indicator, other)
    return Accepting(definition_set, indicator, made, tuple(_parts(indicator)))


def alone(
    definition_set: DefinitionSet,
    indicator: Indicator,
    element_ids: Collection[str],
    rules: Iterable[CrossRule],
) -> DefinitionSet:
    """Give a set that has only these questions and rules of one behaviour."""
    reduced = replace(
        indicator,
        elements=tuple(each for each in indicator.elements if each.element_id in element_ids),
        rules=tuple(rules),
    )
    return replace(definition_set, indicators=(reduced,), max_behaviours=None)


def findings_in(
    definition_set: DefinitionSet, indicator_id: str, answers: Answers
) -> tuple[Finding, ...]:
    """Validate a report of one behaviour."""
    return validate({indicator_id: answers}, definition_set, indicator_ids=[indicator_id]).findings


def _parts(indicator: Indicator) -> list[frozenset[str]]:
    together = [{each.element_id} for each in indicator.elements]
    links = [
        {each.element_id, each.when.element_id} for each in indicator.elements if each.when
    ] + [set(elements_of(rule.holds)) for rule in indicator.rules]
    for link in links:
        touched = [part for part in together if part & link]
        together = [part for part in together if not part & link]
        together.append(set().union(*touched))
    return [frozenset(part) for part in together]


def _assignments(
    elements: list[Element], values: Mapping[str, tuple[Json, ...]], given: Answers
) -> Iterator[Answers]:
    """Give every way to answer the questions that are asked, leaving out what need not be."""
    if not elements:
        yield given
        return
    element, rest = elements[0], elements[1:]
    is_open = is_asked(element, given)
    if not is_open or not element.is_required:
        yield from _assignments(rest, values, given)
    for value in values[element.element_id] if is_open else ():
        yield from _assignments(rest, values, given | {element.element_id: value})
