"""`sar sets suggest`: which behaviours of a set may fit a narrative."""

import json
from typing import BinaryIO

import rich_click as click

from indicators.definitions import DefinitionSet
from indicators.loading import shipped_sets
from indicators.matching import Match, learn, suggest
from sar.commands.redacting import decoded
from sar.commands.set_files import find_set


@click.command("suggest")
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--set", "what", help="A version or a file; default: the newest shipped set.")
@click.option("--json", "is_json", is_flag=True, help="Print behaviors and phrases as JSON.")
def suggest_from_set(*, file: BinaryIO, what: str | None, is_json: bool) -> None:
    """Suggest behaviours for a narrative: FILE, or standard input.

    Says which phrases speak for each, and what each adds. It suggests; a person decides.
    """
    definition_set = find_set(what) if what else shipped_sets()[-1]
    narrative = decoded(file.read(), command="sar sets suggest")
    matches = suggest(narrative, learn(definition_set))
    if is_json:
        click.echo(json.dumps([_plain(each, narrative) for each in matches], ensure_ascii=False))
        return
    for match in matches:
        click.echo(_line(match, narrative, definition_set))
    if not matches:
        click.echo("Nothing fits.")


def _line(match: Match, narrative: str, definition_set: DefinitionSet) -> str:
    name = definition_set.indicator(match.indicator_id).name
    phrases = ", ".join(
        f"“{narrative[each.start : each.end]}” {each.points:+,}" for each in match.phrases
    )
    return f"{match.points:>6,}  {match.indicator_id} {name}: {phrases}"


def _plain(match: Match, narrative: str) -> dict[str, object]:
    phrases = [
        {
            "start": each.start,
            "end": each.end,
            "text": narrative[each.start : each.end],
            "points": each.points,
        }
        for each in match.phrases
    ]
    return {"indicator_id": match.indicator_id, "points": match.points, "phrases": phrases}
