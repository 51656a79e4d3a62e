"""What the form of a behaviour sent, as its words, and the words as a filled-in form."""

from werkzeug.datastructures import MultiDict

from indicators.definitions import Confidence, Indicator
from indicators.parsing import MAX_WEIGHT
from sar.catalog.drafts.edits import Words
from sar.catalog.form_reader import MAX_NAME_CHARS, MAX_TEXT_CHARS, Form, Reader, numbered
from sar.errors import FieldFinding

MAX_POINTS = 30


def words_form(indicator: Indicator) -> Form:
    """Fill in the form for name, meaning, guidance and weight; one line of guidance is free."""
    points = enumerate((*indicator.guidance, ""))
    return MultiDict(
        {
            "name": indicator.name,
            "definition": indicator.definition,
            "confidence": indicator.confidence,
            "weight": str(indicator.weight),
            **{f"guidance.{number}": point for number, point in points},
        }
    )


def read_words(form: Form) -> tuple[Words, list[FieldFinding]]:
    """Read that form; the words are only good if nothing was found."""
    read = Reader(form)
    names = numbered(form, "guidance")[:MAX_POINTS]
    points = tuple(read.text(name, limit=MAX_TEXT_CHARS) for name in names)
    words = Words(
        name=read.text("name", limit=MAX_NAME_CHARS, empty="The behaviour needs a name."),
        definition=read.text(
            "definition", limit=MAX_TEXT_CHARS, empty="The behaviour needs a definition."
        ),
        confidence=read.member(
            "confidence", Confidence, message="Say where the definition comes from."
        ),
        guidance=tuple(point for point in points if point),
        weight=read.whole("weight", minimum=0, maximum=MAX_WEIGHT),
    )
    return words, read.findings
