"""Definition sets from and to files, and the published sets that ship with this library."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from indicators.definitions import CrossRule, DefinitionSet, Test, plain_rule, to_plain
from indicators.documents import read_document, read_file, write_document
from indicators.errors import DefinitionError
from indicators.parsing import faults_in, from_plain, rule_test
from indicators.reading import Place

__all__ = [
    "dump_rule_test",
    "dump_set",
    "faults_of",
    "from_plain",
    "load_set",
    "parse_rule_test",
    "parse_set",
    "published_sets",
    "shipped_sets",
]

_SETS = Path(__file__).parent / "sets"
_SUMS = "SHA256SUMS"


def load_set(path: Path | str) -> DefinitionSet:
    """Read one definition set from a YAML or JSON file of at most 2,000,000 bytes.

    A file whose name stands in a ``SHA256SUMS`` beside it is published: its canonical hash must
    be the recorded one.

    Raises
    ------
    DefinitionError
        When the file cannot be read or accepted; the message names file, line, path and remedy.
    """
    path = Path(path)
    loaded = parse_set(read_file(path), name=path.name)
    recorded = _recorded_hashes(path.parent).get(path.name)
    if recorded is not None and recorded != loaded.sha256:
        raise DefinitionError(
            path.name,
            "",
            problem="the content is not what was published: its hash is not the one in "
            f"{_SUMS} ({recorded[:12]}…).",
            remedy="Restore the published file; put changes into a file with a new version.",
        )
    return loaded


def parse_set(text: str, *, name: str) -> DefinitionSet:
    """Read a definition set from YAML or JSON text; `name` stands in error messages.

    Raises
    ------
    DefinitionError
        With the line of the text where the refused value begins.
    """
    plain, lines = read_document(text, name=name)
    try:
        return from_plain(plain, name=name)
    except DefinitionError as error:
        raise error.at_line(_line_of(error.path, lines)) from error


def faults_of(text: str, *, name: str) -> tuple[DefinitionError, ...]:
    """List what is wrong with a text, in its order; nothing if `parse_set` accepts it.

    It is what `parse_set` raises, and the first fault of every other behaviour, question, example,
    rule and case: who mends a file need not try it once for each. Whether the parts agree is looked
    at once they can all be read.
    """
    try:
        plain, lines = read_document(text, name=name)
    except DefinitionError as error:
        return (error,)
    found = {each.path: each.at_line(_line_of(each.path, lines)) for each in _faults(plain, name)}
    return tuple(sorted(found.values(), key=lambda each: each.line or 0))


def _faults(plain: object, name: str) -> Iterator[DefinitionError]:
    try:
        from_plain(plain, name=name)
    except DefinitionError as error:
        yield error
    behaviours = plain.get("indicators") if isinstance(plain, Mapping) else None
    for index, each in enumerate(behaviours if isinstance(behaviours, list) else ()):
        yield from faults_in(Place(each, f"indicators[{index}]", name))


def dump_set(definition_set: DefinitionSet) -> str:
    """Write a set as YAML that `parse_set` reads back as an equal set."""
    return write_document(to_plain(definition_set))


def parse_rule_test(text: str, *, name: str) -> Test:
    """Read what a rule says of the answers from YAML or JSON text, as it stands under ``holds``.

    Whether the questions and answers exist is for the check of the whole set to say.

    Raises
    ------
    DefinitionError
        With the line of the text where the refused value begins.
    """
    plain, lines = read_document(text, name=name)
    try:
        return rule_test(plain, name=name)
    except DefinitionError as error:
        raise error.at_line(_line_of(error.path, lines)) from error


def dump_rule_test(rule: CrossRule) -> str:
    """Write what a rule says of the answers as YAML that `parse_rule_test` reads back."""
    return write_document(plain_rule(rule)["holds"])


def published_sets(folder: Path) -> tuple[DefinitionSet, ...]:
    """Load every set of a folder of published sets, in the order of set id and version.

    Raises
    ------
    DefinitionError
        When a YAML file of the folder is not recorded in its ``SHA256SUMS``, a recorded one is
        missing, or one was changed.
    """
    files = {path.name: path for path in folder.glob("*.yaml")}
    for name in sorted(files.keys() ^ _recorded_hashes(folder).keys()):
        raise DefinitionError(
            name,
            "",
            problem=f"the folder of published sets and its {_SUMS} do not agree on this file.",
            remedy="Put the file and its line back, or remove both.",
        )
    loaded = [load_set(path) for path in files.values()]
    return tuple(sorted(loaded, key=lambda each: (each.set_id, _version_key(each.version))))


@cache
def shipped_sets() -> tuple[DefinitionSet, ...]:
    """Load the published sets that ship with this library, oldest version first."""
    return published_sets(_SETS)


def _line_of(path: str, lines: dict[str, int]) -> int | None:
    """Find the line of a path, or of the nearest thing around it that the file does contain."""
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path)


def _version_key(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _recorded_hashes(folder: Path) -> dict[str, str]:
    """Read ``SHA256SUMS``: a canonical hash and a file name per line, comments after #."""
    sums = folder / _SUMS
    if not sums.is_file():
        return {}
    rows = [line.split() for line in sums.read_text("utf-8").splitlines()]
    return {row[1]: row[0] for row in rows if len(row) == 2 and not row[0].startswith("#")}
