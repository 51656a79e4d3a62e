"""Warming up: what people open first is ready before they do."""

from pathlib import Path
from typing import Any

import pytest

from sar.serving.warming import compile_pages
from tests import desk, factories
from tests.conftest import MakeApp


def test_the_pages_that_are_opened_first_compile_nothing(
    make_app: MakeApp,
    seeded_sqlite_template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = make_app(factories.copy_sqlite(seeded_sqlite_template, tmp_path), max_request_bytes=10**6)
    app.jinja_env.bytecode_cache = None
    clients = {role: desk.sign_in(app, role) for role in ("officer", "analyst")}
    compile_pages(app)

    def refuse(*_: Any, **__: Any) -> None:
        pytest.fail("a page was compiled while somebody waited for it")

    monkeypatch.setattr(app.jinja_env, "compile", refuse)
    assert clients["officer"].get("/reports/new").status_code == 200
    assert clients["officer"].get("/reports/write").status_code == 200
    assert clients["analyst"].get("/queue").status_code == 200
