"""`sar sets diff` and `sar sets verdict`: what a version changes, and what it refuses."""

import json

import rich_click as click

from indicators import release_notes, verdict
from indicators.definitions import DefinitionSet
from indicators.release_notes import HEADINGS
from sar.commands.set_files import find_set

_FOR_A_PROGRAM = click.option(
    "--json", "as_json", is_flag=True, help="Write it for a program to read."
)


@click.command("diff")
@click.argument("old")
@click.argument("new")
@_FOR_A_PROGRAM
def show_changes(old: str, new: str, *, as_json: bool) -> None:
    """Say what NEW changes against OLD; each is a version such as 2.0.0, or a file."""
    notes = release_notes.release_notes(find_set(old), find_set(new))
    if as_json:
        _write(release_notes.to_plain(notes))
        return
    if not notes.changes:
        click.echo("No difference in content.")
        return
    for category, changes in notes.groups():
        click.echo(f"{HEADINGS[category]} ({len(changes)})")
        for change in changes:
            click.echo(f"  {change.sentence}")
            click.echo("".join(f"    - {each}\n" for each in [change.before] if each), nl=False)
            click.echo("".join(f"    + {each}\n" for each in [change.after] if each), nl=False)
        click.echo()
    count, before = len(notes.changes), notes.old.version
    click.echo(f"{count} change(s); after {before} this needs at least {notes.next_version}.")


@click.command("verdict")
@click.argument("old", nargs=-1, required=True)
@click.argument("new")
@_FOR_A_PROGRAM
def show_verdict(old: tuple[str, ...], new: str, *, as_json: bool) -> None:
    """Say which reports NEW refuses that OLD accepted, and the reverse.

    Each is a version such as 2.0.0, or a file; several OLD versions may be given. Every reason
    comes with the smallest report that shows it; its values are made up from the definitions.
    """
    after = find_set(new)
    befores = [find_set(each) for each in old]
    if as_json:
        found = [verdict.to_plain(before, after) for before in befores]
        _write(found[0] if len(found) == 1 else found)
        return
    for before in befores:
        _print_verdict(before, after)
    if len(befores) > 1:
        click.echo("In short")
        for sentence in verdict.verdict_in_words(befores, after):
            click.echo(f"  {sentence}")


def _print_verdict(before: DefinitionSet, after: DefinitionSet) -> None:
    found = verdict.verdict(before, after)
    for direction in (found.backward, found.forward):
        for sentence in direction.sentences[len(direction.reasons) :]:
            click.echo(sentence)
        if direction.reasons:
            accepts = "accepted" if direction.is_backward else "accepts"
            click.echo(
                f"Version {direction.refusing} refuses reports that "
                f"version {direction.accepting} {accepts}:"
            )
        for reason in direction.reasons:
            click.echo(f"  {reason.clause}.")
            click.echo(f"    For example: {reason.example}.")
        click.echo()


def _write(plain: object) -> None:
    click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
