"""`sar sets new-key`, `sign` and `publish`: files are published if somebody vouched for them."""

import stat
from pathlib import Path

import pytest
from flask import Flask

from indicators.loading import shipped_sets
from tests import drafts
from tests.command_line import run_here, variables


def sar(app: Flask, *arguments: object, **more: str):
    url = app.extensions["sar"].settings.database_url
    return run_here("sets", *arguments, env=variables(SAR_DATABASE_URL=url, **more))


@pytest.fixture
def release(sqlite_app: Flask, tmp_path: Path) -> Path:
    """A folder with a new version of the set, a key pair, and the signed manifest."""
    shown = sar(sqlite_app, "show", drafts.CURRENT).stdout
    text = shown.replace(f"version: {drafts.CURRENT}", f"version: {drafts.PATCH}")
    (tmp_path / "new.yaml").write_text(text.replace("Sabotage", "Damage", 1), "utf-8")
    made = sar(sqlite_app, "new-key", tmp_path / "key.pem")
    (tmp_path / "trusted.pem").write_text(made.stdout, "utf-8")
    done = sar(
        sqlite_app, "sign", tmp_path / "new.yaml",
        "--key", tmp_path / "key.pem", "--out", tmp_path / "release.json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return tmp_path


def publish(app: Flask, folder: Path, *options: object, file: str = "new.yaml"):
    trusted = {"SAR_RELEASE_KEYS_FILE": str(folder / "trusted.pem")}
    return sar(app, "publish", folder / file, *options, **trusted)


def is_published(app: Flask) -> bool:
    return drafts.PATCH in sar(app, "list").stdout


def test_a_signed_file_is_published_and_the_log_names_the_key(
    sqlite_app: Flask, release: Path
) -> None:
    done = publish(sqlite_app, release, "--manifest", release / "release.json")
    assert done.returncode == 0, done.stderr
    (imported,) = [
        each
        for each in drafts.entries_of(sqlite_app, f"set:nsi-behaviours:{drafts.PATCH}")
        if each.action == "set.imported"
    ]
    key_id = (release / "trusted.pem").read_text("utf-8").split()[1]
    assert imported.details["signed_by"] == key_id
    assert imported.details["is_signed"] is True
    assert f"Signed with the key {key_id}." in done.stdout


def test_an_unsigned_file_needs_the_flag_and_the_log_records_it(
    sqlite_app: Flask, release: Path
) -> None:
    refused = publish(sqlite_app, release)
    assert refused.returncode == 2
    assert "--unsigned" in refused.stderr
    assert not is_published(sqlite_app)
    both = publish(sqlite_app, release, "--unsigned", "--manifest", release / "release.json")
    assert both.returncode == 2
    done = publish(sqlite_app, release, "--unsigned")
    assert done.returncode == 0, done.stderr
    entries = drafts.entries_of(sqlite_app, f"set:nsi-behaviours:{drafts.PATCH}")
    (imported,) = [each for each in entries if each.action == "set.imported"]
    assert imported.details["is_signed"] is False
    assert "Nobody signed it." in done.stdout


def test_a_release_that_does_not_hold_is_refused_and_nothing_is_published(
    sqlite_app: Flask, release: Path
) -> None:
    manifest = release / "release.json"
    other = sar(sqlite_app, "new-key", release / "other.pem").stdout
    (release / "other-public.pem").write_text(other, "utf-8")
    text = (release / "new.yaml").read_text("utf-8")
    (release / "touched.yaml").write_text(text.replace("Damage", "Harm", 1), "utf-8")
    (release / "forged.json").write_text(
        manifest.read_text("utf-8").replace(drafts.PATCH, "77.0.0"), "utf-8"
    )
    extra = Path("indicators/sets") / f"nsi-behaviours-{shipped_sets()[0].version}.yaml"
    for words, options, file in (
        ("not trusted here", ("--manifest", manifest, "--key", release / "other-public.pem"), ""),
        ("not what was signed", ("--manifest", manifest), "touched.yaml"),
        ("signature is not that of this manifest", ("--manifest", release / "forged.json"), ""),
        ("is not in the manifest", (extra, "--manifest", manifest), ""),
        ("cannot be read", ("--manifest", release / "nowhere.json"), ""),
        ("no public key in this file", ("--manifest", manifest, "--key", manifest), ""),
        ("release.json: ", (manifest, "--manifest", manifest), ""),
    ):
        done = publish(sqlite_app, release, *options, file=file or "new.yaml")
        assert done.returncode == 2, words
        assert words in " ".join(done.stderr.split()), done.stderr
    unset = sar(sqlite_app, "publish", release / "new.yaml", "--manifest", manifest)
    assert "SAR_RELEASE_KEYS_FILE" in unset.stderr
    assert not is_published(sqlite_app)


def test_a_key_is_readable_by_its_owner_only_and_no_file_is_written_over(
    sqlite_app: Flask, release: Path
) -> None:
    before = (release / "key.pem").read_bytes()
    assert stat.S_IMODE((release / "key.pem").stat().st_mode) == 0o600
    assert "exists already" in sar(sqlite_app, "new-key", release / "key.pem").stderr
    again = sar(
        sqlite_app, "sign", release / "new.yaml",
        "--key", release / "key.pem", "--out", release / "key.pem",
    )  # fmt: skip
    assert "exists already" in again.stderr
    assert (release / "key.pem").read_bytes() == before
