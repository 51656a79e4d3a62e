"""Every `sar` command that a document shows runs, in the document's order, and settings are true.

The README's section "Run it for real" has a test of its own: tests/test_readme.py.
"""

import csv
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from indicators.loading import shipped_sets
from privacy import keyring as keyrings
from sar import settings
from tests import factories
from tests.command_line import ROOT, installation, past_report, run_here, write_lines

GUIDES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs/guides").glob("*.md"))
DOCUMENTS = ["README.md", "docs/importing.md", "docs/operator.md", *GUIDES]
COMMAND = re.compile(r"(?:^|`|\| )sar ([a-z-][^`\n#]*)", re.M)

# What a document leaves to its reader.
MEANT = {
    "OLD NEW": f"{shipped_sets()[0].version} {shipped_sets()[-1].version}",
    "import FILE": "import old.csv",
    "files clean FILE": "files clean old.csv --output clean.csv",
    "completions FILE": "completions done.csv",
    "/etc/sar/keyring.json": "another-keyring.json",
}
MISSING_ARGUMENTS = {
    "users add": ' chief --name "A. Chief" --role administrator --agency "Our Center"'
}


def commands_of(document: str) -> list[str]:
    """Return the arguments of every `sar` command of a document, each once, in their order."""
    text = (ROOT / document).read_text(encoding="utf-8").replace("## Run it for real", "\0")
    text = re.sub(r"\0.*?(?=^## )", "", text, flags=re.S | re.M)
    return list(dict.fromkeys(found.strip() for found in COMMAND.findall(text)))


@pytest.fixture
def environment(
    seeded_sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """An installation with accounts, a keyring in a file, and the files that documents name."""
    monkeypatch.chdir(tmp_path)
    ring = Path("keyring.json")
    ring.touch(0o600)
    ring.write_text(keyrings.dump_keyring(factories.keyring()), encoding="utf-8")
    report = past_report(1)
    write_lines(Path("reports.jsonl"), [report])
    write_csv(Path("old.csv"), report)
    Path("done.csv").write_text("username,course,version,completed_at\n", encoding="utf-8")
    made = installation(
        factories.copy_sqlite(seeded_sqlite_template, tmp_path),
        SAR_KEYRING_FILE=str(ring.resolve()),
        SAR_RETENTION_DAYS="36500",
    )
    del made["SAR_KEYRING"]
    legacy = ("legacy", "--name", "Old System", "--role", "officer", "--agency", "Our Center")
    assert run_here("users", "add", *legacy, "--zone", "UTC", env=made).returncode == 0
    return made


def write_csv(path: Path, report: dict[str, object], **headings: str) -> None:
    """Write one report as a table; `headings` are what the old system calls a column."""
    row = {headings.get(name, name): value for name, value in flat(report)}
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(row))
        writer.writeheader()
        writer.writerow(row)


def flat(value: object, path: str = "") -> list[tuple[str, str]]:
    """Return the cells of a submission as `docs/importing.md` names them."""
    if isinstance(value, dict):
        inside = [(str(name), each) for name, each in value.items() if name != "sha256"]
    elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
        inside = [(str(number), each) for number, each in enumerate(value)]
    elif isinstance(value, list):
        return [(path, ";".join(map(str, value)))]
    else:
        return [(path, {True: "yes", False: "no"}.get(value, str(value)))]  # type: ignore[call-overload]
    return [
        cell for name, each in inside for cell in flat(each, f"{path}.{name}".removeprefix("."))
    ]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_commands_of_a_document_run(document: str, environment: dict[str, str]) -> None:
    for written in commands_of(document):
        # One serves until it is stopped, two send to a server: each has tests of its own.
        if written.startswith(("demo", "training send", "alerts send")):
            continue
        meant = written + MISSING_ARGUMENTS.get(written, "")
        for word, meaning in MEANT.items():
            meant = meant.replace(word, meaning)
        done = run_here(*shlex.split(meant), env=environment)
        assert done.returncode == 0, (written, done.stdout, done.stderr)


def test_documents_show_commands_at_all() -> None:
    assert "import old.csv --as legacy --commit" in commands_of("docs/importing.md")
    assert "audit verify --checkpoint FILE" in commands_of("docs/operator.md")
    assert sum(len(commands_of(document)) for document in DOCUMENTS) > 20


def test_the_mapping_of_the_guide_reads_a_table_with_other_headings(
    environment: dict[str, str],
) -> None:
    guide = (ROOT / "docs/importing.md").read_text(encoding="utf-8")
    written = guide.split("```yaml\n")[1].split("```")[0]
    Path("columns.yaml").write_text(written, encoding="utf-8")
    mapping = yaml.safe_load(written)
    headings = {name: heading for heading, name in mapping["columns"].items() if name}
    report = past_report(1)
    del report["source"], report["occurred"]["zone"]
    write_csv(Path("theirs.csv"), report | {"Clerk": "A. Clerk"}, **headings)
    done = run_here("import", "theirs.csv", "--map", "columns.yaml", env=environment)
    assert done.returncode == 0, done.stderr
    with Path("theirs.csv.verdicts.csv").open(encoding="utf-8", newline="") as opened:
        assert [row["verdict"] for row in csv.DictReader(opened)] == ["accepted"]


def test_the_guide_names_every_column_that_a_table_may_have() -> None:
    guide = (ROOT / "docs/importing.md").read_text(encoding="utf-8")
    for name, _ in flat(past_report(1) | {"set": {"version": "2.0.0"}}):
        first, _, rest = name.partition(".")
        shown = rest if first in {"occurred", "place"} else name
        assert first == "answers" or f"{shown}`" in guide, name


def test_the_table_of_settings_names_every_variable_with_its_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guide = (ROOT / "docs/operator.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(SAR_\w+)` \| `?([^|`]*?)`? \|", guide, re.M)
    for name in list(os.environ):
        if name.startswith("SAR_"):
            monkeypatch.delenv(name)
    plain = settings.from_environment()
    for name, default in rows:
        if not default.startswith("(none"):
            monkeypatch.setenv(name, default)
    assert settings.from_environment() == plain
    # `sar demo` sets SAR_DEMO for itself.
    read = set(settings.VARIABLES.values()) - {"SAR_DEMO"}
    assert {name for name, _ in rows} == read


def test_the_command_line_behind_a_proxy_is_one_that_gunicorn_takes(
    environment: dict[str, str], tmp_path: Path
) -> None:
    guide = (ROOT / "docs/operator.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^gunicorn (.+)$", guide, re.M)
    given = shlex.split(line.replace("/run/sar", str(tmp_path)))
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--check-config", *given],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
