"""The `sar` command: its parts by name; a part is imported only when it is used."""

import importlib
import sys

import rich_click as click
from click.exceptions import Abort, ClickException, Exit

from sar import __version__, server_log
from sar.values import frozen

EXIT_FAILED = 2


@frozen
class Part:
    """One subcommand: where it is defined ("module:attribute") and what it does."""

    target: str
    help: str


PARTS = {
    "demo": Part("sar.commands.demo:demo", "Look around: made-up reports, one command."),
    "serve": Part("sar.commands.serving:serve", "Run the application."),
    "doctor": Part("sar.commands.doctor:doctor", "Check this installation."),
    "db": Part("sar.commands.database:database", "Make or update the database's tables."),
    "keys": Part("sar.commands.keys:keys", "Make and rotate the keyring."),
    "users": Part("sar.commands.users:users", "Look after accounts."),
    "sets": Part("sar.commands.sets:sets", "Check and publish indicator sets."),
    "languages": Part("sar.commands.translating:languages", "Check and begin translations."),
    "training": Part("sar.commands.training:training", "Make training from an indicator set."),
    "audit": Part("sar.commands.audit:audit", "Verify and sign the audit log."),
    "report": Part("sar.commands.reporting:report", "Make reports for oversight."),
    "import": Part("sar.commands.importing:import_reports", "Bring in past reports from a file."),
    "retention": Part("sar.commands.retention:retention", "See and purge what is due."),
    "search": Part("sar.commands.searching:search", "Write anew what reports are found by."),
    "alerts": Part("sar.commands.alerts:alerts", "Tell by mail that something is new."),
    "held": Part("sar.commands.held:held", "Retry reports whose redaction failed."),
    "redact": Part("sar.commands.redacting:redact_text", "Redact a text."),
    "files": Part("sar.commands.files:files", "Clean photos and files; check held ones."),
    "privacy": Part("sar.commands.privacy:privacy", "Measure and train what finds identifiers."),
    "triage": Part(
        "sar.commands.triage:triage", "Measure and train rankers, judge and switch them."
    ),
    "rank": Part("sar.commands.ranking:rank", "Rank reports of a file, with reasons."),
}


class Program(click.RichGroup):
    """The group of all parts; what goes wrong in one becomes words and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the parts in the order of the table."""
        return list(PARTS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002  click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """Return a stand-in that knows its help only; `resolve_command` imports the real part."""
        part = PARTS.get(cmd_name)
        return click.Command(cmd_name, help=part.help) if part else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Import the part that is about to run."""
        name, found, rest = super().resolve_command(ctx, args)
        return name, load(PARTS[str(name)]) if found else None, rest

    def invoke(self, ctx: click.Context) -> object:
        """Run the part that was asked for."""
        server_log.write_to(sys.stderr)
        try:
            return super().invoke(ctx)
        except (ClickException, Abort, Exit, BrokenPipeError):
            raise
        except Exception as error:
            from sar.commands.failures import explain

            click.echo(f"sar: {explain(error)}", err=True)
            sys.exit(EXIT_FAILED)


def load(part: Part) -> click.Command:
    """Import a part."""
    module, _, attribute = part.target.partition(":")
    command: click.Command = getattr(importlib.import_module(module), attribute)
    return command


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sar")
def main() -> None:
    """Suspicious activity reports: file, protect, rank, review."""


if __name__ == "__main__":
    main()
