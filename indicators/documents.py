"""YAML and JSON text to plain values and back: a small, strict subset without surprises."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from indicators.definitions import Json
from indicators.errors import DefinitionError

MAX_BYTES = 2_000_000
"""Largest file that is read. The published sets have at most 175,000 bytes."""

MAX_DEPTH = 20
"""Deepest nesting that is read. The definitions themselves nest six levels deep."""

MAX_VALUES = 100_000
"""Most values that are read. The published sets hold at most 6,000."""

# The JSON forms of YAML 1.2, section 10.2, with nothing of YAML 1.1: `no` is a text, not false,
# and 2009-05-21 is a text, not a date.
_CONSTANTS: dict[str, Json] = {"": None, "~": None, "null": None, "true": True, "false": False}
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,40}([eE][-+][0-9]{1,3})?")

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Level:
    """One mapping or list that is being filled, and the path that leads to it."""

    __slots__ = ("is_key_next", "key", "path", "value")

    def __init__(self, value: dict[str, Json] | list[Json], path: str) -> None:
        self.value = value
        self.path = path
        self.key = ""
        self.is_key_next = isinstance(value, dict)

    def next_path(self) -> str:
        if isinstance(self.value, list):
            return f"{self.path}[{len(self.value)}]"
        return f"{self.path}.{self.key}" if self.path else self.key

    def add(self, value: Json) -> None:
        if isinstance(self.value, list):
            self.value.append(value)
        else:
            self.value[self.key] = value
            self.is_key_next = True


def read_document(text: str, *, name: str) -> tuple[Json, dict[str, int]]:
    """Read one YAML or JSON document.

    Returns
    -------
    tuple
        The document as JSON types, and the line (from 1) on which each path of it begins.

    Raises
    ------
    DefinitionError
        When the text is too long or not YAML, or uses what the subset leaves out: aliases, tags,
        repeated keys, keys that are not text, several documents, nesting beyond `MAX_DEPTH`.
    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise _too_large(name)
    root: list[Json] = []
    lines: dict[str, int] = {}
    levels = [_Level(root, "")]
    for event in _events(text, name=name):
        _take(event, levels, lines, name=name)
    if not root:
        raise DefinitionError(
            name, "", problem="the file is empty.", remedy="Write the definition set into it."
        )
    return root[0], {_below_root(path): line for path, line in lines.items()}


def write_document(plain: Json) -> str:
    """Write JSON types as block-style YAML in the order given; `read_document` reads it back."""
    written: str = yaml.dump(
        plain,
        Dumper=yaml.SafeDumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=100,
    )
    return written


def write_line(plain: Json) -> str:
    """Write JSON types as YAML on one line, such as ``{el-0012: 3}``."""
    written: str = yaml.dump(
        plain,
        Dumper=yaml.SafeDumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=True,
        width=float("inf"),
    )
    return written.strip()


def read_file(path: Path) -> str:
    """Read a text file, UTF-8 with or without a byte order mark, never more than `MAX_BYTES`.

    Raises
    ------
    DefinitionError
        When it cannot be read, is too large, or is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise DefinitionError(
            path.name,
            "",
            problem=f"the file cannot be read ({type(error).__name__}).",
            remedy="Check that it exists and that you may read it.",
        ) from error
    return decode(content, name=path.name)


def decode(content: bytes, *, name: str) -> str:
    """Give the text of a file's content, UTF-8 with or without a byte order mark.

    Raises
    ------
    DefinitionError
        When it has more than `MAX_BYTES` or is not UTF-8.
    """
    if len(content) > MAX_BYTES:
        raise _too_large(name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DefinitionError(
            name,
            "",
            problem=f"byte {error.start} is not UTF-8.",
            remedy="Save the file as UTF-8.",
        ) from error


def _too_large(name: str) -> DefinitionError:
    return DefinitionError(
        name,
        "",
        problem=f"the file has more than {MAX_BYTES:,} bytes.",
        remedy="Split it or remove what does not belong to a definition set.",
    )


def _events(text: str, *, name: str) -> Iterator[Event]:
    """Parse without building anything, so that no text can make the parser build much."""
    try:
        yield from yaml.parse(text, Loader=_PARSER)
    except yaml.YAMLError as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        what = error.problem if isinstance(error, yaml.MarkedYAMLError) else "unreadable character"
        raise DefinitionError(
            name,
            "",
            problem=f"this is not valid YAML ({what}).",
            remedy="Check indentation, quotes and colons on this line and the one before.",
            line=None if mark is None else mark.line + 1,
        ) from error
    except UnicodeEncodeError as error:
        raise DefinitionError(
            name,
            "",
            problem="the text holds half of a character (a lone surrogate).",
            remedy="Save the file as UTF-8 again.",
        ) from error


def _take(event: Event, levels: list[_Level], lines: dict[str, int], *, name: str) -> None:
    """Add what one event says to the innermost open mapping or list."""
    mark: Any = event.start_mark
    line = mark.line + 1
    top = levels[-1]
    if isinstance(event, DocumentStartEvent) and top.value:
        raise _refused(
            name,
            top.path,
            line,
            problem="a second document begins here.",
            remedy="Keep one set in one file.",
        )
    if isinstance(event, CollectionEndEvent):
        levels.pop()
        return
    if not isinstance(event, NodeEvent):
        return
    _refuse_extras(event, top, name=name, line=line)
    if top.is_key_next:
        _take_key(event, top, name=name, line=line)
        return
    path = top.next_path()
    lines[path] = line
    if len(lines) > MAX_VALUES:
        raise _refused(
            name,
            "",
            line,
            problem=f"the file holds more than {MAX_VALUES:,} values.",
            remedy="Remove what does not belong to a definition set.",
        )
    if isinstance(event, ScalarEvent):
        top.add(_scalar(event))
        return
    if len(levels) > MAX_DEPTH:
        raise _refused(
            name,
            "",
            line,
            problem=f"the file nests more than {MAX_DEPTH} levels deep.",
            remedy="Check the indentation and the brackets around this line.",
        )
    opened: dict[str, Json] | list[Json] = [] if isinstance(event, SequenceStartEvent) else {}
    top.add(opened)
    levels.append(_Level(opened, path))


def _take_key(event: NodeEvent, top: _Level, *, name: str, line: int) -> None:
    if not isinstance(event, ScalarEvent):
        raise _refused(
            name,
            _below_root(top.path),
            line,
            problem="a key is a mapping or a list.",
            remedy="Use a word as the key.",
        )
    if event.value in top.value:
        raise _refused(
            name,
            _below_root(top.path),
            line,
            problem=f"the key {event.value[:80]!r} stands twice in one mapping.",
            remedy="Keep one of the two.",
        )
    top.key = event.value
    top.is_key_next = False


def _refuse_extras(event: NodeEvent, top: _Level, *, name: str, line: int) -> None:
    """Refuse aliases, anchors and tags: a reader would have to know what they stand for."""
    is_tagged = isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent) and (
        event.tag is not None
    )
    if isinstance(event, AliasEvent) or event.anchor is not None:
        what, remedy = "an anchor or alias (& or *)", "Write the text out, or put quotes around it."
    elif is_tagged:
        what, remedy = "a tag (!)", "Remove the tag, or put quotes around the text."
    else:
        return
    raise _refused(name, _below_root(top.path), line, problem=f"{what} stands here.", remedy=remedy)


def _scalar(event: ScalarEvent) -> Json:
    text: str = event.value
    if event.style in ("'", '"', "|", ">"):
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _below_root(path: str) -> str:
    """Cut the place of the whole document off a path, which the outermost list put there."""
    return path.removeprefix("[0]").removeprefix(".")


def _refused(name: str, path: str, line: int, *, problem: str, remedy: str) -> DefinitionError:
    return DefinitionError(name, path, problem=problem, remedy=remedy, line=line)
