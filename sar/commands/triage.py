"""`sar triage`: rankers that learn from decisions, judged before they order anything."""

import rich_click as click

from sar.commands.triage_evaluate import evaluate_file


@click.group("triage")
def triage() -> None:
    """Measure how early a ranker finds what matters."""


for command in (evaluate_file,):
    triage.add_command(command)
