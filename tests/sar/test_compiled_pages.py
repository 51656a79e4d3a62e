"""Compiled templates are kept from one start to the next."""

import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from sar import __file__ as package
from sar.app import create_app
from sar.serving.compiled_pages import Kept


def open_page(app: Flask) -> None:
    """Open a page as a process does that has rendered nothing yet."""
    assert app.jinja_env.cache is not None
    app.jinja_env.cache.clear()
    assert app.test_client().get("/sign-in").status_code == 200


def test_a_page_is_compiled_by_one_start_for_all(
    sqlite_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    sqlite_app.jinja_env.bytecode_cache = Kept(str(tmp_path))
    open_page(sqlite_app)

    def refuse(*_: Any, **__: Any) -> None:
        pytest.fail("a page was compiled that had been compiled before")

    monkeypatch.setattr(sqlite_app.jinja_env, "compile", refuse)
    open_page(sqlite_app)


def test_pages_are_shown_where_nothing_can_be_kept(
    sqlite_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    sqlite_app.jinja_env.bytecode_cache = Kept(str(tmp_path / "nowhere"))
    open_page(sqlite_app)


def test_nothing_is_kept_where_python_keeps_no_modules(
    sqlite_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    sqlite_app.jinja_env.bytecode_cache = Kept(str(tmp_path))
    open_page(sqlite_app)
    assert not list(tmp_path.glob("*.cache"))


def test_compiled_pages_stand_beside_the_compiled_modules(sqlite_app: Flask) -> None:
    kept = create_app(sqlite_app.extensions["sar"].settings).jinja_env.bytecode_cache
    assert isinstance(kept, Kept)
    assert Path(kept.directory) == Path(package).parent / "__pycache__"
