"""What changed in one question, and whether it can refuse what was accepted before."""

from collections.abc import Iterator, Mapping, Sequence

from indicators.definitions import Condition, Element, ElementKind, Option
from indicators.differences import (
    Change,
    ChangeKind,
    Level,
    Row,
    Subject,
    bound_changed,
    came_or_went,
    reordered,
)

_ELEMENT_ROWS: tuple[Row, ...] = (
    ("label", ChangeKind.REWORDED, Level.PATCH, " has a reworded label"),
    ("help", ChangeKind.REWORDED, Level.PATCH, " has a reworded help text"),
    ("unit", ChangeKind.RECLASSIFIED, Level.MAJOR, " counts in another unit"),
    ("privacy", ChangeKind.RECLASSIFIED, Level.MAJOR, " has another privacy class"),
)


def question_changes(
    subject: Subject,
    old: Element | None,
    new: Element | None,
    *,
    asked_before: Mapping[str, Element],
) -> Iterator[Change]:
    """Compare one question with its earlier form; `asked_before` has all earlier questions."""
    if new is None or old is None:
        if new is not None and new.required and _was_possible(new.when, asked_before):
            yield subject.change(
                ChangeKind.ADDED, " was added and is required", "", new.label, level=Level.MAJOR
            )
        else:
            yield came_or_went(subject, old.label if old else None, new.label if new else None)
        return
    yield from subject.field_changes(old, new, _ELEMENT_ROWS)
    if old.kind is not new.kind:
        yield subject.change(
            ChangeKind.RECLASSIFIED,
            " takes another kind of answer",
            old.kind,
            new.kind,
            level=Level.MAJOR,
        )
    if old.required != new.required:
        yield bound_changed(
            subject,
            " is now " + ("required" if new.required else "optional"),
            old.required,
            new.required,
            is_tighter=new.required,
        )
    yield from _limit_changes(subject, old, new)
    yield from _option_changes(subject, old.options, new.options)
    if old.when != new.when:
        yield bound_changed(
            subject,
            " is asked under another condition",
            old.when,
            new.when,
            is_tighter=_is_condition_tighter(old, new, asked_before),
        )


def _limit_changes(subject: Subject, old: Element, new: Element) -> Iterator[Change]:
    infinity = float("inf")
    if old.minimum != new.minimum:
        low, high = (-infinity if each.minimum is None else each.minimum for each in (old, new))
        yield bound_changed(
            subject, " has another minimum", old.minimum, new.minimum, is_tighter=high > low
        )
    if old.maximum != new.maximum:
        low, high = (infinity if each.maximum is None else each.maximum for each in (old, new))
        yield bound_changed(
            subject, " has another maximum", old.maximum, new.maximum, is_tighter=high < low
        )
    if old.max_chars != new.max_chars:
        yield bound_changed(
            subject,
            " takes another number of characters",
            old.max_chars,
            new.max_chars,
            is_tighter=new.max_chars < old.max_chars,
        )


def _option_changes(
    subject: Subject, old: Sequence[Option], new: Sequence[Option]
) -> Iterator[Change]:
    before = {each.code: each.label for each in old}
    after = {each.code: each.label for each in new}
    for code in before | after:
        if code not in after:
            verb = f" no longer offers “{before[code]}”"
            yield bound_changed(subject, verb, before[code], "", is_tighter=True)
        elif code not in before:
            yield bound_changed(
                subject, f" offers “{after[code]}”", "", after[code], is_tighter=False
            )
        elif before[code] != after[code]:
            yield subject.change(
                ChangeKind.REWORDED,
                f" words the answer {code} anew",
                before[code],
                after[code],
                level=Level.PATCH,
            )
    yield from reordered(subject, list(before), list(after), what="answers")


def _is_condition_tighter(old: Element, new: Element, asked_before: Mapping[str, Element]) -> bool:
    """Tell whether a changed condition can refuse a report that was accepted before.

    Asking less refuses an answer that was given; asking more refuses its absence, if required.
    """
    if old.when is None:
        return True
    if new.when is None:
        return new.required
    if old.when.element_id != new.when.element_id:
        return True
    if not set(old.when.values) <= set(new.when.values):
        return True
    added = tuple(each for each in new.when.values if each not in old.when.values)
    return new.required and _was_possible(Condition(new.when.element_id, added), asked_before)


def _was_possible(condition: Condition | None, asked_before: Mapping[str, Element]) -> bool:
    """Tell whether answers to the earlier questions could have met the condition."""
    if condition is None:
        return True
    asked = asked_before.get(condition.element_id)
    if asked is None:
        return False
    if asked.kind is ElementKind.YES_NO:
        return any(isinstance(each, bool) for each in condition.values)
    return any(option.code in condition.values for option in asked.options)
