"""Whether the examples and cases of a behaviour speak of its own questions and rules."""

from collections.abc import Iterable, Mapping

from indicators.coherence.questions import check_known
from indicators.coherence.spots import Spot
from indicators.definitions import Case, Indicator
from indicators.reading import shown
from indicators.rules import ABOUT_ONE_ANSWER, Rule


def check_cases(indicator: Indicator, owners: Mapping[str, str], spot: Spot) -> None:
    """Check the answers of examples and cases, and the findings of cases.

    `owners` has the behaviour's name by element id.
    """
    elements = {each.element_id: each for each in indicator.elements}
    for index, example in enumerate(indicator.examples):
        here = spot.item("examples", index).at("answers")
        for key in example.answers or {}:
            check_known(key, elements, owners, here)
    rules = [each.rule_id for each in indicator.rules]
    for index, case in enumerate(indicator.cases):
        here = spot.item("cases", index)
        for key in case.answers:
            check_known(key, elements, owners, here.at("answers"))
        _check_findings(case, elements, rules, here.at("findings"))


def _check_findings(case: Case, elements: Iterable[str], rules: Iterable[str], spot: Spot) -> None:
    about_one_answer = sorted(each.value for each in ABOUT_ONE_ANSWER)
    for key, found in case.findings.items():
        if key in rules:
            allowed = [Rule.CROSS_RULE.value]
        elif key in elements:
            allowed = about_one_answer
        else:
            raise spot.error(
                f"{shown(key)} is no question and no rule of this behavior.",
                f"Write one of: {', '.join([*elements, *rules])}.",
            )
        if found not in allowed:
            raise spot.at(key).error(
                f"{shown(found)} cannot be found about {key!r}.",
                f"Write one of: {', '.join(allowed)}.",
            )
