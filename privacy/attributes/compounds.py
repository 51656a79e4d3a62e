"""Traits told by compounds that no list can hold ("bronze-skinned", "with a heart condition").

What the second part (or the noun at the end) says decides the attribute. Our own patterns; each has
a bounded length, so that looking for it takes linear time, and reads small letters.
"""

from privacy.attributes.mentions import Attribute

_PART = r"(?<![\w-])(?:[a-z]+-){1,2}"
_AID = r"(?:wheel ?chair|walker|cane|crutch|oxygen|insulin|methadone|scooter|hearing-aid|inhaler)"
_AILMENT = (
    r"(?:tremors?|limp|lisp|stutter|stammer|disabilit(?:y|ies)|impairments?|disorder|syndrome|"
    r"(?:heart|skin|medical|health|kidney|lung|mental|thyroid|nerve|blood) (?:condition|disease|"
    r"problem|issue)s?|illness|canes?|walker|crutch(?:es)?|wheelchair|mobility scooter|"
    r"prosthe(?:sis|tics?|tic \w+)|amputat(?:ion|ed \w+)|palsy|paralysis|disfigurement|"
    r"deformit(?:y|ies)|hearing aids?|seizures?|epilepsy|autism|dementia|alzheimer'?s|cancer|"
    r"diabetes|asthma|arthritis|leukemia|lupus|schizophrenia|alopecia|burn scars?|stroke|"
    r"speech impediment|guide dog|service dog|seeing[ -]eye dog|brain injury|hearing loss)"
)
PATTERNS = (
    (Attribute.RACE, rf"{_PART}(?:skinned|complexioned|complected|complexion|featured|hued)"),
    (Attribute.LANGUAGE, rf"{_PART}(?:speaking|accented|tongued)"),
    (Attribute.NATIONAL_ORIGIN, rf"{_PART}(?:born)"),
    (
        Attribute.POLITICAL_VIEW,
        r"(?<![\w-])(?:trump|biden|obama|harris|clinton|sanders|maga|gop|republican|democrat|"
        r"liberal|conservative|left|right|communist|socialist|green|libertarian|marxist)(?:-\w+)?-"
        r"(?:supporting|voting|leaning|loving|hating|minded|wearing|identifying|registered)|"
        r"\bvot(?:ed|es|ing) for (?:trump|biden|harris|clinton|obama|sanders|"
        r"(?:the )?(?:democrats?|republicans?|left|right|greens|socialists?))",
    ),
    (
        Attribute.DISABILITY_AND_HEALTH,
        rf"(?<![\w-]){_AID}[ -](?:using|bound|dependent|users?|assisted)|{_PART}(?:impaired|"
        r"disabled|delayed|diabetic|ambulatory|stricken|afflicted|divergent|atypical)|"
        r"(?<![\w-])(?:asthma|seizure|tremor|epilepsy|allergy|migraine)-prone|"
        r"\bhiv ?(?:-positive|\+|positive)|"
        rf"\b(?:with|has|had|have|us(?:es|ed|ing)|recovering from|suffers? from|suffering from|"
        rf"living with) (?:a |an |the |his |her |their |severe |mild |chronic )*(?:\w+ )?"
        rf"{_AILMENT}",
    ),
    (
        Attribute.GENDER_IDENTITY,
        r"(?<![\w-])(?:trans|transgender|nonbinary|non-binary|gender|male|female|masculine|"
        r"feminine|masc|femme|woman|man)-(?:identif(?:ied|ying)|presenting|conforming|nonconforming|"
        r"variant|fluid|gendered|looking|bending|questioning|diverse|of-center|aligned)|"
        r"(?<![\w-])non-gendered",
    ),
    (
        Attribute.SEXUAL_ORIENTATION,
        r"(?<![\w-])(?:gay|lesbian|queer|bi|bisexual|lgbtq?|homosexual|straight|ace)-(?:identif(?:ied|"
        r"ying)|looking|acting|presenting|leaning|spec|curious)|\bbi\+|(?<![\w-])a-sexual",
    ),
    (
        Attribute.RELIGION,
        r"(?<![\w-])(?:muslim|islam|jewish|christian|catholic|hindu|sikh|buddhist|mormon|bible|"
        r"quran|koran|hijab|turban|burqa|niqab|kippah|yarmulke|church|mosque|temple|faith)-"
        r"(?:\w+ing|raised|born|identified|observant|clad|affiliated)|\braised (?:muslim|jewish|"
        r"catholic|christian|hindu|mormon|baptist)",
    ),
    (
        Attribute.IMMIGRATION_STATUS,
        r"(?<![\w-])(?:visa|green-card|asylum|papers|citizenship|refugee)-(?:holding|seeking|granted|"
        r"overstaying|pending|lacking)|\b(?:illegally|unlawfully) present",
    ),
    (
        Attribute.AGE,
        rf"{_PART}(?:aged)|(?<![\w-])(?:twenty|thirty|forty|fifty|sixty|seventy|eighty)-?(?:ish|"
        r"something)|(?<=\bhe is )(?:about|around|approximately|roughly) [1-9]\d(?=[.,;]|$)|"
        r"(?<=\bhe was )(?:about|around|approximately|roughly) [1-9]\d(?=[.,;]|$)",
    ),
)
