"""Where a doubtful word stands: beside a person, before a thing, after "from", as a language."""

from collections.abc import Sequence
from dataclasses import dataclass

from privacy.attributes import lexicon
from privacy.attributes.senses import sense_of
from privacy.attributes.tokens import Token
from privacy.gazetteer import lists_with

MAX_BETWEEN = 7


def words_in(text: str) -> frozenset[str]:
    """Split a text into its words."""
    return frozenset(text.split())


COPULAS = words_in(
    "is was are were be been being am 's 're 'm looks looked look appears appeared appear seems "
    "seemed seem became become becomes turned sounds sounded"
)
LINKS = words_in(
    """
    to be as like very probably possibly maybe likely also both all either clearly obviously
    visibly only just not or and a an himself herself themselves themself openly totally
    completely partially legally part half partly mostly
    """
)
PRONOUNS = words_in(
    "he she they i we you who whom him her them himself herself nobody everyone someone "
    "somebody anyone one both all these those"
)
_DOUBTS = words_in("possibly probably maybe perhaps poss prob likely apparently")
_AUXILIARIES = words_in("may might could must would should will can have has had to 've 'll")
_SEEMING = words_in("looks looked look appears appeared appear seems seemed sounds sounded")
_VERBS = COPULAS | _AUXILIARIES | _SEEMING
_MEASURES = words_in(
    "around about approx feet foot ft inches in lbs lb pounds build and , ' # \" five six"
)
_SHORTHAND = words_in(
    "suspect suspects susp subject subj subjects male males female females man woman rp victim "
    "vict driver passenger caller witness person individual kid guy boy girl juvenile juv"
)
_NAMING = words_in("identifies identified identify described describes identifying as")
AFTER_PREDICATE = words_in(
    """
    , . ; : ! ? ) " - and or but so with in on at which because who from that since while when
    though by to wearing about approximately approx then as if for than i we he she they
    myself himself herself themselves too now already alone like
    """
) | {"\n"}
POSSESSIVES = words_in("his her their your my our whose 's s")
_BEFORE_TRAITS = POSSESSIVES | words_in(
    "of on by to for same their and or regardless about mentioned unknown certain other neither nor"
)
_SURE_TRAITS = words_in(
    "ethnicity nationality religion ethnic national racial racially religious sexual sexuality "
    "immigration citizenship complexion skin ethnically disability disabilities political "
    "foreignness pronouns mental"
)
_FROM = frozenset({"from", "in", "of", "to"})
_AFTER_LANGUAGE = words_in(
    "accent accented accents speaker speakers speaking language dialect words letters script "
    "writing word only characters lettering alphabet graffiti text"
)
_STREETS = words_in(
    "street st avenue ave road rd lane ln drive dr boulevard blvd way court ct place pl "
    "highway hwy creek hill hills county parkway pkwy trail terrace"
)
_BORN = words_in("born raised native citizen citizens national nationals back grew lived")
_IN = words_in("in some only fluent")
_ALL = words_in("all mostly predominantly mainly largely a this our nearly")
_OF_GROUPS = words_in(
    "church churches neighborhood neighborhoods school schools colleges household"
)
_TELLING = words_in("name names passport accent surname features license licence plates")
_AFTER_GROUPS = (AFTER_PREDICATE - {"and", "or"}) | {"are", "were", "got", "has", "have"}
_BEFORE_GROUPS = words_in("you those these all damn fucking")
_PREPOSITIONS = words_in("at in on near by with behind outside from")
_COLOURS = words_in("black white brown asian hispanic latino")
_AREAS = words_in(
    "neighborhood neighbourhood area street town subdivision block suburb community complex "
    "building city village part side school"
)
_SURE_STREETS = words_in("street st avenue ave road rd blvd boulevard")
_ENDS = frozenset(("", ".", "!", "?", "\n"))
_REACH = 6
_ONLY = words_in(", . ! ? \" ' - a an the") | {"\n"}


_OF_PERSONS = (
    *("man", "woman", "men", "women", "maker", "keeper", "worker", "dealer", "seller", "writer"),
    *("player", "owner", "rider", "goer", "mate", "smith", "herder", "builder"),
)


def is_person_noun(word: str) -> bool:
    """Tell whether a folded word stands for a person or persons."""
    return word in lexicon.words("person_nouns") or word.removesuffix("s").endswith(_OF_PERSONS)


def is_noun_like(word: str) -> bool:
    """Tell whether a folded word is a known noun for something else than a person."""
    return lexicon.thing_class(word) is not None or word in lexicon.words("marks")


@dataclass(frozen=True, slots=True)
class Place:
    """A half-open range of tokens, and the end of the mention that was found before it."""

    tokens: Sequence[Token]
    first: int
    last: int
    found_to: int

    def is_before_a_mark(self) -> bool:
        """Tell whether something follows that tells of a person ("a Turkish passport")."""
        return self.word(self.last) in lexicon.words("marks")

    def names_a_street(self) -> bool:
        """Tell whether it is the name of a street or a county."""
        if not self.tokens[self.first].is_capital:
            return self.word(self.last) in _SURE_STREETS and not self._is_of_an_area()
        for place in range(self.last, min(self.last + 3, len(self.tokens))):
            word = self.word(place)
            if word in _STREETS:
                return True
            if not self.tokens[place].is_capital or is_person_noun(word):
                return False
        return False

    def is_beside_a_person(self) -> bool:
        """Tell whether the word is about a person: before one, or said of one."""
        return (
            self._leads_to_a_person()
            or self._is_predicate()
            or self._is_labelled()
            or self._is_alone()
            or self._is_in_a_list()
            or self._opens_a_description()
            or self._is_shorthand()
            or self._is_doubted()
            or self._is_a_noun()
            or self._is_of_an_area()
            or (self.word(self.first) in _COLOURS and self.word(self.last) in _OF_GROUPS)
        )

    def is_an_origin(self) -> bool:
        """Tell whether somebody comes from there."""
        before, earlier = self.word(self.first - 1), self.word(self.first - 2)
        if before == "the":
            before, earlier = earlier, self.word(self.first - 3)
        if self.names_a_street() or self.word(self.last) == "-":
            return False
        is_from = before == "from" and (
            earlier in lexicon.words("before_from")
            or earlier in lexicon.words("person_nouns")
            or self.found_to >= self.first - 3
        )
        is_born = before in _FROM and earlier in _BORN
        return is_from or is_born

    def is_spoken(self) -> bool:
        """Tell whether it is a language that somebody speaks, or an accent."""
        following = self.word(self.last)
        if following == "-":
            following = self.word(self.last + 1)
        if following in _AFTER_LANGUAGE:
            return True
        if self.word(self.first) in lexicon.words("tongues") and self.last - self.first == 1:
            return not self._has_person_after()
        if self.word(self.first - 1) == "in" and self._ends_a_clause():
            return True
        before = {self.word(self.first - step) for step in (1, 2, 3, 4)}
        if self.found_to == self.first - 1 and self.word(self.first - 1) in {"and", "or"}:
            return not self._has_person_after()
        is_direct = self.word(self.first - 1) in lexicon.words("speech")
        is_in = self.word(self.first - 1) in _IN and bool(before & lexicon.words("speech"))
        return (is_direct or is_in) and not self._has_person_after()

    def is_a_trait_of_somebody(self) -> bool:
        """Tell whether the name of an attribute is about somebody's attribute."""
        if self.tokens[self.first].word in _SURE_TRAITS:
            return True
        if self.word(self.first) in {"accent", "accents"}:
            return lexicon.thing_class(self.word(self.last)) is None
        if self.last - self.first > 1:
            return True
        before, following = self.word(self.first - 1), self.word(self.last)
        if following in {"and", "or", "nor"} and self.word(self.last + 1) in _SURE_TRAITS:
            return True
        if before == "'" and following in AFTER_PREDICATE:
            return True
        if before == ":" and following in {".", "", ";"}:
            return True
        return before in _BEFORE_TRAITS or self._is_alone()

    def word(self, index: int) -> str:
        """Return the folded word at an index, or nothing outside of the text."""
        return self.tokens[index].word if 0 <= index < len(self.tokens) else ""

    def _ends_a_clause(self) -> bool:
        """Tell whether nothing that it could describe follows ("a note in Armenian.")."""
        return self.last >= len(self.tokens) or self.word(self.last) in AFTER_PREDICATE

    def _has_person_after(self) -> bool:
        return self.word(self.last) in lexicon.words("person_nouns")

    def _leads_to_a_person(self) -> bool:
        """Tell whether only adjectives, numbers and other traits stand before a person."""
        if self.word(self.last) == "-" and self.word(self.last + 1) not in {
            "looking", "american", "appearing", "skinned", "presenting",
        }:  # fmt: skip
            return False
        if self._is_before_an_age():
            return True
        known = lexicon.by_first_word()
        for index in range(self.last, min(self.last + MAX_BETWEEN, len(self.tokens))):
            word = self.tokens[index].word
            if is_person_noun(word) or word.endswith("ist"):
                return True
            if index == self.last and self._is_before_a_kind_of_person(word):
                return True
            is_between = (
                word in lexicon.words("adjectives") or word in known or word in {",", "-", "/"}
            )
            if not is_between and not word.isdigit():
                return False
        return False

    def _is_before_an_age(self) -> bool:
        """Tell whether a decade follows, as in descriptions ("wht 40s", "hisp mid 20s")."""
        after = self.last + (self.word(self.last) in {"early", "mid", "late", ","})
        return self.word(after).isdigit() and self.word(after + 1) in {"s", "'s"}

    def _is_before_a_kind_of_person(self, word: str) -> bool:
        """Tell whether one more noun stands before the person ("a black poll worker")."""
        is_colour = self.word(self.first) in _COLOURS
        return (
            not (is_colour and lexicon.thing_class(word))
            and word.isalpha()
            and "function" not in lists_with(word)
            and word not in lexicon.words("pasts")
            and not word.endswith(("ed", "ing", "s"))
            and is_person_noun(self.word(self.last + 1))
        )

    def _is_predicate(self) -> bool:
        """Tell whether it is said of a person: "he was ...", "a parent who is ..."."""
        if self.word(self.last) not in AFTER_PREDICATE and self.last < len(self.tokens):
            return False
        if self._is_set_apart() or self._is_named_as():
            return True
        index = self.first - 1
        while index >= 0 and (
            self.word(index) in LINKS
            or self.found_to - 1 == index
            or (index < self.first - 1 and self.word(index) in lexicon.words("adjectives"))
        ):
            index -= 1
        if self.word(index) in _NAMING or (self.word(index) in {"for"} and self.found_to > 0):
            return True
        if self.word(index) == "," and index < self.first - 1:
            index -= 1
            return self._is_person_at(index)
        is_modal = self.word(index) in _AUXILIARIES and self.word(index + 1) == "be"
        if self.word(index) not in COPULAS and not is_modal:
            before = self.word(self.first - 1)
            return self.found_to == self.first - 1 and before in {"and", "or", ","}
        if self.word(index) == "being":
            return True
        is_look = False
        while self.word(index) in _VERBS:
            is_look = is_look or self.word(index) in _SEEMING
            index -= 1
        while self.word(index).endswith("ly") or self.word(index) in {"not", "also"}:
            index -= 1
        if is_look and self.word(index) in {"and", "but", ",", '"', "", ".", "\n"}:
            return True
        if self.word(index) in {"and", "but"}:
            return any(self._is_person_at(place) for place in range(max(index - 12, 0), index))
        return (
            self._is_person_at(index) or self.word(index) in _TELLING or self._is_of_a_person(index)
        )

    def _is_shorthand(self) -> bool:
        """Tell whether it follows who is meant, as in notes ("Suspect white, 5'9")."""
        return self.word(self.first - 1) in _SHORTHAND and self.word(self.last) in {",", ";", ")"}

    def _is_doubted(self) -> bool:
        """Tell whether it is what somebody may be ("Suspect (possibly white) ran")."""
        if self.word(self.first - 1) not in _DOUBTS or self.word(self.first - 2) not in {"(", ","}:
            return False
        return self.word(self.last) in {")", ","} and self._is_person_at(self.first - 3)

    def _is_set_apart(self) -> bool:
        """Tell whether it stands apart after a person or a label ("the bomber, white,")."""
        before = self.first - 1
        if self.word(before) == ":":
            return self.word(self.last) in {",", ";"}
        if self.word(before) != ",":
            return False
        before -= 1
        while self.word(before).isdigit() or self.word(before) == "#":
            before -= 1
        return self._is_person_at(before) and self.word(self.last) in {",", ")", ";"}

    def _is_named_as(self) -> bool:
        """Tell whether it is what somebody was described as, a few words before."""
        if self.word(self.first - 1) != "as":
            return False
        earlier = {self.word(self.first - step) for step in range(2, 9)}
        return bool(earlier & {"described", "identified", "describes", "identifies"})

    def _is_of_a_person(self, index: int) -> bool:
        """Tell whether words as in "the family at the pool" end at a token."""
        for place in range(index, max(index - 9, 0), -1):
            word = self.word(place)
            if word.endswith("ing") and self._is_person_at(place - 2):
                return True
            is_joined = word in ({"who", "that"} | _PREPOSITIONS)
            if is_joined and self._is_person_at(place - 1):
                return index - place < 5 or word in {"who", "that"}
        return False

    def _is_in_a_list(self) -> bool:
        """Tell whether it continues what was said of a person: "tall, ..., 40", "one ..."."""
        before, following = self.word(self.first - 1), self.word(self.last)
        is_counted = before.isdigit() and following.isdigit()
        if (
            not is_counted
            and following not in AFTER_PREDICATE
            and (before, following) != ("one", "one")
        ):
            return False
        if before == "one":
            earlier = {self.word(self.first - step) for step in range(2, 9)}
            return bool(earlier & lexicon.words("person_nouns")) or self.found_to >= self.first - 9
        if before.isdigit() and (following in AFTER_PREDICATE or following.isdigit()):
            return any(self._is_person_at(self.first - step) for step in range(2, 8))
        if before == "," and self.found_to >= 0 and self.found_to >= self.first - 7:
            return True
        place = self.first - 1
        while before == "," and place > self.first - 12 and self._is_a_measure(place):
            place -= 1
        return before == "," and self.word(place) in COPULAS and self._is_person_at(place - 1)

    def _opens_a_description(self) -> bool:
        """Tell whether looks or an age follow it at the head of a sentence ("White, 50ish")."""
        if self.word(self.first - 1) not in _ENDS or self.word(self.last) != ",":
            return False
        after = [self.word(self.last + step) for step in range(1, _REACH)]
        return any(word[:1].isdigit() or sense_of(word) == "looks" for word in after)

    def _is_a_measure(self, place: int) -> bool:
        word = self.word(place)
        return word in _MEASURES or word.isdigit() or word in lexicon.words("adjectives")

    def _is_a_noun(self) -> bool:
        """Tell whether it stands for persons: "you ...s", "every ... in this town"."""
        before = {self.word(self.first - step) for step in (1, 2, 3)}
        following = self.word(self.last)
        if self.word(self.first - 1) == "the" and following in _AFTER_GROUPS:
            return following in COPULAS or self.word(self.first - 2) in {"for", "of", "against"}
        if self.word(self.first - 1) in {"next", "another", "an"} and following in PRONOUNS:
            return True
        if self.word(self.first - 1) in {"a", "an"} and self.word(self.last - 1).endswith("an"):
            return following in {"on", "in", "at", "from", "with", "who", "was", "is"}
        if before & {"every", "each", "any"} and self.word(self.last) in AFTER_PREDICATE | {"here"}:
            return True
        is_plural = self.tokens[self.last - 1].word.endswith("s")
        return is_plural and self.word(self.first - 1) in _BEFORE_GROUPS

    def _is_of_an_area(self) -> bool:
        """Tell whether it says who lives somewhere ("an all white street")."""
        before, following = self.word(self.first - 1), self.word(self.last)
        if before == "-":
            before = self.word(self.first - 2)
        return before in _ALL and following in _AREAS and self.word(self.first) in _COLOURS

    def _is_person_at(self, index: int) -> bool:
        word = self.word(index)
        return (
            word in PRONOUNS or word in lexicon.words("person_nouns") or index == self.found_to - 1
        )

    def _is_labelled(self) -> bool:
        index = self.first - 1
        while self.word(index) in {":", "=", "-", "is", "possibly", "poss", "unk"}:
            index -= 1
        return self.word(index) in {"race", "ethnicity", "orientation", "religion", "nationality"}

    def _is_alone(self) -> bool:
        """Tell whether the text holds nothing else."""
        if len(self.tokens) > self.last - self.first + len(_ONLY):
            return False
        rest = [*self.tokens[: self.first], *self.tokens[self.last :]]
        return all(token.word in _ONLY for token in rest)
