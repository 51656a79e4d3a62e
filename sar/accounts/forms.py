"""What the forms of accounts sent, as frozen values."""

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from sar.accounts.people import NewPerson
from sar.accounts.tokens import NewToken

Form = MultiDict[str, str]


def line(form: Mapping[str, str], name: str) -> str:
    """Return one line: white space collapsed, what cannot be shown (or stored) left out."""
    words = " ".join(form.get(name, "").split())
    return "".join(sign for sign in words if sign.isprintable())


def new_token(form: Form) -> NewToken:
    """Return the token that is asked for; `days` is None where no whole number was typed."""
    return NewToken(
        label=line(form, "label"),
        scopes=tuple(dict.fromkeys(form.getlist("scopes"))),
        days=_number(form, "days"),
    )


def new_person(form: Form) -> NewPerson:
    """Return the person who is to get an account."""
    return NewPerson(
        username=line(form, "username").lower(),
        display_name=line(form, "display_name"),
        role=form.get("role", ""),
        agency_id=_number(form, "agency"),
    )


def agency_fields(form: Form) -> dict[str, str]:
    """Return name and zone of a new agency."""
    return {"name": line(form, "name"), "zone": line(form, "zone")}


def supervisor_fields(form: Form) -> tuple[int | None, int | None]:
    """Return an agency and the hours for which its supervisors look first."""
    return _number(form, "agency"), _number(form, "hours")


def _number(form: Form, name: str) -> int | None:
    """Return a number of at most nine digits, None for anything else."""
    text = form.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
