"""`sar rank`: the reports of a file in the order in which to read them, each with its reasons."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from sar.importing.rows import ENCODINGS, Row, open_rows
from sar.values import frozen

if TYPE_CHECKING:
    from sar.sets.published import PublishedSet
    from triage.rules import Score


@frozen
class Ranked:
    """A row and its score."""

    line: int
    reference: str
    score: "Score"


@click.command("rank")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object per report.")
@click.option("--encoding", type=click.Choice(ENCODINGS), default="utf-8", show_default=True)
def rank(*, file: Path, is_json: bool, encoding: str) -> None:
    """Rank the reports of FILE, JSON Lines of submissions or CSV; no database is needed.

    A report without "received" counts as received now, one without a set version is checked
    against the newest set. Each reason moves the score, 0 to 1000, by the points beside it.
    Rows that cannot be ranked are named on standard error; the exit code is 1 then.
    """
    from sar.importing.columns import Mapped

    refused = 0
    ranked = []
    with open_rows(file, encoding=encoding, mapped=Mapped()) as source:
        for each in _scored(source.rows):
            if isinstance(each, Ranked):
                ranked.append(each)
            else:
                refused += 1
                click.echo(each, err=True)
    ranked.sort(key=lambda each: (-each.score.points, each.line))
    for place, each in enumerate(ranked, 1):
        click.echo(_as_json(place, each) if is_json else _as_text(place, each))
    sys.exit(1 if refused else 0)


def _scored(rows: Iterator[Row]) -> Iterator[Ranked | str]:
    """Score each row, or say in a line why it cannot be scored."""
    from sar.importing.checking import Basis, Ready, check_row
    from sar.importing.verdicts import words
    from sar.intake.checking import candidate_of
    from sar.settings import Settings
    from triage.rules import score

    now = datetime.now(UTC)
    basis = Basis(_shipped(), now, Settings(database_url="").max_narrative_chars)
    for row in rows:
        found = check_row(_dated(row, now), basis)
        if not isinstance(found, Ready):
            yield f"line {row.line}: {words(found)}"
            continue
        candidate = candidate_of(found.checked, received_at=found.received_at, similar_recent=0)
        yield Ranked(row.line, found.reference, score(candidate))


def _dated(row: Row, now: datetime) -> Row:
    if row.submission is not None:
        row.submission.setdefault("received", now.isoformat())
    return row


def _shipped() -> Sequence["PublishedSet"]:
    """Return the shipped sets as if each had always been in force, the newest first."""
    from indicators.lifecycle import Period
    from indicators.loading import shipped_sets
    from sar.sets.published import PublishedSet

    always = datetime.min.replace(tzinfo=UTC)
    return [
        PublishedSet(
            definition_set_id=0,
            definition_set=each,
            sha256=each.sha256,
            periods=(Period(always, None),),
        )
        for each in reversed(shipped_sets())
    ]


def _as_text(place: int, each: Ranked) -> str:
    head = f"{place:>4}. {each.score.points:>4}  line {each.line}  {each.reference}".rstrip()
    reasons = [f"            {reason.points:+5}  {reason.text}" for reason in each.score.reasons]
    return "\n".join([head, *reasons])


def _as_json(place: int, each: Ranked) -> str:
    return json.dumps(
        {
            "place": place,
            "line": each.line,
            "reference": each.reference,
            "points": each.score.points,
            "reasons": [
                {"rule": reason.rule, "text": reason.text, "points": reason.points}
                for reason in each.score.reasons
            ],
        },
        ensure_ascii=False,
    )
