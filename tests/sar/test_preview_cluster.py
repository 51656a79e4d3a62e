"""Counting on several processes gives the same result, even when one of them is killed."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from sar.catalog import cluster
from sar.catalog.counting import Step
from sar.catalog.days import Days
from sar.catalog.preview import Preview, run
from sar.errors import NotReadyError
from sar.outside import workers
from tests.past_reports import make_reports
from tests.sar.test_preview import FIRST, NEW, asked, changed, previewed
from tests.stored_reports import store

DRAFT = changed("ind-0003", weight=400, niem_code="SABOT")


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Two worker processes, started once: that takes seconds."""
    with workers.workers_of(count=2, address=None) as client:
        yield client


@pytest.fixture
def filled(sqlite_app: Flask, client: Any, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A database file with reports, which the environment of every worker names."""
    parts = sqlite_app.extensions["sar"]
    store(parts.engine, make_reports(NEW, 30), first=FIRST)
    # This process's environment is what a worker that is started again gets.
    monkeypatch.setenv("SAR_DATABASE_URL", parts.settings.database_url)
    point_workers_to(client, parts.settings.database_url)
    return parts.engine


def point_workers_to(client: Any, url: str) -> None:
    client.run(lambda: os.environ.update(SAR_DATABASE_URL=url))


def counted_by(client: Any, engine: Engine) -> Iterator[Step | Preview]:
    scan = cluster.scan_on(client, task_reports=1)
    return run(engine, asked(engine, DRAFT), clock=lambda: FIRST, scan=scan)


def test_two_processes_find_what_one_finds_and_a_killed_one_is_made_up_for(
    filled: Engine, client: Any
) -> None:
    here = previewed(filled, DRAFT)
    *steps, result = counted_by(client, filled)
    assert len(steps) == 30
    assert result == here
    victim = next(iter(client.run(os.getpid).values()))
    disturbed = counted_by(client, filled)
    next(disturbed)
    os.kill(victim, signal.SIGKILL)
    *_, again = disturbed
    client.wait_for_workers(2, timeout=60)
    assert victim not in client.run(os.getpid).values()
    assert again == here
    assert isinstance(again, Preview)
    assert again.sha256 == here.sha256


def test_a_worker_that_reads_another_database_is_found_out(
    filled: Engine, client: Any, seeded_sqlite_template: Path
) -> None:
    point_workers_to(client, f"sqlite:///{seeded_sqlite_template}")
    with pytest.raises(NotReadyError, match="another database"):
        list(counted_by(client, filled))


def test_a_period_without_reports_is_counted_too(filled: Engine, client: Any) -> None:
    empty = Days(datetime(1999, 1, 1, tzinfo=UTC), datetime(1999, 2, 1, tzinfo=UTC))
    question, scan = asked(filled, DRAFT, days=empty), cluster.scan_on(client)
    *_, result = run(filled, question, clock=lambda: FIRST, scan=scan)
    assert isinstance(result, Preview)
    assert result.impact.reports == 0
