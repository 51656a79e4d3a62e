"""Mutation testing of detection, redaction and the log: which small changes do tests notice?

    python -m tests.mutants                           80 changes drawn by chance from all areas
    python -m tests.mutants --area log --number 20 --seed 7

Each mutant is one module with one small change: a comparison, a condition, a number, a sign. It is
imported in a process of its own in the place of the module, and the fast tests of its area run
until the first one fails. No file is changed. A mutant that no test notices is printed as SURVIVED:
either a test is missing, or the change means nothing.
"""

import argparse
import ast
import contextlib
import os
import random
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import Loader
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_loader
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests" / "privacy"
MAX_SECONDS = 120
"""Processor seconds after which a mutant counts as noticed: some make a loop that never ends."""

_PASSED, _FAILED, _NOT_IMPORTED, _BROKEN = 0, 1, 2, 70
"""Exit codes: the first three are those of pytest."""


@dataclass(frozen=True, slots=True)
class Area:
    """Modules that belong together, and the test files that are to notice a change in them."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


_LOG = ("leaves", "tree", "proofs", "notes", "checkpoints", "receipts", "tiles", "verifying")
AREAS = {
    "spans": Area(
        ("privacy/spans.py", "privacy/recognizers/excerpts.py", "privacy/reading/edits.py"),
        ("test_spans.py", "test_excerpts.py", "test_reading.py", "test_redaction.py"),
    ),
    "redaction": Area(
        ("privacy/detection.py", "privacy/redaction.py", "privacy/repeats.py"),
        ("test_redaction.py", "test_detection.py", "test_properties.py", "test_cases.py"),
    ),
    "recognizers": Area(
        (
            "privacy/recognizers/recognizer.py",
            "privacy/recognizers/near_digits.py",
            "privacy/recognizers/near_letters.py",
            "privacy/recognizers/words.py",
            "privacy/recognizers/role_names.py",
            "privacy/recognizers/organisations.py",
            "privacy/recognizers/plain_organisations.py",
        ),
        ("test_organisations.py", "test_excerpts.py", "test_recognizers.py", "test_cases.py"),
    ),
    "attributes": Area(
        (
            "privacy/attributes/standing.py",
            "privacy/attributes/matching.py",
            "privacy/attributes/finding.py",
            "privacy/attributes/misspelled.py",
            "privacy/attributes/codes.py",
        ),
        ("attributes/test_finding.py", "attributes/test_reading_once.py"),
    ),
    "log": Area(
        tuple(f"privacy/log/{name}.py" for name in _LOG),
        ("test_log_tree.py", "test_log_notes.py", "test_log_exports.py"),
    ),
}

_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one small change; `change` says which, and in which line.

    `number` is that of the changed node in a walk through the module's tree.
    """

    path: str
    line: int
    change: str
    number: int

    def source(self, original: str) -> str:
        """Return the source of the module with the change."""
        tree = ast.parse(original)
        node = [*ast.walk(tree)][self.number]
        for change, apply in _changes(node):
            if change == self.change:
                apply(node)
        return ast.unparse(ast.fix_missing_locations(tree))


UNCHANGED = "nothing"
_WITHOUT_EFFECT = frozenset({"frozen", "slots", "strict", "repr"})
"""Arguments that change no result."""


def mutants_of(path: str, source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module."""
    tree = ast.parse(source)
    idle = {
        each.value
        for each in ast.walk(tree)
        if isinstance(each, ast.keyword) and each.arg in _WITHOUT_EFFECT
    }
    for number, node in enumerate(ast.walk(tree)):
        for change, _ in _changes(node) if node not in idle else ():
            yield Mutant(path, getattr(node, "lineno", 0), change, number)


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    match node:
        case ast.Compare(ops=[op]) | ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in _SWAPS:
            other = _SWAPS[type(op)]
            yield f"{type(op).__name__} -> {other.__name__}", lambda each: _swap(each, other())
        case ast.Constant(value=bool(value)):
            yield f"{value} -> {not value}", lambda each: setattr(each, "value", not value)
        case ast.Constant(value=int(value)):
            yield f"{value} -> {value + 1}", lambda each: setattr(each, "value", value + 1)
        case ast.If() | ast.IfExp() | ast.While():
            yield "a condition is turned round", _turn_round


def _swap(node: ast.AST, operator: ast.AST) -> None:
    if isinstance(node, ast.Compare):
        node.ops = [operator]  # type: ignore[list-item]
    else:
        node.op = operator  # type: ignore[attr-defined]


def _turn_round(node: ast.AST) -> None:
    node.test = ast.UnaryOp(ast.Not(), node.test)  # type: ignore[attr-defined]


def is_noticed(mutant: Mutant, tests: Sequence[Path]) -> bool:
    """Tell whether a test fails, or cannot be imported, with the mutant in its module's place.

    Raises RuntimeError if the tests did not run.
    """
    child = os.fork()
    if child == 0:
        code = _BROKEN
        with contextlib.suppress(Exception):
            code = _run(mutant, tests)
        os._exit(code)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return True
    code = os.WEXITSTATUS(status)
    if code not in {_PASSED, _FAILED, _NOT_IMPORTED}:
        raise RuntimeError(f"the tests of {mutant.path} did not run: exit code {code}")
    return code != _PASSED


def _run(mutant: Mutant, tests: Sequence[Path]) -> int:
    """Run the tests with the mutant in this process; return the exit code of pytest."""
    import pytest

    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS + 1))
    sys.meta_path.insert(0, _Finder(mutant))
    options = ["-x", "-q", "--noconftest", "-p", "no:cacheprovider", "-p", "no:xdist"]
    options += ["-o", "addopts=--import-mode=importlib", "--hypothesis-seed=0"]
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        return int(pytest.main([*options, *map(str, tests)], plugins=[_WithoutDeadline()]))


class _WithoutDeadline:
    """On a busy machine a deadline of hypothesis would be taken for a change that was noticed."""

    def pytest_sessionstart(self) -> None:
        from hypothesis import settings

        settings.register_profile("mutants", deadline=None)
        settings.load_profile("mutants")


class _Finder:
    """Finds the mutant's module, and no other."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant
        self._name = mutant.path.removesuffix(".py").replace("/", ".")

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Return the mutant in the place of its module."""
        del path, target
        file = str(ROOT / self._mutant.path)
        if name != self._name:
            return None
        source = self._mutant.source(Path(file).read_text(encoding="utf-8"))
        loader: Loader = _Loader(name, file, source)
        return spec_from_loader(name, loader)


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> object:  # type: ignore[override]
        del fullname
        return compile(self._source, self.path, "exec")


def draw(areas: Sequence[str], *, number: int, seed: int) -> list[tuple[str, Mutant]]:
    """Draw so many mutants of these areas by chance, each area as often as the others."""
    chance = random.Random(seed)
    drawn: list[tuple[str, Mutant]] = []
    for place, area in enumerate(areas):
        share = number // len(areas) + (place < number % len(areas))
        known = [
            mutant
            for path in AREAS[area].modules
            for mutant in mutants_of(path, (ROOT / path).read_text(encoding="utf-8"))
        ]
        drawn += [(area, mutant) for mutant in chance.sample(known, min(share, len(known)))]
    return drawn


def main() -> None:
    """Try the drawn mutants and print the fate of each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--area", choices=AREAS, action="append", help="default: all")
    parser.add_argument("--number", type=int, default=80)
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    # What no mutant touches is imported once, before the processes part.
    import numpy  # noqa: F401
    import pytest  # noqa: F401

    areas = options.area or [*AREAS]
    tests = {area: [TESTS / name for name in AREAS[area].tests] for area in areas}
    for area in areas:
        unchanged = Mutant(AREAS[area].modules[0], 0, UNCHANGED, 0)
        if is_noticed(unchanged, tests[area]):
            sys.exit(f"the tests of {area} fail without any change: mend them first")
    drawn = draw(areas, number=options.number, seed=options.seed)
    noticed = 0
    for area, mutant in drawn:
        is_killed = is_noticed(mutant, tests[area])
        noticed += is_killed
        fate = "killed  " if is_killed else "SURVIVED"
        print(f"{fate} {mutant.path}:{mutant.line} {mutant.change}", flush=True)
    print(f"{noticed} of {len(drawn)} mutants were noticed")


if __name__ == "__main__":
    main()
