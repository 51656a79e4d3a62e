"""What the form of a behaviour sent, as its description, and the description as a form."""

from collections.abc import Collection

from werkzeug.datastructures import MultiDict

from indicators.codes import SUSPICIOUS_ACTIVITY
from indicators.definitions import Confidence, DefinitionSet, Group, Indicator
from indicators.parsing import MAX_WEIGHT
from sar.catalog.drafts.edits import Description
from sar.catalog.form_reader import MAX_NAME_CHARS, MAX_TEXT_CHARS, Form, Reader, numbered
from sar.errors import FieldFinding

MAX_POINTS = 30
BLANK_POINTS = 3

NIEM_CODES = tuple((code, labels.normalised) for code, labels in SUSPICIOUS_ACTIVITY.items())


def description_form(indicator: Indicator) -> Form:
    """Fill in the form of a behaviour; one line of guidance is free."""
    points = enumerate((*indicator.guidance, ""))
    form = MultiDict(
        {
            "name": indicator.name,
            "definition": indicator.definition,
            "niem_code": indicator.niem_code,
            "group": indicator.group,
            "confidence": indicator.confidence,
            "weight": str(indicator.weight),
            **{f"guidance.{number}": point for number, point in points},
        }
    )
    form.setlist("sources", list(indicator.sources))
    return form


def blank_description_form() -> Form:
    """Return the form of a behaviour that is not there yet."""
    points = {f"guidance.{number}": "" for number in range(BLANK_POINTS)}
    return MultiDict({"confidence": Confidence.MEMORY, "weight": "0", **points})


def read_description(
    form: Form, definition_set: DefinitionSet
) -> tuple[Description, list[FieldFinding]]:
    """Read that form; the description is only good if nothing was found."""
    read = Reader(form)
    names = numbered(form, "guidance")[:MAX_POINTS]
    points = tuple(read.text(name, limit=MAX_TEXT_CHARS) for name in names)
    description = Description(
        name=read.text("name", limit=MAX_NAME_CHARS, empty="The behavior needs a name."),
        definition=read.text(
            "definition", limit=MAX_TEXT_CHARS, empty="The behavior needs a definition."
        ),
        niem_code=_read_code(read),
        group=read.member("group", Group, message="Say whether it is often innocent."),
        sources=_read_sources(read, {each.key for each in definition_set.sources}),
        confidence=read.member(
            "confidence", Confidence, message="Say where the definition comes from."
        ),
        guidance=tuple(point for point in points if point),
        weight=read.whole("weight", minimum=0, maximum=MAX_WEIGHT),
    )
    return description, read.findings


def _read_code(read: Reader) -> str:
    code = read.raw("niem_code")
    if code not in SUSPICIOUS_ACTIVITY:
        read.refuse("niem_code", "There is no such NIEM code.", "Choose one of the list.")
    return code


def _read_sources(read: Reader, known: Collection[str]) -> tuple[str, ...]:
    keys = tuple(dict.fromkeys(read.form.getlist("sources")))
    if not keys and known:
        read.refuse(
            "sources",
            "No source is named.",
            "Tick at least one; a new one is added on the page of the set as a whole.",
        )
    if set(keys) - set(known):
        read.refuse("sources", "The set has no such source.", "Tick some of the list.")
    return keys
