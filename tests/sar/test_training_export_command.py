"""`sar training export`: what it writes, for whom, and what it says when there is nothing."""

from pathlib import Path

from flask import Flask

from indicators.definitions import Audience
from sar.training.export import Format
from tests import factories
from tests.command_line import run_here, variables
from tests.training import schemas

NEWEST = factories.newest_set().version


def export(folder: Path, *options: str, **environment: str):
    return run_here("training", "export", folder, *options, env=variables(**environment))


def test_one_command_writes_every_format_for_every_role(tmp_path: Path) -> None:
    done = export(tmp_path / "new" / "pack", "--set", NEWEST)
    assert done.returncode == 0, done.stderr
    found = sorted(each.name for each in (tmp_path / "new" / "pack").iterdir())
    assert len(found) == len(Audience) * len(Format) == 20
    assert all(name in done.stdout for name in found)
    assert f"nsi-behaviours-{NEWEST}-fire-ems-short-scorm12.zip" in found


def test_the_version_in_force_is_exported_unless_another_is_named(
    sqlite_app: Flask, tmp_path: Path
) -> None:
    url = sqlite_app.extensions["sar"].settings.database_url
    done = export(tmp_path, "--format", "job-aid", "--role", "fire_ems", SAR_DATABASE_URL=url)
    assert done.stdout.startswith(f"nsi-behaviours-{NEWEST}-fire-ems-full-job-aid.html")
    done = export(tmp_path, "--format", "job-aid", "--role", "fire_ems", "--set", "1.0.0")
    assert done.stdout.startswith("nsi-behaviours-1.0.0-fire-ems-full-job-aid.html")


def test_a_refresher_is_written_and_a_needless_one_is_not(tmp_path: Path) -> None:
    done = export(tmp_path, "--set", NEWEST, "--since", "1.0.0", "--role", "private_sector")
    assert f"nsi-behaviours-{NEWEST}-private-sector-since-1.0.0-cmi5.zip" in done.stdout
    done = export(tmp_path / "none", "--set", NEWEST, "--since", NEWEST, "--format", "scorm12")
    assert done.returncode == 0
    assert done.stdout == f"Nothing to refresh since version {NEWEST}.\n"
    assert list((tmp_path / "none").iterdir()) == []


def test_the_full_course_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    options = ("--set", NEWEST, "--format", "cmi5", "--role", "fire_ems")
    done = export(tmp_path, *options, "--full")
    assert f"nsi-behaviours-{NEWEST}-fire-ems-full-cmi5.zip" in done.stdout
    done = export(tmp_path, *options, "--language", "es")
    assert f"nsi-behaviours-{NEWEST}-fire-ems-short-es-cmi5.zip" in done.stdout
    done = export(tmp_path, *options, "--full", "--since", "1.0.0")
    assert done.returncode == 2
    assert "leave one out" in done.stderr


def test_the_operators_schemas_go_into_the_package(tmp_path: Path) -> None:
    folder = str(schemas.scorm_folder())
    options = ("--set", NEWEST, "--format", "scorm12", "--role", "fire_ems")
    done = export(tmp_path, *options, SAR_SCORM_SCHEMAS=folder)
    assert done.returncode == 0, done.stderr
    content = next(tmp_path.iterdir()).read_bytes()
    assert b"adlcp_rootv1p2.xsd" in content
    done = export(tmp_path, *options, SAR_SCORM_SCHEMAS=str(tmp_path))
    assert done.returncode == 2
    assert "lacks imscp_rootv1p1p2.xsd" in done.stderr


def test_what_cannot_be_exported_is_told(tmp_path: Path) -> None:
    done = export(tmp_path)
    assert done.returncode == 2
    assert "Name one, --set" in done.stderr
    assert export(tmp_path, "--set", NEWEST, "--role", "pirate").returncode == 2
    assert export(tmp_path, "--set", NEWEST, "--format", "pptx").returncode == 2
    file = tmp_path / "file"
    file.touch()
    assert export(file, "--set", NEWEST).returncode == 2
    assert list(tmp_path.iterdir()) == [file]
