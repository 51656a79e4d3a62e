"""Invented answers to a definition set's questions, made from the kind of each question."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from indicators.definitions import Element, ElementKind, Indicator, PrivacyClass
from indicators.truth import elements_of, holds
from indicators.validation import is_asked
from sar.values import frozen


@frozen
class Material:
    """What answers are made of.

    Attributes
    ----------
    sentences : sequence of str
        What a text question is answered with, the first for a required one; not empty.
    identifiers : mapping of str to str
        ``name``, ``phone``, ``email``, ``plate`` and ``street``, for identifying questions.
    now : datetime
        Aware; no date in an answer is later.
    prefers : collection of str
        Option codes that are chosen wherever they are offered.
    """

    sentences: Sequence[str] = field(repr=False)
    identifiers: Mapping[str, str] = field(repr=False)
    now: datetime
    prefers: Collection[str] = ()


def invent_answers(
    indicator: Indicator, material: Material, *, rng: Random, share: float
) -> dict[str, Any]:
    """Answer every required question that is asked and a ``share``, in [0, 1], of the others.

    An answer that does not fit those before it, by a rule of the behaviour, is left out.
    """
    answers: dict[str, Any] = {}
    for element in indicator.elements:
        wanted = rng.random() < share
        if is_asked(element, answers) and (element.is_required or wanted):
            answers[element.element_id] = _answer(element, material, rng)
            if not element.is_required and _breaks_a_rule(element, indicator, answers):
                del answers[element.element_id]
    return answers


def _breaks_a_rule(element: Element, indicator: Indicator, answers: Mapping[str, Any]) -> bool:
    return any(
        holds(rule.holds, answers) is False
        for rule in indicator.rules
        if element.element_id in elements_of(rule.holds)
    )


def _answer(element: Element, material: Material, rng: Random) -> Any:
    match element.kind:
        case ElementKind.TEXT:
            return _text(element, material, rng)[: element.max_chars].strip()
        case ElementKind.CHOICE:
            return rng.choice(_codes(element, material))
        case ElementKind.MULTI_CHOICE:
            return _several(element, _codes(element, material), rng)
        case ElementKind.YES_NO:
            return rng.random() < 0.5
        case ElementKind.NUMBER:
            return _number(element, rng)
        case ElementKind.DATE_TIME:
            moment = material.now - timedelta(minutes=rng.randint(0, 20_000))
            return moment.isoformat(timespec="minutes")


def _codes(element: Element, material: Material) -> list[str]:
    codes = [option.code for option in element.options]
    return [code for code in codes if code in material.prefers] or codes


def _several(element: Element, codes: list[str], rng: Random) -> list[str]:
    low, high = element.min_choices or 1, element.max_choices or len(codes)
    count = max(low, min(len(codes), high, rng.randint(1, 2)))
    every = [option.code for option in element.options]
    chosen = rng.sample(codes if len(codes) >= count else every, count)
    return [code for code in every if code in chosen]


def _text(element: Element, material: Material, rng: Random) -> str:
    if element.privacy is not PrivacyClass.IDENTIFYING:
        return material.sentences[0] if element.is_required else rng.choice(material.sentences)
    asked = f"{element.label} {element.help}".lower()
    words = {"plate": "plate", "phone": "phone", "mail": "email", "address": "street"}
    kind = next((kind for word, kind in words.items() if word in asked), "name")
    return material.identifiers[kind]


def _number(element: Element, rng: Random) -> int | float:
    """Take a whole number near the low end; a range without one gives its low end."""
    low = 1.0 if element.minimum is None else element.minimum
    high = low + 20 if element.maximum is None else element.maximum
    number = round(min(low + rng.randint(0, 20), high))
    return number if low <= number <= high else low
