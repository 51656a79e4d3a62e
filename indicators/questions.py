"""What changed in one question, and whether it can refuse what was accepted before."""

from collections.abc import Iterator, Sequence

from indicators.definitions import Element, Option
from indicators.differences import Change, ChangeKind, Level, Row, Subject

_ROWS: tuple[Row, ...] = (
    ("label", ChangeKind.REWORDED, Level.PATCH, " has a reworded label"),
    ("help", ChangeKind.REWORDED, Level.PATCH, " has a reworded help text"),
    ("kind", ChangeKind.RECLASSIFIED, Level.MAJOR, " takes another kind of answer"),
    ("unit", ChangeKind.RECLASSIFIED, Level.MAJOR, " counts in another unit"),
    ("privacy", ChangeKind.RECLASSIFIED, Level.MAJOR, " has another privacy class"),
)
_LIMITS = (
    ("minimum", " has another minimum"),
    ("maximum", " has another maximum"),
    ("max_chars", " takes another number of characters"),
    ("min_choices", " takes another least number of answers"),
    ("max_choices", " takes another largest number of answers"),
    ("when", " is asked under another condition"),
)


def question_changes(subject: Subject, old: Element, new: Element) -> Iterator[Change]:
    """Compare one question with its earlier form."""
    yield from subject.field_changes(old, new, _ROWS)
    if old.required != new.required:
        verb = " is now required" if new.required else " is now optional"
        yield subject.limit_changed(verb, (old.required, new.required), "required")
    if old.explains_innocence != new.explains_innocence:
        verb = (
            " now says why an innocent reason does not explain what was seen"
            if new.explains_innocence
            else " no longer says why an innocent reason does not explain what was seen"
        )
        values = old.explains_innocence, new.explains_innocence
        yield subject.limit_changed(verb, values, "explains_innocence")
    yield from subject.limit_changes(old, new, _LIMITS)
    yield from _option_changes(subject, old.options, new.options)


def _option_changes(
    subject: Subject, old: Sequence[Option], new: Sequence[Option]
) -> Iterator[Change]:
    before = {each.code: each.label for each in old}
    after = {each.code: each.label for each in new}
    for code in before | after:
        was, now = before.get(code), after.get(code)
        if now is None:
            yield subject.limit_changed(f" no longer offers “{was}”", (was, None), "options")
        elif was is None:
            yield subject.change(
                ChangeKind.LOOSENED,
                f" offers “{now}”",
                (None, now),
                level=Level.MINOR,
                field_name="options",
            )
        elif was != now:
            verb = f" words the answer {code} anew"
            kind, level = ChangeKind.REWORDED, Level.PATCH
            yield subject.change(kind, verb, (was, now), level=level, field_name="options")
    yield from subject.reordered(list(before), list(after), what="answers")
