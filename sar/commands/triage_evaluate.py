"""`sar triage evaluate`: a review of labelled texts, simulated and measured."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

if TYPE_CHECKING:
    from triage.evaluation import Evaluation
    from triage.evaluation.tables import Labelled


@click.command("evaluate")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--text", "text", multiple=True, metavar="COLUMN",
              help="Column of text; several are read together. Else text, narrative, title, "
              "abstract.")  # fmt: skip
@click.option("--label", metavar="COLUMN", default="",
              help="Column of labels, 1 or 0. Else label, label_included, included, relevant.",
              )  # fmt: skip
@click.option("--fact", "facts", multiple=True, metavar="COLUMN",
              help="A further column to learn from: numbers, or a few different values.",
              )  # fmt: skip
@click.option("--batch", type=click.IntRange(1), default=1, show_default=True,
              help="Texts that are read before the order is made anew.")  # fmt: skip
@click.option("--cold", "is_cold", is_flag=True,
              help="Start from nothing but the words of the newest indicator set.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True,
              help="Chooses the one relevant and the one other text to start from.")  # fmt: skip
@click.option("--baseline", type=click.Choice(["asreview"]), help="Measure this beside it.")
@click.option("--baseline-python", metavar="PROGRAM", default=sys.executable,
              help="A Python that has ASReview; else this one (extra [bench]).")  # fmt: skip
@click.option("--json", "is_json", is_flag=True, help="Print the figures as JSON.")
def evaluate_file(  # noqa: PLR0913  one parameter per option
    *,
    file: Path,
    text: tuple[str, ...],
    label: str,
    facts: tuple[str, ...],
    batch: int,
    is_cold: bool,
    seed: int,
    baseline: str | None,
    baseline_python: str,
    is_json: bool,
) -> None:
    """Simulate a review of FILE, a CSV of labelled texts, and say how early the relevant come.

    It starts from one known relevant text and one that is not, learns each label that is read,
    and always reads next what it thinks most relevant. Nothing is stored, no database is needed.
    """
    from triage.evaluation import Plan, evaluate
    from triage.evaluation.baseline import evaluate_asreview
    from triage.evaluation.tables import Columns, read_table

    table = read_table(file.read_bytes(), Columns(text, label, facts))
    words = _words_of_the_set() if is_cold else ()
    plan = Plan(batch=batch, is_cold=is_cold, prior_texts=words, seed=seed)
    with _progress(len(table.texts)) as show:
        results = {
            "sar": evaluate(
                table.texts, table.labels, facts=table.facts, plan=plan, on_progress=show
            )
        }
    if baseline:
        click.echo("ASReview reviews the same texts; this takes a while.", err=True)
        results[baseline] = evaluate_asreview(
            table.texts, table.labels, plan=plan, python=baseline_python
        )
    if is_json:
        click.echo(json.dumps({name: _plain(each) for name, each in results.items()}))
    else:
        click.echo("\n".join([*_about(table), *_table(results)]))


def _words_of_the_set() -> tuple[str, ...]:
    """Return what the newest shipped set says of its behaviours: names, paraphrases, phrases."""
    from indicators.loading import shipped_sets

    newest = shipped_sets()[-1]
    return tuple(
        " ".join((each.name, each.definition, *each.phrases)) for each in newest.indicators
    )


def _about(table: "Labelled") -> Iterator[str]:
    relevant = sum(table.labels)
    share = 100 * relevant / len(table.labels)
    yield f"{len(table.labels)} texts, {relevant} of them relevant ({share:.1f} %)"
    yield from (f"Note: {note}" for note in table.notes)


def _table(results: "dict[str, Evaluation]") -> Iterator[str]:
    yield "  ".join(["".ljust(34), *(name.rjust(10) for name in results)])
    lines = {name: dict(_figures(each)) for name, each in results.items()}
    for figure in lines["sar"]:
        cells = [lines[name].get(figure, "-").rjust(10) for name in results]
        yield "  ".join([figure.ljust(34), *cells])


def _figures(result: "Evaluation") -> Iterator[tuple[str, str]]:
    """Give each figure its line; what is better is said where it is not plain."""
    found = result.discovery
    for share, recall in zip((5, 10, 20), found.recalls, strict=True):
        yield f"recall when {share} % are read", f"{recall:.3f}"
    yield "work saved at 95 % recall", f"{found.work_saved:.3f}"
    yield "mean time to discovery (low: good)", f"{found.time_to_discovery:.3f}"
    yield "relevant among the first five", "yes" if found.is_first_five else "no"
    if result.calibration is not None:
        yield "calibration error, on unread texts", f"{result.calibration.error:.3f}"
        ratios = result.calibration.ratios
        cells = ["-" if each is None else f"{each:.2f}" for each in ratios]
        yield "observed/expected, by fifth", " ".join(cells)
    yield "processor time, s", f"{result.cpu_seconds:.1f}"
    if result.peak_megabytes is not None:
        yield "peak memory, MB", f"{result.peak_megabytes:.0f}"


def _plain(result: "Evaluation") -> dict[str, object]:
    plain = asdict(result)
    del plain["order"]
    return plain


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how many texts have been read."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Reading", total=total)
        yield lambda done: progress.update(task, completed=done)
