"""What officers read of a definition set, text by text, so that it can be translated."""

from collections.abc import Iterator
from dataclasses import dataclass

from indicators.definitions import DefinitionSet, Element, Indicator


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a set and where it stands, such as ``ind-0003.el-0012.label``."""

    place: str
    words: str


def texts_of(definition_set: DefinitionSet) -> Iterator[Text]:
    """Give every text that an officer reads while a report is written, in the order of the set.

    Phrases are not among them: the suggestion of behaviours learns from them. Neither is what no
    officer sees. The same words can stand in several places.
    """
    yield from _texts("set", title=definition_set.title)
    for number, trait in enumerate(definition_set.protected_characteristics):
        yield Text(f"set.protected_characteristics.{number}", trait)
    for indicator in definition_set.indicators:
        yield from _of_indicator(indicator)


def job_aid_texts_of(definition_set: DefinitionSet) -> Iterator[Text]:
    """Give what a job aid says besides: the definition, and the guidance that it may print."""
    yield Text("set.definition", definition_set.definition_of_suspicious_activity)
    for indicator in definition_set.indicators:
        own = indicator.indicator_id
        for words in indicator.guidance[:1]:
            yield Text(f"{own}.guidance.0", words)
        for role in indicator.role_guidance:
            for number, words in enumerate(role.texts):
                yield Text(f"{own}.role_guidance.{role.audience.value}.{number}", words)


def course_texts_of(definition_set: DefinitionSet) -> Iterator[Text]:
    """Give what only a course says: the guidance for which a job aid has no room."""
    for indicator in definition_set.indicators:
        for number, words in enumerate(indicator.guidance[1:], start=1):
            yield Text(f"{indicator.indicator_id}.guidance.{number}", words)


def _of_indicator(indicator: Indicator) -> Iterator[Text]:
    own = indicator.indicator_id
    yield from _texts(own, name=indicator.name, definition=indicator.definition)
    for element in indicator.elements:
        yield from _of_element(element, f"{own}.{element.element_id}")
    for rule in indicator.rules:
        yield from _texts(f"{own}.{rule.rule_id}", message=rule.message, remedy=rule.remedy)
    for number, example in enumerate(indicator.examples):
        yield from _texts(f"{own}.examples.{number}", text=example.text, why=example.why)


def _of_element(element: Element, place: str) -> Iterator[Text]:
    yield from _texts(place, label=element.label, help=element.help, unit=element.unit)
    for option in element.options:
        yield Text(f"{place}.{option.code}", option.label)


def _texts(place: str, **texts: str) -> Iterator[Text]:
    for name, words in texts.items():
        if words:
            yield Text(f"{place}.{name}", words)
