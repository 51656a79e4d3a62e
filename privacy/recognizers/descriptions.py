"""Protected attributes by which a person can be told: hidden, unlike the target of an act.

Whoever is described: the one who was watched, and as well a witness, a caller, an officer or
somebody who plays no part, whose traits are nobody's business. What stays is what the analyst has
to judge: the target of an act, a lawful activity, and the reason for suspicion, about which the
analyst is asked. Not among the recognizers of the default: it needs the whole sentence, and takes
its time. The words "man" and "woman" alone stay, so that the text can still be read.
"""

from collections.abc import Iterator

from privacy.attributes import Attribute, Reader, Role
from privacy.attributes.finding import ReadPhrase
from privacy.recognizers.recognizer import Recognizer
from privacy.spans import Kind, Span

REASON = "It describes a person by a protected attribute."


def read_by(reader: Reader) -> Recognizer:
    """Return the recognizer of the phrases that describe a person by more than sex."""

    def recognize(text: str) -> Iterator[Span]:
        for phrase in reader.phrases(text):
            told = {each.attribute for each in phrase.mentions} - {Attribute.SEX}
            if told and _describes(phrase):
                yield Span(phrase.start, phrase.end, Kind.DESCRIPTION, REASON)

    return recognize


def _describes(phrase: ReadPhrase) -> bool:
    role = phrase.mentions[0].role
    return role is Role.DESCRIPTION or (role is Role.IRRELEVANT and phrase.is_of_a_person)
