"""The size and the names of modules and functions (ARCHITECTURE, section 7)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("indicators", "privacy", "triage", "sar")
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 50
FORBIDDEN = {"utils", "helpers", "common", "base", "manager", "misc"}


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            is_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            end_of_doc = (first.end_lineno or 0) - first.lineno + 1 if is_doc else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - end_of_doc


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_named_after_its_subject_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_MODULE_LINES
    assert path.stem not in FORBIDDEN
    assert ast.get_docstring(ast.parse(text)), "the module has no docstring"
    long = [(name, lines) for name, lines in functions(path) if lines > MAX_FUNCTION_LINES]
    assert not long


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
    assert median(lines for path in modules() for _, lines in functions(path)) <= 10
