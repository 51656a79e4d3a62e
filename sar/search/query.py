"""What an analyst types to search, as words that must stand in a report: it cannot be wrong.

Every word must stand in the text, in any order. Words in quotation marks must stand together. A
minus before a word means that it must not stand there. Every other sign is ignored.
"""

import re
from dataclasses import field

from sar.values import frozen

MAX_CHARS = 200
_TERM = re.compile(r'(?<!\S)(-?)(?:"([^"]*)"?|(\S+))')
_WORD = re.compile(r"\w+")


@frozen
class Query:
    """Terms that must stand in a text, and that must not; each is a word or words in a row."""

    wanted: tuple[str, ...] = field(default=(), repr=False)
    unwanted: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is asked for; what must not stand there is no search by itself."""
        return not self.wanted

    @property
    def fts5(self) -> str:
        """Return the expression for SQLite (sqlite.org, "FTS5 Full-text Query Syntax")."""
        wanted = " AND ".join(f'"{term}"' for term in self.wanted)
        unwanted = "".join(f' NOT "{term}"' for term in self.unwanted)
        return f"({wanted}){unwanted}"

    @property
    def websearch(self) -> str:
        """Return the text for PostgreSQL's `websearch_to_tsquery`."""
        terms = [f'"{term}"' for term in self.wanted] + [f'-"{term}"' for term in self.unwanted]
        return " ".join(terms)


def read_query(typed: str) -> Query:
    """Return what `typed` asks for; only the first 200 characters count."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in _TERM.findall(typed[:MAX_CHARS]):
        # Nothing but letters and digits reaches the databases, so no sign means anything there.
        term = " ".join(_WORD.findall((phrase or word).replace("_", " ")))
        if term:
            (unwanted if minus else wanted).append(term)
    return Query(tuple(wanted), tuple(unwanted))
