"""What a version changes against another one, as a reader sees it, and the number it calls for."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from difflib import SequenceMatcher
from itertools import groupby

from indicators.changes import Change, ChangeKind, Level, compare, next_version
from indicators.definitions import DefinitionSet, Example, ExampleKind, Indicator
from sar.catalog import rule_words
from sar.catalog.case_words import case_text
from sar.catalog.id_words import names_of, with_names
from sar.catalog.wording import AUDIENCES, CODES, KINDS, answers_given, condition_words, limit_words
from sar.reports.word_marks import Part, marked_words
from sar.values import frozen

# Longer texts are shown once with the changed words marked, shorter ones whole, before and after.
MAX_WHOLE_CHARS = 90
# Items that share fewer words are shown as one that went and one that came.
LEAST_LIKENESS = 0.3

EXAMPLE_WORDS = {
    ExampleKind.POSITIVE: "“this is it” example",
    ExampleKind.NEGATIVE: "“this is not” example",
    ExampleKind.LOOKALIKE: "lawful look-alike",
}
_LEVEL_WORDS = {
    Level.MAJOR: "Major: a report that was fine before may now be refused, or an answer means "
    "something else.",
    Level.MINOR: "Minor: something is asked, accepted or weighed anew, and nothing that was fine "
    "before is refused.",
    Level.PATCH: "Patch: only words changed; the same reports are accepted.",
}
_NO_CHANGE = "Nothing has changed yet."


@frozen
class Item:
    """One entry of a list, an example for instance: what to call it, and its text."""

    what: str
    text: str = field(repr=False)


@frozen
class ShownChange:
    """One change: whole texts before and after, or one text whose changed words are marked."""

    sentence: str
    kind: str
    level: str
    indicator_id: str | None
    element_id: str | None
    before: str | None = field(default=None, repr=False)
    after: str | None = field(default=None, repr=False)
    parts: tuple[Part, ...] = field(default=(), repr=False)


@frozen
class ChangeGroup:
    """The changes of one behaviour; `indicator_id` is None for those of the whole set."""

    indicator_id: str | None
    title: str
    changes: tuple[ShownChange, ...]


@frozen
class Comparison:
    """All changes by behaviour, the version number that they call for, and why."""

    groups: tuple[ChangeGroup, ...]
    version: str
    level: str
    why: str
    decisive: tuple[str, ...]

    @property
    def count(self) -> int:
        """Return how many changes there are."""
        return sum(len(group.changes) for group in self.groups)

    def of(self, indicator_id: str | None) -> tuple[ShownChange, ...]:
        """Return the changes of one behaviour, of the set itself for None."""
        return tuple(
            change
            for group in self.groups
            if group.indicator_id == indicator_id
            for change in group.changes
        )


def comparison(old: DefinitionSet, new: DefinitionSet, *, version: str) -> Comparison:
    """Compare two versions of one set; `version` is the number that the changes call for."""
    changes = compare(old, new)
    level = max((change.level for change in changes), default=None)
    groups = [
        ChangeGroup(indicator_id, _title(indicator_id, old, new), tuple(_shown(group, old, new)))
        for indicator_id, group in groupby(changes, key=lambda change: change.indicator_id)
    ]
    return Comparison(
        groups=tuple(groups),
        version=version,
        level="" if level is None else level.name.lower(),
        why=_NO_CHANGE if level is None else _LEVEL_WORDS[level],
        decisive=tuple(each.sentence for each in changes if level and each.level == level),
    )


def version_after(old: DefinitionSet, new: DefinitionSet, *, highest: str) -> str:
    """Return the number that `new` gets when it follows `old`; `highest` is the highest in use.

    Counted from the highest number, not from `old`, because a number never means two contents.
    """
    return next_version(replace(old, version=highest), new)


def version_key(version: str) -> tuple[int, ...]:
    """Return what versions are ordered by."""
    return tuple(int(part) for part in version.split("."))


def _title(indicator_id: str | None, old: DefinitionSet, new: DefinitionSet) -> str:
    present = _indicator(new, indicator_id) or _indicator(old, indicator_id)
    return present.name if present else "The whole set"


def _shown(
    changes: Iterable[Change], old: DefinitionSet, new: DefinitionSet
) -> Iterator[ShownChange]:
    """Show changes; lists such as guidance and examples item by item, new questions in full."""
    names = names_of(old) | names_of(new)
    for change in _told(changes, names):
        before, after = (_indicator(each, change.indicator_id) for each in (old, new))
        items = None if change.element_id else _LISTS.get(change.field_name)
        if before is None and after is not None:
            yield from _new_behaviour(change, after)
        elif before is None or after is None:
            yield _as_shown(change, change.sentence, change.before, change.after)
        elif change.rule_id is not None and change.kind is not ChangeKind.REWORDED:
            was, now = (_rule(each, change.rule_id) for each in (before, after))
            yield _as_shown(change, change.sentence, was, now)
        elif items is not None:
            yield from _item_changes(change, after.name, items(before), items(after))
        else:
            texts = [_question(each, change.element_id) for each in (before, after)]
            is_whole = change.kind in (ChangeKind.ADDED, ChangeKind.RETIRED)
            was, now = texts if is_whole else (change.before, change.after)
            yield _as_shown(change, change.sentence, was, now)


def _told(changes: Iterable[Change], names: Mapping[str, str]) -> Iterator[Change]:
    """Give the changes with words in the place of ids and codes."""
    for change in changes:
        words = CODES.get(change.field_name, {})
        ends = (change.before, change.after)
        was, now = (words.get(each, with_names(each, names)) for each in ends)
        yield replace(change, before=was, after=now)


def _new_behaviour(change: Change, new: Indicator) -> Iterator[ShownChange]:
    """Show all that a new behaviour brings, from its definition to the words for each role."""
    yield _as_shown(change, change.sentence, "", new.definition)
    for element in new.elements:
        words = f"“{new.name}” asks “{element.label}”."
        yield _as_shown(change, words, "", _question(new, element.element_id))
    for rule in new.rules:
        words = f"“{new.name}” has the rule “{rule.message.rstrip('.')}”."
        yield _as_shown(change, words, "", _rule(new, rule.rule_id))
    for item in (*_points(new), *_examples(new), *_role_guidance(new), *_cases(new)):
        yield _as_shown(change, f"“{new.name}” has {item.what}.", "", item.text)
    if new.phrases:
        yield _as_shown(change, f"People say of “{new.name}”:", "", "; ".join(new.phrases))


def _as_shown(change: Change, sentence: str, before: str, after: str) -> ShownChange:
    is_long = bool(before and after) and max(len(before), len(after)) > MAX_WHOLE_CHARS
    return ShownChange(
        sentence=sentence,
        kind=change.kind,
        level=change.level.name.lower(),
        indicator_id=change.indicator_id,
        element_id=change.element_id,
        before=None if is_long else before or None,
        after=None if is_long else after or None,
        parts=marked_words(before, after) if is_long else (),
    )


def _item_changes(
    change: Change, name: str, old: Sequence[Item], new: Sequence[Item]
) -> Iterator[ShownChange]:
    """Take the one change of a list apart into its items, each with what happened to it."""
    before = [each for each in old if each not in new]
    after = [each for each in new if each not in old]
    for was, now in _paired(before, after):
        present = now or was
        if present is None:
            continue
        verb = "changed" if was and now else ("added" if now else "removed")
        words = f"In “{name}” {present.what} was {verb}."
        yield _as_shown(change, words, was.text if was else "", now.text if now else "")
    if not before and not after:
        yield _as_shown(change, f"{change.sentence[:-1]}: the same ones in another order.", "", "")


def _paired(before: Sequence[Item], after: Sequence[Item]) -> list[tuple[Item | None, Item | None]]:
    """Pair each item with its new form, the one of its kind that is most alike."""
    left = list(after)
    pairs: list[tuple[Item | None, Item | None]] = []
    for was in before:
        alike = [(_likeness(was, now), now) for now in left if now.what == was.what]
        likeness, match = max(alike, key=lambda each: each[0], default=(0.0, None))
        if match is None or likeness < LEAST_LIKENESS:
            pairs.append((was, None))
            continue
        left.remove(match)
        pairs.append((was, match))
    return pairs + [(None, now) for now in left]


def _likeness(one: Item, other: Item) -> float:
    return SequenceMatcher(a=one.text.split(), b=other.text.split(), autojunk=False).ratio()


def _indicator(definition_set: DefinitionSet, indicator_id: str | None) -> Indicator | None:
    found = (each for each in definition_set.indicators if each.indicator_id == indicator_id)
    return next(found, None)


def _points(indicator: Indicator) -> list[Item]:
    return [Item("a point of “What to weigh”", point) for point in indicator.guidance]


def _examples(indicator: Indicator) -> list[Item]:
    return [
        Item(f"a {EXAMPLE_WORDS[each.kind]}", _example_text(each, indicator))
        for each in indicator.examples
    ]


def _cases(indicator: Indicator) -> list[Item]:
    return [Item("a case", case_text(indicator, each)) for each in indicator.cases]


def _phrases(indicator: Indicator) -> list[Item]:
    return [Item("a phrase that people use", each) for each in indicator.phrases]


def _role_guidance(indicator: Indicator) -> list[Item]:
    return [
        Item(f"a point for {AUDIENCES[each.audience]}", point)
        for each in indicator.role_guidance
        for point in each.texts
    ]


_LISTS: Mapping[str, Callable[[Indicator], list[Item]]] = {
    "cases": _cases,
    "examples": _examples,
    "guidance": _points,
    "phrases": _phrases,
    "role_guidance": _role_guidance,
}
"""The fields of a behavior that are lists, and their items."""


def _question(indicator: Indicator, element_id: str | None) -> str:
    """Write a whole question: what it asks, how it is answered, and whether it must be."""
    element = next((each for each in indicator.elements if each.element_id == element_id), None)
    if element is None:
        return ""
    options = "; ".join(option.label for option in element.options)
    kind = KINDS[element.kind] + (f": {options}" if options else "")
    parts = (
        element.label,
        element.help,
        f"{kind}.",
        limit_words(element),
        condition_words(indicator, element),
        "Required." if element.is_required else "Not required.",
    )
    return " ".join(part for part in parts if part)


def _rule(indicator: Indicator, rule_id: str) -> str:
    """Write what a rule asks for in words, "" if the behaviour does not have it."""
    found = (each for each in indicator.rules if each.rule_id == rule_id)
    rule = next(found, None)
    return f"{rule_words.clause_of(rule, indicator).flat}." if rule else ""


def _example_text(example: Example, indicator: Indicator) -> str:
    """Write an example with its reason and answers, so that a change of either is seen."""
    given = answers_given(indicator, example.answers)
    answers = "; ".join(f"{question} {answer}" for question, answer in given)
    return f"{example.text} Why: {example.why}" + (f" Answers: {answers}" if answers else "")
