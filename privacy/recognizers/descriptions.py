"""Protected attributes by which a person is described: hidden, unlike the target of an act.

Not among the recognizers of the default: it needs the whole sentence, and takes its time. The
words "man" and "woman" alone stay, so that the text can still be read.
"""

from collections.abc import Iterator

from privacy.attributes import Attribute, Reader, Role
from privacy.recognizers.recognizer import Recognizer
from privacy.spans import Kind, Span

REASON = "It describes a person by a protected attribute."


def read_by(reader: Reader) -> Recognizer:
    """Return the recognizer of the phrases that describe a person by more than sex."""

    def recognize(text: str) -> Iterator[Span]:
        for phrase in reader.phrases(text):
            told = {each.attribute for each in phrase.mentions} - {Attribute.SEX}
            if told and all(each.role is Role.DESCRIPTION for each in phrase.mentions):
                yield Span(phrase.start, phrase.end, Kind.DESCRIPTION, REASON)

    return recognize
