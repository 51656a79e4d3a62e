"""`sar users`: add people, list them, shut them out, give them temporary passwords."""

from datetime import UTC, datetime

import rich_click as click

from sar import db, installation
from sar import settings as configuration
from sar.accounts import passwords, people, queries
from sar.accounts.people import NewPerson
from sar.actors import COMMAND_LINE
from sar.errors import InvalidInputError
from sar.models import Role


@click.group()
def users() -> None:
    """Look after accounts."""


@users.command("add")
@click.argument("username")
@click.option("--name", required=True, help="The person's name, as colleagues know it.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--agency", required=True, help="The agency's name; it is added if it is new.")
@click.option("--zone", default="", help="The time zone of a new agency, America/Chicago for one.")
@click.option(
    "--ask-password",
    is_flag=True,
    help="Ask for the password here, instead of showing a temporary one.",
)
def add_user(
    username: str, name: str, role: str, agency: str, zone: str, *, ask_password: bool
) -> None:
    """Add a person called USERNAME; shows a temporary password, this once."""
    settings, now = configuration.from_environment(), datetime.now(UTC)
    own = ""
    if ask_password:
        own = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with installation.database(settings) as engine, db.transaction(engine) as session:
        place = people.find_agency(session, agency)
        if place is None:
            findings = people.about_agency(session, name=agency, zone=zone or settings.zone)
            if findings:
                raise InvalidInputError(findings)
            place = people.open_agency(
                session, name=agency, zone=zone or settings.zone, actor=COMMAND_LINE, now=now
            )
        new = NewPerson(username.strip().lower(), name.strip(), role, place.agency_id)
        _, temporary = people.add_person(session, new, password=own, actor=COMMAND_LINE, now=now)
    click.echo(f"{new.username} is added as {role} at {place.name}.")
    if temporary:
        _show(temporary)


@users.command("list")
def list_users() -> None:
    """List every account: user name, role, agency, state."""
    settings = configuration.from_environment()
    with installation.database(settings) as engine, db.reading(engine) as session:
        page = queries.people_page(session)
        while page.rows:
            for row in page.rows:
                states = ["active" if row.is_active else "disabled"]
                states += ["temporary password"] if row.has_temporary_password else []
                states += ["second factor"] if row.has_second_factor else []
                click.echo("\t".join((row.username, row.role_label, row.agency, ", ".join(states))))
            if not page.next_after:
                break
            page = queries.people_page(session, after=page.next_after)


@users.command("disable")
@click.argument("username")
def disable_user(username: str) -> None:
    """Shut USERNAME out at once: sign-ins end, tokens are revoked."""
    settings = configuration.from_environment()
    with installation.database(settings) as engine, db.transaction(engine) as session:
        account = people.by_username(session, username)
        people.disable(session, account, actor=COMMAND_LINE, now=datetime.now(UTC))
    click.echo(f"{account.username} is shut out.")


@users.command("enable")
@click.argument("username")
def enable_user(username: str) -> None:
    """Let USERNAME in again."""
    settings = configuration.from_environment()
    with installation.database(settings) as engine, db.transaction(engine) as session:
        account = people.by_username(session, username)
        people.enable(session, account, actor=COMMAND_LINE, now=datetime.now(UTC))
    click.echo(f"{account.username} may sign in again.")


@users.command("reset-password")
@click.argument("username")
def reset_password(username: str) -> None:
    """Give USERNAME a temporary password, end sign-ins and tokens; shows it this once."""
    settings = configuration.from_environment()
    with installation.database(settings) as engine, db.transaction(engine) as session:
        account = people.by_username(session, username)
        temporary = people.reset_password(
            session, account, actor=COMMAND_LINE, now=datetime.now(UTC)
        )
    click.echo(f"{account.username} is signed out everywhere, and its API tokens are revoked.")
    _show(temporary)


def _show(temporary: str) -> None:
    click.echo(f"Temporary password: {temporary}")
    click.echo(
        f"It works for {passwords.TEMPORARY_DAYS} days, and only to choose an own one. "
        "It is shown this once."
    )
