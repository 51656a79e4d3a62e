"""`sar privacy`: the recognizers measured and trained; each part is imported when it is used."""

import rich_click as click

from sar.cli import Part, load

PARTS = {
    "evaluate": Part("sar.commands.privacy_evaluate:evaluate_file", "Measure what is found."),
    "mentions": Part("sar.commands.privacy_mentions:mentions", "List protected attributes."),
}


class Parts(click.RichGroup):
    """The group of the parts in the table."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the parts in the order of the table."""
        return list(PARTS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002  click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """Import the part that was asked for."""
        part = PARTS.get(cmd_name)
        return load(part) if part else None


@click.group(cls=Parts)
def privacy() -> None:
    """Measure and train what finds identifiers in a text."""
