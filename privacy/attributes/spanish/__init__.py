"""Protected traits in Spanish sentences: words of their own, the same roles by Spanish cues.

What is built as Spanish is read here and nowhere else, so that a report in both languages is read
sentence by sentence. No rule sees the word of a trait, as in `privacy.attributes.rules`.
"""

from privacy.attributes.spanish.sentences import (
    SpanishPhrase,
    find_fragments,
    read_spanish,
)

__all__ = ["SpanishPhrase", "find_fragments", "read_spanish"]
