"""Words that say who somebody is: they are never evidence of what somebody did.

Collected by this project from the traits that the definition sets name as protected; it is longer
than those names, because people write "woman" and not "gender". Words that say nothing at all
(articles, pronouns, "person") stand here too.
"""

from indicators.wording import stem

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

NEUTRAL = frozenset(
    stem(word)
    for words in (_SEX_AND_KIN, _ORIGIN, _BELIEF, _BODY_AND_AGE, _EMPTY)
    for word in words.split()
)
"""The stems of words that get no weight, whatever a definition set says."""
