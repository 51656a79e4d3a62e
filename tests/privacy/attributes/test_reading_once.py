"""A report's texts are read for attributes once, and no word of them is remembered afterwards."""

import random
import sys
from collections.abc import Sized

from privacy.attributes import Reader, find_mentions, mask_mentions
from privacy.recognizers import descriptions
from privacy.redaction import redact

TOLD = "A Kenyan man in a red cap took photos of the mosque. Because he is Muslim I called."


def test_a_reader_says_the_same_as_reading_alone_and_reads_a_text_once():
    reader = Reader()
    assert reader.mentions(TOLD) == find_mentions(TOLD) != ()
    assert reader.mask(TOLD) == mask_mentions(TOLD) != TOLD
    assert reader.phrases(TOLD) is reader.phrases(TOLD)
    [described] = descriptions.read_by(reader)(TOLD)
    assert TOLD[described.start : described.end] == "Kenyan man"


def remembered():
    """Return the sizes of all memories of the library, by module and name."""
    return {
        (module, name): value.cache_info().currsize if hasattr(value, "cache_info") else len(value)
        for module, loaded in sorted(sys.modules.items())
        if module.startswith("privacy.")
        for name, value in vars(loaded).items()
        if hasattr(value, "cache_info") or (isinstance(value, Sized) and name.isupper())
    }


def test_no_word_of_a_text_that_was_read_is_remembered():
    chance = random.Random(7)
    invented = ["".join(chance.choices("bcdfghjklmnpqrstvwxz", k=8)) for _ in range(80)]
    for text in (TOLD, "Mr. John Smith met a Pakitsani woman near the gate."):
        mask_mentions(redact(text).text)
    before = remembered()
    for word in invented:
        told = f"Because {word.title()} is a Kenyan man I called {word}."
        mask_mentions(told)
        redact(told)
    grown = {name for name, size in remembered().items() if size != before.get(name, size)}
    ordinary = {("privacy.model.features", "_ORDINARY"), ("privacy.attributes.senses", "_ORDINARY")}
    assert grown <= ordinary
    assert not {key[0] for key in sys.modules["privacy.model.features"]._ORDINARY} & set(invented)
    assert not set(sys.modules["privacy.attributes.senses"]._ORDINARY) & set(invented)
