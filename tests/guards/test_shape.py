"""The size and the names of modules and functions (ARCHITECTURE, section 7)."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGES = ("indicators", "privacy", "triage", "sar")
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 50
FORBIDDEN = {"utils", "helpers", "common", "base", "manager", "misc"}


class Module(NamedTuple):
    """What is measured of a module; each of its functions has lines without its docstring."""

    path: Path
    lines: int
    has_docstring: bool
    functions: tuple[tuple[str, int], ...]


@cache
def modules() -> list[Module]:
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    assert paths
    return [measured(path) for path in paths]


def measured(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    has_docstring = bool(ast.get_docstring(tree))
    return Module(path, len(text.splitlines()), has_docstring, tuple(functions(tree)))


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            is_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            end_of_doc = (first.end_lineno or 0) - first.lineno + 1 if is_doc else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - end_of_doc


def faults(module: Module) -> Iterator[str]:
    if module.lines > MAX_MODULE_LINES:
        yield f"has {module.lines} lines"
    if module.path.stem in FORBIDDEN:
        yield "has a name that says nothing"
    if not module.has_docstring:
        yield "has no docstring"
    for name, lines in module.functions:
        if lines > MAX_FUNCTION_LINES:
            yield f"{name} has {lines} lines"


def test_modules_are_short_named_after_their_subject_and_say_what_they_are() -> None:
    found = {str(each.path.relative_to(ROOT)): list(faults(each)) for each in modules()}
    assert {path: faulty for path, faulty in found.items() if faulty} == {}


def test_every_decision_stands_in_the_index_once_under_its_own_title() -> None:
    folder = ROOT / "docs" / "decisions"
    records = {path.name: path for path in folder.glob("[0-9]*.md")}
    index = (folder / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^- \[(\d{4})\]\((.+?)\) (.+)$", index, re.M)
    assert sorted(name for _, name, _ in listed) == sorted(records), "docs/decisions/README.md"
    assert len({number for number, _, _ in listed}) == len(listed), "a number is used twice"
    for number, name, title in listed:
        heading = records[name].read_text(encoding="utf-8").splitlines()[0]
        assert name.startswith(f"{number}-")
        assert re.sub(r"^# \d+[.:]? ", "", heading) == title


def test_most_functions_are_very_short() -> None:
    assert median(lines for module in modules() for _, lines in module.functions) <= 10
