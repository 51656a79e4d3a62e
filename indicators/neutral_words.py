"""Words that say who somebody is: they are never evidence of what somebody did.

Collected by this project from the traits that the definition sets name as protected; it is longer
than those names, because people write "woman" and not "gender". Words that say nothing at all
(articles, pronouns, "person") stand here too.
"""

import re

from indicators.wording import stem, words_of

_WORD = re.compile(r"[^\W\d_]+")

_SEX_AND_KIN = """
    man men male males woman women female females boy boys girl girls guy guys gentleman lady
    ladies sir madam mr mrs ms miss father mother son daughter brother sister husband wife uncle
    aunt nephew niece cousin grandfather grandmother boyfriend girlfriend transgender trans gay
    lesbian bisexual queer homosexual heterosexual straight nonbinary
"""
_ORIGIN = """
    race racial ethnic ethnicity origin nationality native black white brown yellow asian african
    american arab arabic hispanic latino latina caucasian mexican chinese indian pakistani iranian
    iraqi syrian afghan somali turkish russian ukrainian korean japanese vietnamese cuban haitian
    nigerian egyptian palestinian israeli european eastern middle western foreign foreigner
    immigrant immigrants migrant refugee accent language skin dark light complexion tribe
    blacks whites asians arabs
"""
_BELIEF = """
    religion religious faith god allah muslim muslims islam islamic islamist christian christians
    catholic jew jews jewish hindu sikh buddhist atheist church mosque synagogue temple priest imam
    rabbi pray praying prayer quran koran bible torah hijab headscarf burqa turban veil beard
    bearded protest protester march political politics party vote union
"""
_BODY_AND_AGE = """
    old young elderly teenager teenagers teen teens juvenile juveniles kid kids child children
    adult disabled wheelchair blind deaf pregnant tall short thin heavy fat bald haired hair
"""
_EMPTY = """
    a about after again all also am an and another any anybody anyone anything are around as at
    be because been before being below between both but by came can come could day days did do
    does doing done each else etc even ever every everybody everyone few first for from get gets
    getting go goes going gone got had has have having he her here hers him his how i if in into
    is it its just later like lot made make many may maybe me might more most much must my near
    never next no nobody none nor not nothing now of off often on once one only or other others
    our out over own people person persons really reported reports right rp said same saw say
    saying says second see seen several shall she should since so some somebody someone
    something subj subject subjects such than that the their them then there these they thing
    things third this those three through to today told took toward two unk unknown until up us
    use used very was way we well went were what when where which while who whose why will with
    without would yes yet you your advises advised caller states stated observed
"""

_TRAITS = frozenset(" ".join((_SEX_AND_KIN, _ORIGIN, _BELIEF, _BODY_AND_AGE)).split())
_LEAST_PLURAL_LETTERS = 7

NEUTRAL = frozenset(map(stem, (*_TRAITS, *_EMPTY.split())))
"""The stems of words that get no weight, whatever a definition set says."""


def trait_words(text: str) -> tuple[str, ...]:
    """Give the words of a text that may say who somebody is, each once and as written.

    Some of them may be about a thing: a white van. Only a person can tell.
    """
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        if _is_trait(word.casefold()):
            found.setdefault(word.casefold(), word)
    return tuple(found.values())


def says_something(text: str) -> bool:
    """Tell whether a text has a word that can be evidence of what somebody did."""
    return any(word.stem not in NEUTRAL for word in words_of(text))


def _is_trait(word: str) -> bool:
    # Not by stems, as what is neutral is: "missing" has that of "miss".
    is_plural = word.endswith("s") and len(word) >= _LEAST_PLURAL_LETTERS
    return word in _TRAITS or (is_plural and word[:-1] in _TRAITS)
