"""Where a doubtful word stands: beside a person, before a thing, after "from", as a language."""

from collections.abc import Sequence
from dataclasses import dataclass

from privacy.attributes import lexicon
from privacy.attributes.tokens import Token

_MAX_BETWEEN = 7


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COPULAS = _set(
    """
    is was are were be been being am 's 're 'm looks looked look appears appeared appear seems
    seemed seem became become becomes turned sounds sounded
    """
)
_LINKS = _set(
    """
    to be as like very probably possibly maybe likely also both all either clearly obviously
    visibly only just not or and a an himself herself themselves themself openly totally
    completely partially legally
    """
)
_PRONOUNS = _set(
    """
    he she they i we you who whom him her them himself herself nobody everyone someone
    somebody anyone one both all these those
    """
)
_NAMING = _set("identifies identified identify described describes identifying as")
_AFTER_PREDICATE = _set(
    """
    , . ; : ! ? ) " - and or but so with in on at which because who from that since while when
    though by to wearing about approximately approx then as if for than i we he she they
    """
) | {"\n"}
_POSSESSIVES = _set("his her their your my our whose 's s")
_BEFORE_TRAITS = _POSSESSIVES | _set(
    "of on by to for same their and or regardless about mentioned unknown certain other"
)
_SURE_TRAITS = _set(
    """
    ethnicity nationality religion ethnic national racial racially religious sexual sexuality
    immigration citizenship complexion skin ethnically disability disabilities political
    foreignness pronouns mental
    """
)
_FROM = frozenset({"from", "in", "of", "to"})
_BEFORE_FROM = _set(
    """
    is are was were be been 's 're originally came come comes moved immigrated emigrated
    arrived fled family recently native born raised hails hailed visiting back someone just
    here people either possibly probably somewhere citizen citizens immigrants refugees
    relatives guys returned only them they he she
    """
)
_SPEECH = _set(
    """
    speaking speaks spoke speak spoken talking talked yelling yelled shouting shouted fluent
    conversing conversed writing written conversation whispering arguing chatting texting
    reading understands understand understood speaker knows phone uses used using hear heard
    hearing
    """
)
_AFTER_LANGUAGE = _set(
    """
    accent accented accents speaker speakers speaking language dialect words letters script
    writing word only
    """
)
_STREETS = _set(
    """
    street st avenue ave road rd lane ln drive dr boulevard blvd way court ct place pl highway
    hwy creek hill hills county parkway pkwy trail terrace
    """
)
_ONLY = _set(", . ! ? \" ' - a an the") | {"\n"}


@dataclass(frozen=True, slots=True)
class Place:
    """A half-open range of tokens, and the end of the mention that was found before it."""

    tokens: Sequence[Token]
    first: int
    last: int
    found_to: int

    def describes_a_thing(self) -> bool:
        """Tell whether a thing follows ("Cuban sandwich")."""
        return self._word(self.last) in lexicon.words("things")

    def names_a_street(self) -> bool:
        """Tell whether it is the name of a street or a county."""
        following = self._word(self.last)
        return following in _STREETS and self.tokens[self.first].is_capital

    def is_beside_a_person(self) -> bool:
        """Tell whether the word is about a person: before one, or said of one."""
        return (
            self._leads_to_a_person()
            or self._is_predicate()
            or self._is_labelled()
            or self._is_alone()
            or self._is_in_a_list()
            or self._is_a_noun()
        )

    def is_an_origin(self) -> bool:
        """Tell whether somebody comes from there."""
        before, earlier = self._word(self.first - 1), self._word(self.first - 2)
        if before == "the":
            before, earlier = earlier, self._word(self.first - 3)
        if self.names_a_street() or self._word(self.last) == "-":
            return False
        is_from = before == "from" and (
            earlier in _BEFORE_FROM
            or earlier in lexicon.words("person_nouns")
            or self.found_to >= self.first - 3
        )
        is_born = before in _FROM and earlier in {
            "born", "raised", "native", "citizen", "citizens", "national", "nationals", "back",
            "grew", "lived",
        }  # fmt: skip
        return is_from or is_born

    def is_spoken(self) -> bool:
        """Tell whether it is a language that somebody speaks, or an accent."""
        following = self._word(self.last)
        if following == "-":
            following = self._word(self.last + 1)
        if following in _AFTER_LANGUAGE:
            return True
        before = {self._word(self.first - step) for step in (1, 2, 3, 4)}
        is_direct = self._word(self.first - 1) in _SPEECH
        is_in = self._word(self.first - 1) in {"in", "some", "only", "fluent"} and before & _SPEECH
        return (is_direct or bool(is_in)) and not self._has_person_after()

    def is_a_trait_of_somebody(self) -> bool:
        """Tell whether the name of an attribute is about somebody's attribute."""
        if self.tokens[self.first].word in _SURE_TRAITS:
            return True
        if self.last - self.first > 1:
            return True
        return self._word(self.first - 1) in _BEFORE_TRAITS or self._is_alone()

    def _word(self, index: int) -> str:
        return self.tokens[index].word if 0 <= index < len(self.tokens) else ""

    def _has_person_after(self) -> bool:
        return self._word(self.last) in lexicon.words("person_nouns")

    def _leads_to_a_person(self) -> bool:
        """Tell whether only adjectives, numbers and other traits stand before a person."""
        if self._word(self.last) == "-" and self._word(self.last + 1) not in {
            "looking", "american", "appearing", "skinned", "presenting",
        }:  # fmt: skip
            return False
        known = lexicon.by_first_word()
        for index in range(self.last, min(self.last + _MAX_BETWEEN, len(self.tokens))):
            word = self.tokens[index].word
            if word in lexicon.words("person_nouns"):
                return True
            if word.endswith("ist"):
                return True
            is_between = (
                word in lexicon.words("adjectives") or word in known or word in {",", "-", "/"}
            )
            if not is_between and not word.isdigit():
                return False
        return False

    def _is_predicate(self) -> bool:
        """Tell whether it is said of a person: "he was ...", "a parent who is ..."."""
        if self._word(self.last) not in _AFTER_PREDICATE and self.last < len(self.tokens):
            return False
        index = self.first - 1
        while index >= 0 and (self._word(index) in _LINKS or self.found_to - 1 == index):
            index -= 1
        if self._word(index) in _NAMING or (self._word(index) in {"for"} and self.found_to > 0):
            return True
        if self._word(index) == "," and index < self.first - 1:
            index -= 1
            return self._is_person_at(index)
        if self._word(index) not in _COPULAS:
            return self.found_to == self.first - 1 and self._word(self.first - 1) in {
                "and",
                "or",
                ",",
            }
        is_look = self._word(index) in {"looked", "looks", "appeared", "appears", "sounded"}
        index -= 1
        while self._word(index).endswith("ly") or self._word(index) in {"not", "also"}:
            index -= 1
        if is_look and self._word(index) in {"and", "but", ","}:
            return True
        return self._is_person_at(index) or self._is_of_a_person(index)

    def _is_of_a_person(self, index: int) -> bool:
        """Tell whether words as in "the family at the pool" end at a token."""
        for place in range(index, max(index - 5, 0), -1):
            if self._word(place) in {
                "at",
                "in",
                "on",
                "near",
                "by",
                "with",
                "behind",
                "outside",
                "from",
                "who",
                "that",
            }:
                return self._is_person_at(place - 1)
        return False

    def _is_in_a_list(self) -> bool:
        """Tell whether it continues what was said of a person: "tall, ..., 40", "one ..."."""
        if self._word(self.last) not in _AFTER_PREDICATE:
            return False
        before = self._word(self.first - 1)
        if before == "one":
            earlier = {self._word(self.first - step) for step in range(2, 9)}
            return bool(earlier & lexicon.words("person_nouns")) or self.found_to >= self.first - 9
        return before == "," and self.found_to >= 0 and self.found_to >= self.first - 7

    def _is_a_noun(self) -> bool:
        """Tell whether it stands for persons: "you ...s", "every ... in this town"."""
        before = {self._word(self.first - 1), self._word(self.first - 2)}
        if before & {"every", "each", "any"} and self._word(self.last) in _AFTER_PREDICATE | {
            "here"
        }:
            return True
        is_plural = self.tokens[self.last - 1].word.endswith("s")
        return is_plural and self._word(self.first - 1) in {
            "you",
            "those",
            "these",
            "all",
            "damn",
            "fucking",
        }

    def _is_person_at(self, index: int) -> bool:
        word = self._word(index)
        return (
            word in _PRONOUNS or word in lexicon.words("person_nouns") or index == self.found_to - 1
        )

    def _is_labelled(self) -> bool:
        index = self.first - 1
        while self._word(index) in {":", "=", "-", "is", "possibly", "poss", "unk"}:
            index -= 1
        return self._word(index) in {"race", "ethnicity", "orientation", "religion", "nationality"}

    def _is_alone(self) -> bool:
        """Tell whether the text holds nothing else."""
        if len(self.tokens) > self.last - self.first + len(_ONLY):
            return False
        rest = [*self.tokens[: self.first], *self.tokens[self.last :]]
        return all(token.word in _ONLY for token in rest)
