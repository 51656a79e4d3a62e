"""Typed reading of plain values, with errors that say where a value stands and how to mend it."""

import difflib
import math
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from indicators.errors import DefinitionError

_Member = TypeVar("_Member", bound=StrEnum)

_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "a number"),
    (float, "a number"),
    (str, "a text"),
    (Mapping, "a mapping"),
    (list, "a list"),
    (tuple, "a list"),
)


def is_clean_text(text: str) -> bool:
    r"""Tell whether a text holds only characters that every store and display can carry.

    Refused are the Unicode categories Cc (except line feed and tab) and Cs, and the
    non-characters U+FFFE and U+FFFF, which XML 1.0 (section 2.2) cannot carry either.
    """
    # Printable excludes the categories C and Z but for the space: the quick answer for most texts.
    return text.isprintable() or not any(
        (each not in "\n\t" and unicodedata.category(each) in ("Cc", "Cs"))
        or each in "\ufffe\uffff"
        for each in text
    )


def shown(text: str) -> str:
    """Give a word of the document in quotes, cut so that a message stays one line."""
    return repr(text if len(text) <= 40 else text[:39] + "…")


@dataclass(frozen=True, slots=True)
class Place:
    """One value of a document together with where it stands: the `step` from the place `above`.

    The first place of all has no step; what is above it is the path that it has in the document
    called `name`, "" for the whole.
    """

    value: object = field(repr=False)
    above: "Place | str" = field(repr=False)
    name: str
    step: str | int = ""

    @property
    def path(self) -> str:
        """Return where this stands; it is only made up for whoever asks, mostly an error."""
        if isinstance(self.above, str):
            return self.above
        start = self.above.path
        if isinstance(self.step, int):
            return f"{start}[{self.step}]"
        return f"{start}.{self.step}" if start else self.step

    def error(self, problem: str, remedy: str) -> DefinitionError:
        """Make the error that points at this place."""
        return DefinitionError(self.name, self.path, problem=problem, remedy=remedy)

    def record(self, *, required: Collection[str], optional: Collection[str] = ()) -> "Place":
        """Check that this is a mapping with these keys and no other; give it back."""
        value = self._with_text_keys()
        known = [*required, *optional]
        for key in value:
            if key not in known:
                raise self.error(f"the key {shown(key)} is not known here.", _advice(key, known))
        for key in required:
            if key not in value:
                raise self.error(f"the key {key!r} is missing.", f"Add {key!r}.")
        return self

    def has(self, key: str) -> bool:
        """Tell whether a record gives that key a value other than null."""
        return self._mapping().get(key) is not None

    def at(self, key: str) -> "Place":
        """Go to the value of a key; the value is None when the record does not have it."""
        return Place(self._mapping().get(key), self, self.name, key)

    def items(self) -> tuple["Place", ...]:
        """Check that this is a list and give its places; a missing list is an empty one."""
        if self.value is None:
            return ()
        if not isinstance(self.value, list | tuple):
            raise self.error(f"found {self._kind()}.", "Write a list, each item after a dash.")
        return tuple(Place(each, self, self.name, index) for index, each in enumerate(self.value))

    def entries(self) -> tuple[tuple[str, "Place"], ...]:
        """Check that this is a mapping with text keys and give its keys and places."""
        value = self._with_text_keys()
        return tuple((key, Place(each, self, self.name, key)) for key, each in value.items())

    def text(self, *, default: str | None = None) -> str:
        """Check that this is a clean text; give it in NFC without white space at its ends.

        An empty text counts as missing; a missing text is the default, or else an error.
        """
        if self.value is None and default is not None:
            return default
        if not isinstance(self.value, str):
            raise self.error(f"found {self._kind()}.", "Write a text; put quotes around a number.")
        text = unicodedata.normalize("NFC", self.value).strip()
        if not is_clean_text(text):
            raise self.error("the text holds a control character.", "Type the text again.")
        if not text and default is None:
            raise self.error("the text is empty.", "Write it, or remove what it belongs to.")
        return text or default or ""

    def matching(self, pattern: re.Pattern[str], *, example: str) -> str:
        """Check that this is a text of one form."""
        text = self.text()
        if not pattern.fullmatch(text):
            raise self.error("the text does not have the form asked for.", f"Write it as {example}")
        return text

    def member(self, members: type[_Member], *, default: _Member | None = None) -> _Member:
        """Check that this is one value of a closed set."""
        if self.value is None and default is not None:
            return default
        if not isinstance(self.value, str):
            raise self.error(f"found {self._kind()}.", _choices(members))
        try:
            return members(self.value)
        except ValueError as error:
            problem = f"{shown(self.value)} is not one of the values allowed here."
            raise self.error(problem, _choices(members)) from error

    def flag(self, *, default: bool) -> bool:
        """Check that this is true or false."""
        if self.value is None:
            return default
        if not isinstance(self.value, bool):
            raise self.error(f"found {self._kind()}.", "Write true or false, without quotes.")
        return self.value

    def number(self) -> float | None:
        """Check that this is a finite number, or nothing."""
        if self.value is None:
            return None
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.error(f"found {self._kind()}.", "Write a number, without quotes.")
        if isinstance(self.value, float) and not math.isfinite(self.value):
            raise self.error("the number is not finite.", "Write a plain number.")
        if abs(self.value) > 1e15:
            raise self.error("the number is out of range.", "Write a number below 1e15.")
        return float(self.value)

    def whole(self, *, minimum: int, maximum: int, default: int | None = None) -> int:
        """Check that this is a whole number from `minimum` to `maximum`, both included."""
        number = self.number()
        if number is None and default is not None:
            return default
        if number is None or not number.is_integer() or not minimum <= number <= maximum:
            raise self.error(
                f"found {self._kind()} that is not a whole number from {minimum} to {maximum}."
                if number is not None
                else "the number is missing.",
                f"Write a whole number from {minimum} to {maximum}.",
            )
        return int(number)

    def _with_text_keys(self) -> Mapping[str, object]:
        value = self._mapping()
        if not all(isinstance(key, str) for key in value):
            raise self.error("a key is not a text.", "Use words as keys.")
        return value

    def _mapping(self) -> Mapping[str, object]:
        # Asked of every value several times: the test of an abstract class takes longer.
        if isinstance(self.value, dict) or isinstance(self.value, Mapping):  # noqa: SIM101
            return self.value
        raise self.error(f"found {self._kind()}.", "Write keys with values, one per line.")

    def _kind(self) -> str:
        if self.value is None:
            return "nothing"
        return next(
            (word for kind, word in _KINDS if isinstance(self.value, kind)), "an unknown kind"
        )


def _choices(members: type[StrEnum]) -> str:
    return f"Write one of: {', '.join(members)}."


def _advice(key: str, known: list[str]) -> str:
    close = difflib.get_close_matches(key[:40], known, n=1)
    if close:
        return f"Did you mean {close[0]!r}?"
    return f"Known keys: {', '.join(known)}."
