"""The words in which people report a behaviour, as a form with one phrase in a line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from werkzeug.datastructures import MultiDict

from indicators.definitions import DefinitionSet, Indicator
from indicators.neutral_words import says_something, trait_words
from sar.catalog.form_reader import MAX_NAME_CHARS, Form, Reader
from sar.errors import FieldFinding
from sar.values import frozen

# The shipped behaviours have 23 to 35.
MAX_PHRASES = 100
MAX_PHRASES_CHARS = 12_000

# The rule of the warning that a phrase may say who somebody is.
TRAIT = "trait"


@frozen
class Trait:
    """A phrase that came to a behaviour (`name`), and its words that may say who somebody is."""

    name: str
    phrase: str = field(repr=False)
    words: str = field(repr=False)


def phrases_form(indicator: Indicator) -> Form:
    """Fill in the form of the phrases."""
    return MultiDict({"phrases": "\n".join(indicator.phrases)})


def read_phrases(form: Form, indicator: Indicator) -> tuple[tuple[str, ...], list[FieldFinding]]:
    """Read the phrases, one in a line; the same one twice counts once.

    A new phrase with a word that may say who somebody is, is found unless a box is ticked.
    """
    read = Reader(form)
    text = read.text("phrases", limit=MAX_PHRASES_CHARS)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    read.findings += [
        problem
        for number, line in enumerate(lines, start=1)
        if line
        for problem in _about_line(number, line)
    ]
    phrases = tuple({each.casefold(): each for each in lines if each}.values())
    if len(phrases) > MAX_PHRASES:
        message = f"These are {len(phrases)} phrases; {MAX_PHRASES} fit."
        read.refuse("phrases", message, "Keep those that people use most.")
    if not read.findings and form.get("is_about_things") != "yes":
        read.findings += [_about_trait(each) for each in new_traits(indicator, phrases)]
    return phrases, read.findings


def new_traits(indicator: Indicator | None, phrases: Iterable[str]) -> Iterator[Trait]:
    """Find the phrases that a behaviour did not have and that may say who somebody is."""
    before = indicator.phrases if indicator else ()
    for phrase in phrases:
        words = trait_words(phrase)
        if words and phrase not in before:
            shown = " and ".join(f"“{word}”" for word in words)
            yield Trait(indicator.name if indicator else "", phrase, shown)


def traits_added(old: DefinitionSet, new: DefinitionSet) -> Sequence[Trait]:
    """List the phrases that came with a new content and may say who somebody is."""
    before = {each.indicator_id: each for each in old.indicators}
    return [
        Trait(indicator.name, each.phrase, each.words)
        for indicator in new.indicators
        for each in new_traits(before.get(indicator.indicator_id), indicator.phrases)
    ]


def _about_line(number: int, line: str) -> Iterator[FieldFinding]:
    if len(line) > MAX_NAME_CHARS:
        yield FieldFinding(
            "phrases",
            f"Line {number} has {len(line)} characters; {MAX_NAME_CHARS} fit a phrase.",
            "Write the few words that people use.",
        )
    if not says_something(line):
        yield FieldFinding(
            "phrases",
            f"Line {number}, “{line[:MAX_NAME_CHARS]}”, has no word that counts.",
            "Write what is done. Who somebody is never counts, nor do words such as “the”.",
        )


def _about_trait(trait: Trait) -> FieldFinding:
    return FieldFinding(
        "phrases",
        f"“{trait.phrase}” has {trait.words}, which may say who somebody is.",
        "Who somebody is, is never a reason for suspicion, and such words never count. Take them "
        "out. If they are about a thing, such as a white van, tick the box that says so.",
        TRAIT,
    )
