"""Texts cut into what is shown, what is hidden, and what is revealed for now."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from sar.originals.revealed import spans_of
from sar.values import frozen


@frozen
class Shown:
    """What is revealed to the viewer now, by field and number, and the link that asks for more.

    `link` returns None where the viewer may not ask.
    """

    texts: Mapping[tuple[str, int], str] = field(repr=False)
    expiries: Mapping[tuple[str, int], datetime]
    link: Callable[[str, int], str | None]


@frozen
class Segment:
    """A piece of a text; `placeholder` is None where the text is shown as it was written."""

    text: str = field(default="", repr=False)
    placeholder: str | None = None
    kind: str = ""
    reason: str = ""
    number: str = ""
    is_revealed: bool = False
    revealed_text: str = field(default="", repr=False)
    href: str | None = None


@frozen
class Passage:
    """One text of a report; `expires` is when the first revealed span hides again."""

    label: str
    segments: tuple[Segment, ...] = field(repr=False)
    expires: datetime | None = None
    note: str = ""


def passage(path: str, stored: Mapping[str, Any], shown: Shown, *, label: str = "") -> Passage:
    """Cut the stored text of the field `path` at its hidden spans."""
    expiries = [when for (where, _), when in shown.expiries.items() if where == path]
    return Passage(
        label=label,
        segments=tuple(_segments(path, stored, shown)),
        expires=min(expiries, default=None),
    )


def _segments(path: str, stored: Mapping[str, Any], shown: Shown) -> Iterator[Segment]:
    text, kept_to = stored["text"], 0
    for span, place in zip(spans_of(path, stored), stored["spans"], strict=True):
        if place["start"] > kept_to:
            yield Segment(text=text[kept_to : place["start"]])
        cut_out = shown.texts.get((path, span.number))
        yield Segment(
            placeholder=span.placeholder,
            kind=span.kind,
            reason=span.reason,
            number=span.anchor,
            is_revealed=cut_out is not None,
            revealed_text=cut_out or "",
            href=shown.link(path, span.number),
        )
        kept_to = place["end"]
    if kept_to < len(text):
        yield Segment(text=text[kept_to:])
