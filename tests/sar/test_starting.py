"""A start collects no garbage while it makes what stays, and leaves collecting on."""

import gc

import pytest

from sar.errors import NotReadyError
from sar.settings import Settings
from sar.starting import start


def test_garbage_is_collected_again_after_a_start_that_failed() -> None:
    with pytest.raises(NotReadyError):
        start(Settings(database_url="sqlite:////nowhere/at/all.sqlite3"))
    assert gc.isenabled()
