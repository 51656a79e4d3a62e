"""What the form of a set as a whole sent, and the set's own fields as a filled-in form."""

import re
from dataclasses import field, fields, replace
from datetime import date

from werkzeug.datastructures import MultiDict

from indicators.definitions import DefinitionSet, Source
from indicators.parsing import MAX_COUNT
from sar.catalog.form_reader import (
    MAX_HELP_CHARS,
    MAX_NAME_CHARS,
    MAX_TEXT_CHARS,
    Form,
    Reader,
)
from sar.errors import FieldFinding
from sar.values import frozen

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}")


@frozen
class Whole:
    """What belongs to no behaviour alone; `max_behaviours` is None for any number in a report."""

    title: str
    edition: str
    issued: date
    notice: str = field(repr=False)
    definition_of_suspicious_activity: str = field(repr=False)
    protected_characteristics: tuple[str, ...]
    max_behaviours: int | None
    sources: tuple[Source, ...]


def with_whole(draft: DefinitionSet, *, whole: Whole) -> DefinitionSet:
    """Give the set these fields; its behaviours stay."""
    return replace(draft, **{each.name: getattr(whole, each.name) for each in fields(whole)})


def put_back(draft: DefinitionSet, *, base: DefinitionSet) -> DefinitionSet:
    """Put back all but the behaviours themselves, and their order; new ones stand at the end."""
    places = {each.indicator_id: place for place, each in enumerate(base.indicators)}
    order = sorted(draft.indicators, key=lambda each: places.get(each.indicator_id, len(places)))
    return replace(base, version=draft.version, indicators=tuple(order))


def whole_form(definition_set: DefinitionSet) -> Form:
    """Fill in the form."""
    most = definition_set.max_behaviours
    return MultiDict(
        {
            "title": definition_set.title,
            "edition": definition_set.edition,
            "issued": definition_set.issued.isoformat(),
            "notice": definition_set.notice,
            "definition": definition_set.definition_of_suspicious_activity,
            "protected": "\n".join(definition_set.protected_characteristics),
            "max_behaviours": "" if most is None else str(most),
            **{f"source.{each.key}": each.reference for each in definition_set.sources},
        }
    )


def read_whole(form: Form, old: DefinitionSet) -> tuple[Whole, list[FieldFinding]]:
    """Read that form; it is only good if nothing was found."""
    read = Reader(form)
    whole = Whole(
        title=read.text("title", limit=MAX_NAME_CHARS, empty="The set needs a title."),
        edition=read.text("edition", limit=MAX_NAME_CHARS, empty="Say which edition it follows."),
        issued=_read_day(read, old.issued),
        notice=read.text("notice", limit=MAX_TEXT_CHARS, empty="The set needs a notice."),
        definition_of_suspicious_activity=read.text(
            "definition", limit=MAX_TEXT_CHARS, empty="Say what suspicious activity is."
        ),
        protected_characteristics=_read_protected(read),
        max_behaviours=read.count("max_behaviours", minimum=1, maximum=MAX_COUNT),
        sources=_read_sources(read, old),
    )
    return whole, read.findings


def _read_protected(read: Reader) -> tuple[str, ...]:
    """Read what is never a reason for suspicion, one in a line; the same one twice counts once."""
    text = read.text(
        "protected", limit=MAX_TEXT_CHARS, empty="Say what is never a reason for suspicion."
    )
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _read_day(read: Reader, old: date) -> date:
    try:
        return date.fromisoformat(read.raw("issued"))
    except ValueError:
        read.refuse("issued", "This is not a date.", "Choose a day.")
        return old


def _read_sources(read: Reader, old: DefinitionSet) -> tuple[Source, ...]:
    """Read the references; an emptied one is removed, and a new one has a key of its own."""
    kept = [
        Source(each.key, text)
        for each in old.sources
        if (text := read.text(f"source.{each.key}", limit=MAX_HELP_CHARS))
    ]
    key = read.raw("new_key")
    reference = read.text("new_reference", limit=MAX_HELP_CHARS)
    if not key and not reference:
        return tuple(kept)
    if not _KEY.fullmatch(key):
        read.refuse("new_key", "The source needs a short name.", "Such as dhs-2024.")
    elif key in {each.key for each in old.sources}:
        read.refuse("new_key", "A source has that name already.", "Choose another one.")
    if not reference:
        read.refuse("new_reference", "Nothing says what the source is.", "Name it in full.")
    return (*kept, Source(key, reference))
