"""The lexicon: what lists of names and words know of a word, as bits under the word's hash.

Only hashes are kept (CRC 32 of the folded word): the file is small, is read fast, and lists nobody.
One foreign word in about 16,000 shares its hash with a listed one; the bits are a hint only.
"""

import zlib
from dataclasses import dataclass
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from privacy.gazetteer import fold


class Known(IntFlag):
    """What a list says that a word may be."""

    GIVEN = 1
    FAMILY = 2
    RARE_FAMILY = 4
    CITY = 8
    SMALL_CITY = 16
    COUNTRY = 32
    NATIONALITY = 64
    FUNCTION = 128
    COMMON = 256  # A word that is often met in running text.
    NOUN = 512
    VERB = 1024
    ADJECTIVE = 2048
    ADVERB = 4096
    TITLE = 8192
    ORGANISATION = 16384  # "bank", "university": what names of organisations and places end in.
    STREET = 32768  # "avenue", "park".


NAMES = Known.GIVEN | Known.FAMILY | Known.RARE_FAMILY | Known.CITY | Known.SMALL_CITY
"""The bits that lists of names give; training hides them now and then."""

FREQUENT_NAMES = Known.GIVEN | Known.FAMILY

_SURE_WORDS = Known.FUNCTION | Known.COMMON | Known.NATIONALITY | Known.TITLE
_SURE_WORDS |= Known.ORGANISATION | Known.STREET | Known.COUNTRY
_WORDS = Known.NOUN | Known.VERB | Known.ADJECTIVE | Known.ADVERB


def is_visible(bits: int) -> bool:
    """Tell whether the recognizer may see which word it is: of others it sees the form only.

    A rare word of the dictionary that is a name, too ("george"), counts as a name.
    """
    return bool(bits & _SURE) or bool(bits & _PLAIN and not bits & _NAMES)


_SURE, _PLAIN, _NAMES = int(_SURE_WORDS), int(_WORDS), int(NAMES)


def hash_word(word: str) -> int:
    """Return the hash under which a folded word stands in the lexicon."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sorted hashes (n_words,) of uint32 and their bits (n_words,) of uint16."""

    hashes: NDArray[np.uint32]
    bits: NDArray[np.uint16]

    @classmethod
    def of(cls, words: dict[str, int]) -> "Lexicon":
        """Make the lexicon of folded words with their bits."""
        merged: dict[int, int] = {}
        for word, bits in words.items():
            key = hash_word(word)
            merged[key] = merged.get(key, 0) | bits
        ordered = sorted(merged)
        return cls(
            np.array(ordered, dtype=np.uint32),
            np.array([merged[key] for key in ordered], dtype=np.uint16),
        )

    def is_known(self, word: str, known: Known) -> bool:
        """Tell whether a list says one of these things of a word."""
        return bool(self.look_up([word])[0] & known)

    def look_up(self, words: list[str]) -> NDArray[np.uint16]:
        """Return the bits of words, (n_words,); 0 for those of no list."""
        wanted = np.array([hash_word(fold(word)) for word in words], dtype=np.uint32)
        places = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        found: NDArray[np.uint16] = np.where(self.hashes[places] == wanted, self.bits[places], 0)
        return found.astype(np.uint16)
