"""Fixtures of the application's tests: the `sar` command in this process, with a real keyring."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from privacy import keyring as keyrings
from privacy.keyring import Keyring
from sar.cli import main
from tests.command_line import Sar


@pytest.fixture
def ring_file(tmp_path: Path, keyring: Keyring) -> Path:
    """A real keyring file."""
    path = tmp_path / "keys" / "keyring.json"
    path.parent.mkdir()
    path.touch(0o600)
    path.write_text(keyrings.dump_keyring(keyring))
    return path


@pytest.fixture
def sar(database_url: str, ring_file: Path) -> Sar:
    """Run `sar` in this process against a fresh database with a real keyring file."""

    def run(*arguments: object, stdin: str = "", **changes: str) -> Result:
        env = {"SAR_DATABASE_URL": database_url, "SAR_KEYRING_FILE": str(ring_file)}
        runner = CliRunner(env=env | changes)
        return runner.invoke(main, [str(each) for each in arguments], input=stdin)

    return run
