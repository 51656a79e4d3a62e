"""Changes to what a behaviour is tested, recognized and taught by, as pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from indicators.definitions import Audience, Case, DefinitionSet, Example, Indicator, RoleGuidance
from indicators.examples import with_cases_as_found
from sar.catalog.drafts.edits import dropped, placed


def with_case(indicator: Indicator, *, case: Case, number: int | None) -> Indicator:
    """Put a case in the place of the one with that number (from 1), or at the end for None."""
    return replace(indicator, cases=placed(indicator.cases, case, number))


def with_only_case(indicator: Indicator, *, case: Case) -> Indicator:
    """Leave one case and no examples, to run it alone."""
    return replace(indicator, examples=(), cases=(case,))


def without_case(indicator: Indicator, *, number: int) -> Indicator:
    """Remove the case with that number (from 1)."""
    return replace(indicator, cases=dropped(indicator.cases, number))


def with_found(
    indicator: Indicator, *, definition_set: DefinitionSet, number: int | None
) -> Indicator:
    """Let a case, or every one for None, expect what is found in it now."""
    found = with_cases_as_found(indicator, definition_set)
    if number is None:
        return found
    return with_case(indicator, case=found.cases[number - 1], number=number)


def with_examples(indicator: Indicator, *, examples: Sequence[Example]) -> Indicator:
    """Add examples after those that are there."""
    return replace(indicator, examples=(*indicator.examples, *examples))


def with_phrases(indicator: Indicator, *, phrases: Sequence[str]) -> Indicator:
    """Give the behaviour other words in which people report it."""
    return replace(indicator, phrases=tuple(phrases))


def with_role_guidance(
    indicator: Indicator, *, texts: Mapping[Audience, Sequence[str]]
) -> Indicator:
    """Give the behaviour other guidance for roles; those that it had stay in their order."""
    before = [each.audience for each in indicator.role_guidance]
    order = [*before, *(each for each in Audience if each not in before)]
    return replace(
        indicator,
        role_guidance=tuple(
            RoleGuidance(each, tuple(texts[each])) for each in order if texts.get(each)
        ),
    )
