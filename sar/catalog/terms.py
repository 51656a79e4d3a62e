"""The form on which a version gets its date, and how long the one before it is accepted."""

from werkzeug.datastructures import MultiDict

from sar.catalog.activation import Terms
from sar.catalog.form_reader import Form, Reader, moment_of, whole_or_zero
from sar.catalog.publication import DEFAULT_ACCEPT_DAYS, MAX_ACCEPT_DAYS
from sar.errors import FieldFinding


def terms_form() -> Form:
    """Return the form for publishing as it is offered."""
    return MultiDict({"effective": "now", "accept_days": str(DEFAULT_ACCEPT_DAYS)})


def read_terms(form: Form) -> tuple[Terms, list[FieldFinding]]:
    """Read from when a version is to be in force, and how long the one before it is accepted."""
    read = Reader(form)
    effective_from = None
    if form.get("effective") == "later":
        effective_from = moment_of(form, "effective_from")
        if effective_from is None:
            read.refuse("effective_from", "This is not a date.", "Choose a day and a time.")
    elif form.get("effective") != "now":
        read.refuse("effective", "Say when it takes effect.", "Choose “At once” or “Later”.")
    days = read.whole("accept_days", minimum=0, maximum=MAX_ACCEPT_DAYS)
    follows_id = whole_or_zero(form.get("follows", ""))
    return Terms(effective_from, days, follows_id), read.findings
