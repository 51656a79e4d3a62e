"""`sar triage`: the order of reports, measured and learned."""

import rich_click as click

from sar.commands.triage_evaluate import evaluate_file
from sar.commands.triage_rankers import (
    activate,
    gate,
    learn_on,
    list_rankers,
    rescore,
    roll_back,
    switch_off,
    switch_on,
    train,
)


@click.group("triage")
def triage() -> None:
    """Measure how early what matters is found; train, judge and switch rankers."""


for command in (
    evaluate_file,
    train,
    gate,
    learn_on,
    list_rankers,
    activate,
    learn_on,
    roll_back,
    switch_off,
    switch_on,
    rescore,
):
    triage.add_command(command)
