"""`sar sets diff`, `verdict` and `crosswalk`: what a version changes, refuses, and carries over."""

import json
from collections import Counter

import rich_click as click

from indicators import release_notes, verdict
from indicators.crosswalk import Passage, crosswalk, to_csv
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


@click.command("crosswalk")
@click.argument("old")
@click.argument("new")
@click.option("--csv", "as_csv", is_flag=True, help="Write it for a program to read.")
def show_crosswalk(old: str, new: str, *, as_csv: bool) -> None:
    """Say where each behavior and question of OLD went in NEW; each is a version, or a file.

    Answers are carried, carried if NEW accepts them, asked again, dropped, or go with a behaviour
    that a person chooses.
    """
    before, after = find_set(old), find_set(new)
    if as_csv:
        click.echo(to_csv(before, after), nl=False)
        return
    rows = crosswalk(before, after)
    for row in rows:
        indent = "  " if row.element_id else ""
        place = f"{row.from_id or '-':<8} → {' '.join(row.to_ids) or '-'}"
        name = f"{row.element_id} {row.label}" if row.element_id else f"{place} {row.label}"
        click.echo(f"{indent}{row.passage.replace('_', ' '):<19} {name}")
        click.echo(f"{indent}{'':<19}   {row.reason}\n" if row.reason else "", nl=False)
    counts = Counter(row.passage for row in rows if row.element_id)
    told = ", ".join(f"{counts[each]} {each.replace('_', ' ')}" for each in Passage if counts[each])
    click.echo(f"\nQuestions: {told}.")


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
