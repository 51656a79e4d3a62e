"""`sar privacy evaluate`: what is found in labelled texts, measured, and how fast."""

import json
from pathlib import Path

import rich_click as click

from privacy import evaluation
from privacy.evaluation import Evaluation, Score
from privacy.evaluation import baseline as baselines
from sar.commands.redacting import decoded


@click.command("evaluate")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--format", "format_name", type=click.Choice(["presidio", "tab", "jsonl"]), required=True,
    help="presidio-research's JSON, the Text Anonymization Benchmark's, or our JSON lines.",
)  # fmt: skip
@click.option(
    "--map", "map_file", type=click.Path(dir_okay=False, path_type=Path),
    help="What the labels of the file mean: lines of LABEL and our kinds, or -.",
)  # fmt: skip
@click.option("--baseline", type=click.Choice(["presidio"]), help="Measure this beside it.")
@click.option("--attributes", is_flag=True, help="Count protected attributes as found, too.")
@click.option("--json", "is_json", is_flag=True, help="Print the counts as JSON.")
def evaluate_file(
    *,
    file: Path,
    format_name: str,
    map_file: Path | None,
    baseline: str | None,
    attributes: bool,
    is_json: bool,
) -> None:
    """Measure what is found in FILE of labelled texts: precision, recall and speed.

    exact: the same range and kind. near: the common part is at least 90 % of both together.
    covered: every letter and digit lies in something that was found; its precision asks only that
    what was found touches a label. For `tab`, entity recall, token recall and precision follow.
    """
    labels = evaluation.shipped_labels()
    if map_file is not None:
        text = decoded(map_file.read_bytes(), command="sar privacy evaluate --map")
        labels |= evaluation.parse_labels(text, name=map_file.name)
    documents = evaluation.read_documents(file.read_bytes(), format_name=format_name)
    detectors: dict[str, baselines.Detector] = {}
    detectors["sar"] = evaluation.detect_with_attributes if attributes else evaluation.detect
    if baseline is not None:
        detectors[baseline] = baselines.presidio(labels)
    results = {
        name: evaluation.evaluate(
            documents, labels=labels, detector=detector, has_annotators=format_name == "tab"
        )
        for name, detector in detectors.items()
    }
    if is_json:
        click.echo(json.dumps({name: _plain(each) for name, each in results.items()}))
    else:
        for name, result in results.items():
            click.echo("\n".join(_table(name, result)))


def _plain(result: Evaluation) -> dict[str, object]:
    rates = result.rates
    return {
        "labels": {label: _counts(each) for label, each in result.scores.items()},
        "total": _counts(result.total),
        "documents": result.documents,
        "documents_per_second": round(result.documents / result.seconds, 1),
        "characters_per_second": round(result.characters / result.seconds),
        "tab": None
        if rates is None
        else {
            "entity_recall_direct": rates.direct_recall,
            "entity_recall_quasi": rates.quasi_recall,
            "token_recall": rates.token_recall,
            "token_precision_uniform": rates.precision,
        },
    }


def _counts(each: Score) -> dict[str, int]:
    return {
        "labelled": each.labelled,
        "found": each.found,
        "exact": each.exact,
        "near": each.near,
        "covered": each.covered,
        "touching": each.touching,
    }


def _table(name: str, result: Evaluation) -> list[str]:
    head = f"{name:<20} {'labelled':>8} {'found':>7}   exact P/R     near P/R      covered P/R"
    lines = [head, *(_row(label, each) for label, each in result.scores.items())]
    lines.append(_row("all", result.total))
    if result.rates is not None:
        rates = result.rates
        lines += (
            f"entity recall: direct {rates.direct_recall:.3f}, quasi {rates.quasi_recall:.3f}",
            f"tokens: recall {rates.token_recall:.3f}, precision {rates.precision:.3f} (uniform)",
        )
    speed = result.characters / result.seconds
    lines.append(
        f"{result.documents:,} documents, {result.documents / result.seconds:,.0f} a second, "
        f"{speed:,.0f} characters a second\n"
    )
    return lines


def _row(label: str, each: Score) -> str:
    pairs = (
        f"{each.precision(precise):.3f}/{each.recall(recalled):.3f}"
        for precise, recalled in (
            (each.exact, each.exact),
            (each.near, each.near),
            (each.touching, each.covered),
        )
    )
    return f"{label:<20} {each.labelled:>8,} {each.found:>7,}   {'   '.join(pairs)}"
