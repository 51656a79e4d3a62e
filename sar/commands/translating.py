"""`sar languages` and `sar sets translations`: what a translation lacks, and beginning one."""

import sys
from collections.abc import Sequence
from pathlib import Path

import rich_click as click

from sar.commands.set_files import find_set
from sar.wording import catalogues
from sar.wording.catalogues import Gap
from sar.wording.languages import ENGLISH, LANGUAGES, LOCALES, TRANSLATED_SETS

_CODES = click.Choice([each.code for each in LANGUAGES if each != ENGLISH])
_INTO = click.option(
    "--into", type=click.Path(path_type=Path), help="The folder; default: where the program reads."
)
_SHOWN_CHARS = 72


@click.group()
def languages() -> None:
    """Check the languages of the interface, and begin or complete their files."""


@languages.command("list")
def list_languages() -> None:
    """List the languages: code, name, how much of the interface they lack."""
    for each in LANGUAGES:
        lacks = 0 if each == ENGLISH else len(_gaps_of_interface(each.code))
        click.echo(f"{each.code}\t{each.name}\t{lacks} texts are missing")


@languages.command("check")
@click.argument("code", type=_CODES)
def check_language(code: str) -> None:
    """Name each text of the interface that the language CODE lacks; fails if there is one."""
    _tell(_gaps_of_interface(code))


@languages.command("update")
@click.argument("code", type=_CODES)
@_INTO
def update_language(*, code: str, into: Path | None) -> None:
    """Write the files of the language CODE anew: every text, what is translated kept.

    What is missing stands there with an empty translation, and is shown in English until then.
    """
    catalogues.update_interface(code, into=into or LOCALES)
    click.echo(f"{len(_gaps_of_interface(code))} texts were missing.")


@click.command("translations")
@click.argument("version")
@click.option("--language", "code", type=_CODES, required=True, help="Into which language.")
@click.option("--write", is_flag=True, help="Write the file anew, what is translated kept.")
@_INTO
def translate_set(*, version: str, code: str, write: bool, into: Path | None) -> None:
    """Name each text that officers read of a set and that is not translated.

    VERSION is a number such as 2.0.0, or a file. Texts that stand in another version in the same
    words carry over. Fails if a text is missing.
    """
    definition_set = find_set(version)
    if write:
        file = catalogues.update_set(definition_set, code, into=into or TRANSLATED_SETS)
        click.echo(f"Written: {file.name}")
    files = catalogues.set_files(definition_set, code)
    _tell(list(catalogues.gaps(files, catalogues.of_set(definition_set))))


def _gaps_of_interface(code: str) -> list[Gap]:
    files = catalogues.of_interface(code)
    return [gap for file, wanted in files for gap in catalogues.gaps([file], wanted)]


def _tell(gaps: Sequence[Gap]) -> None:
    for gap in gaps:
        click.echo(f"{gap.place}\t{gap.why}\t{gap.text[:_SHOWN_CHARS]}")
    click.echo(f"{len(gaps)} texts are missing.")
    sys.exit(int(bool(gaps)))
