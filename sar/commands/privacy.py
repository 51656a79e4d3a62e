"""`sar privacy`: what finds identifiers and protected attributes, measured and trained."""

import rich_click as click

from sar.commands.privacy_evaluate import evaluate_file
from sar.commands.privacy_mentions import mentions
from sar.commands.privacy_train import train


@click.group("privacy")
def privacy() -> None:
    """Measure and train what finds identifiers in a text."""


privacy.add_command(evaluate_file)
privacy.add_command(mentions)
privacy.add_command(train)
