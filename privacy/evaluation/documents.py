"""A labelled document, and reading files of them: our JSON lines, presidio-research's JSON, TAB's.

A file with anything wrong in it is refused as a whole, and every wrong place is named. What other
programs make of these formats is read: a document on each line, 12.0 for 12, null for no spans.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from privacy.errors import EvaluationError

MAX_PROBLEMS = 20
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A half-open range of code points that a person labelled.

    `entity` is the same for all mentions of one thing by one annotator; `identifier` is "DIRECT",
    "QUASI" or "NO_MASK". Both are used by the Text Anonymization Benchmark only.
    """

    start: int
    end: int
    label: str
    annotator: str = ""
    entity: str = ""
    identifier: str = "DIRECT"


@dataclass(frozen=True, slots=True)
class Document:
    """A text, where in its file it stands, and what is labelled in it."""

    place: str
    text: str = field(repr=False)
    spans: tuple[Labelled, ...]


class _Wrong(Exception):  # noqa: N818  it never leaves this module
    """What is wrong at one place of a file, without quoting the file."""


def read_documents(content: bytes, *, format_name: str) -> tuple[Document, ...]:
    """Read a file in the format "presidio", "tab" or "jsonl".

    Raises
    ------
    EvaluationError
        If the file is not UTF-8, not JSON, cut off, or anything in it has another shape or an
        offset outside of its text; the message names each place and what to do.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EvaluationError(
            [f"Byte {error.start + 1:,} is not UTF-8.", "Convert the file: iconv -t UTF-8."]
        ) from None
    build = {"jsonl": _own, "presidio": _presidio, "tab": _tab}[format_name]
    items = _lines(text) if format_name == "jsonl" else _items(text)
    documents, problems = [], []
    for place, item in items:
        try:
            documents.append(build(place, item() if callable(item) else item))
        except _Wrong as error:
            problems.append(f"{place}: {error}")
    if problems:
        left = len(problems) - MAX_PROBLEMS
        more = [f"... and {left:,} more places."] if left > 0 else []
        raise EvaluationError([*problems[:MAX_PROBLEMS], *more])
    if not documents:
        raise EvaluationError(["The file holds no document.", "Check its path and its format."])
    return tuple(documents)


def _lines(text: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield f"line {number}", lambda line=line: _parsed(line)  # type: ignore[misc]


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise _Wrong("it is not JSON. Is the line cut off? Write one object a line.") from None


def _items(text: str) -> Iterator[tuple[str, Any]]:
    try:
        items = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and text.lstrip().startswith("{"):
            yield from _lines(text)
            return
        where = f"line {error.lineno}, column {error.colno}"
        what = "the file ends too early" if error.pos >= len(text.rstrip()) else "it is not JSON"
        raise EvaluationError([f"{where}: {what}.", "Get the whole file again."]) from None
    except (ValueError, RecursionError):
        raise EvaluationError(["The file is not JSON that can be read."]) from None
    if not isinstance(items, list):
        raise EvaluationError(
            ["The file must hold a list of documents: [ ... ], or one document on each line."]
        )
    for index, item in enumerate(items):
        yield f"document {index}", item


def _own(place: str, item: Any) -> Document:
    text = _get(item, "text", str)
    spans = [
        _span(text, span, f"spans[{number}]", ("start", "end", "kind"))
        for number, span in enumerate(_spans(item))
    ]
    return Document(place, text, tuple(spans))


def _spans(item: Any) -> list[Any]:
    """Return what is labelled in a document; a document with nothing may say so with null."""
    return [] if item.get("spans", "") is None else _get(item, "spans", list)


def _presidio(place: str, item: Any) -> Document:
    text = _get(item, "full_text", str)
    names = ("start_position", "end_position", "entity_type")
    spans = [
        _span(text, span, f"spans[{number}]", names) for number, span in enumerate(_spans(item))
    ]
    return Document(place, text, tuple(spans))


def _tab(place: str, item: Any) -> Document:
    text = _get(item, "text", str)
    spans = []
    for annotator, annotation in _get(item, "annotations", dict).items():
        for number, mention in enumerate(_get(annotation, "entity_mentions", list)):
            where = f"entity_mentions[{number}]"
            plain = _span(text, mention, where, ("start_offset", "end_offset", "entity_type"))
            identifier = _get(mention, "identifier_type", str, where).strip().upper()
            if identifier not in {"DIRECT", "QUASI", "NO_MASK"}:
                raise _Wrong(f"{where}.identifier_type must be DIRECT, QUASI or NO_MASK.")
            # Without an id a mention is a thing of its own.
            entity = str(mention.get("entity_id") or where)
            spans.append(
                Labelled(plain.start, plain.end, plain.label, str(annotator), entity, identifier)
            )
    return Document(place, text, tuple(spans))


def _span(text: str, item: Any, where: str, names: tuple[str, str, str]) -> Labelled:
    start, end = _get(item, names[0], int, where), _get(item, names[1], int, where)
    if start == end:
        raise _Wrong(f"{where} is empty: its end must be behind its start.")
    if not 0 <= start < end <= len(text):
        raise _Wrong(
            f"{where} lies outside of its text of {len(text):,} characters. Offsets are half-open "
            "and count characters, not bytes."
        )
    return Labelled(start, end, _get(item, names[2], str, where).strip().upper())


def _get(item: Any, name: str, type_: type[_T], where: str = "") -> _T:
    path = f"{where}.{name}" if where else name
    if not isinstance(item, Mapping):
        raise _Wrong(f"{where or 'it'} must be an object with the field {name}.")
    value = item.get(name)
    if type_ is int and isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, type_) or isinstance(value, bool):
        words = {str: "text", int: "a whole number", list: "a list", dict: "an object"}
        raise _Wrong(f"{path} must be {words[type_]}.")
    return value
