"""The brute force notices a search that was made wrong on purpose."""

import importlib
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

import indicators
from indicators.definitions import DefinitionSet
from indicators.inclusion import Inclusion
from tests.indicators.test_inclusion import family_of, first_difference

Search = Callable[[DefinitionSet, DefinitionSet], Inclusion]
FOLDER = Path(indicators.__file__).parent
MODULES = ("samples", "accepting", "inclusion")
NUMBERS = count()


# Module, what stands there, what is put in its place, and the family of sets that notices.
MUTANTS = [
    ("samples", "question.element.max_chars) + 1)", "question.element.max_chars))", "one question"),
    ("samples", "range(question.rivals)", "range(1)", "times"),
    ("samples", "each.max_choices + 1)", "each.max_choices)", "one question"),
    ("samples", "for count in (each.min_choices,", "for count in (None,", "one question"),
    ("samples", "return (self._is_taken(code),", "return (True,", "one question"),
    ("samples", "(element.minimum, element.maximum)", "(element.maximum,)", "one question"),
    ("samples", "(element.minimum, element.maximum)", "(element.minimum,)", "one question"),
    ("samples", "and leaf.element_id in group", "and False", "rules"),
    ("samples", "(_SHORT, _LONG)", "(_SHORT,)", "kinds"),
    ("samples", "(True, False)", "(True,)", "two questions"),
    ("samples", "groups.update(dict.fromkeys(joined, joined))", "pass", "rivals"),
    ("accepting", "if not is_open or not element.is_required:", "if not is_open:", "two questions"),
    ("accepting", "if is_open else ()", "if element.when is None else ()", "two questions"),
    ("accepting", "[set(elements_of(rule.holds)) for rule in indicator.rules]", "[]", "rules"),
    ("inclusion", "len(answers) < len(best[name][1])", "True", "rules"),
    ("inclusion", "if each.status is not Status.RETIRED), None)", "), None)", "several behaviors"),
    ("inclusion", "if indicator.status is Status.RETIRED:", "if False:", "several behaviors"),
    ("inclusion", "<= most):", "< most):", "several behaviors"),
    ("inclusion", "[: most + 1]", "[:most]", "several behaviors"),
    ("inclusion", "if len(known) == len(least) else None", "", "several behaviors"),
    ("inclusion", "        element.required,\n", "", "one question"),
    ("inclusion", "        when,\n", "", "two questions"),
    ("inclusion", "        element.max_chars,\n", "", "one question"),
    ("inclusion", "        (element.min_choices, element.max_choices),\n", "", "one question"),
    ("inclusion", "        (element.minimum, element.maximum),\n", "", "one question"),
    ("inclusion", "        element.explains_innocence,\n", "", "one question"),
    ("inclusion", "if element_id not in after:", "if False:", "one question"),
    ("inclusion", "if rule.holds not in known:", "if False:", "rules"),
    ("inclusion", "if part & target.scope else answers", "", "two questions"),
    ("inclusion", "scope=ancestors(after, [element_id])", "scope={element_id}", "two questions"),
]


def mutated(folder: Path, module: str, before: str, after: str) -> Search:
    """Give the search with one place of one module changed."""
    package = f"mutant_{next(NUMBERS)}"
    (folder / package).mkdir()
    (folder / package / "__init__.py").touch()
    for name in MODULES:
        text = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
        if name == module and before != after:
            assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times"
            text = text.replace(before, after)
        for each in MODULES:
            text = text.replace(f"from indicators.{each} ", f"from {package}.{each} ")
        (folder / package / f"{name}.py").write_text(text, encoding="utf-8")
    importlib.invalidate_caches()
    search: Search = importlib.import_module(f"{package}.inclusion").inclusion
    return search


@pytest.mark.parametrize(
    ("module", "before", "after", "family"), MUTANTS, ids=[row[1].strip() for row in MUTANTS]
)
def test_a_planted_mistake_is_noticed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: str,
    before: str,
    after: str,
    family: str,
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    search = mutated(tmp_path, module, before, after)
    assert is_noticed(family, search)


@pytest.mark.parametrize("family", ["rivals", "times", "kinds"])
def test_a_copy_without_a_mistake_is_not_blamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, family: str
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    assert not is_noticed(family, mutated(tmp_path, "samples", "", ""))


def is_noticed(family: str, search: Search) -> bool:
    """Tell whether the search gives a wrong answer about a family, or breaks."""
    try:
        return first_difference(family_of(family), search) != ""
    except Exception:
        return True
