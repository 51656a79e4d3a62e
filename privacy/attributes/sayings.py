"""Traits told in several words that vary: "overstayed his visa", "spoke no English", "dark skin".

What they say decides the attribute, and how somebody sounds is a form of its own. Each comes with
words of which one must stand in the text, so that a text without them costs nothing. Our own
patterns; each has a bounded length, so that looking for it takes linear time, and stands between
the ends of words.
"""

from dataclasses import dataclass

from privacy.attributes.lexicon import Form
from privacy.attributes.mentions import Attribute

_NOT = r"(?:not|never|no longer|does ?n[o']?t|do ?n[o']?t|did ?n[o']?t|is ?n[o']?t|are ?n[o']?t|was ?n[o']?t)"
_OWN = r"(?:his|her|their|my|the|a|an|any|some|whose)"
_US = r"(?:the )?(?:u\.? ?s\.?(?: ?a\.?)?|united states|states|america|usa|country)"
_COLOUR = (
    r"(?:light|lighter|dark|darker|fair|fairer|pale|olive|tan|tanned|brown|black|white|medium|"
    r"ruddy|swarthy|ebony|bronze|caramel|honey|yellow|reddish|copper|chocolate|golden|sallow|"
    r"mocha|cinnamon|deep brown)"
)
_VISA = (
    r"(?:student|work|tourist|visitor|business|temporary|travel|exchange|fianc[eé]e?|expired|"
    r"h ?-? ?(?:1 ?-? ?b|2 ?-? ?[ab]|4)|[fjlokm] ?-? ?1|eb ?-? ?5|b ?-? ?[12]|tn|u|t|k)"
)
_SEXED = (
    r"(?:\bhe(?: is| was| only| has|'s)* (?:dat(?:es|ed|ing)|into|likes|attracted to|sleeps with|"
    r"married to|married|kiss(?:ed|es|ing)) (?:a |other |another )?(?:men|guys|boys|man|guy)|"
    r"\bshe(?: is| was| only| has|'s)* (?:dat(?:es|ed|ing)|into|likes|attracted to|sleeps with|"
    r"married to|married|kiss(?:ed|es|ing)) (?:a |other |another )?(?:women|girls|woman|girl))"
)


@dataclass(frozen=True, slots=True)
class Saying:
    """A pattern, what it is about, how it is used, and words of which one stands in it."""

    attribute: Attribute
    form: Form
    signs: tuple[str, ...]
    pattern: str


SAYINGS = (
    Saying(
        Attribute.RACE,
        Form.PEOPLE,
        ("skin", "complexion", "complected", "toned", "hued", "mixed", "racial"),
        rf"(?:(?:very|quite|rather|slightly) )?{_COLOUR}(?:[ -](?:brown|tan|olive|toned?))?[ -]"
        r"(?:skin|complexion)(?:ed)?(?! (?:of|on) the)|(?:skin|complexion) (?:is|was|looked|tone was) "
        rf"(?:(?:very|quite|rather|more) )?{_COLOUR}|{_COLOUR}[ -](?:toned|hued|skinned|complected)|"
        r"of (?:mixed|multiple|several) (?:race|races|racial|ethnic|descent|heritage|origin|ancestry|"
        r"background|blood|parentage)(?: (?:background|descent|heritage))?",
    ),
    Saying(
        Attribute.NATIONAL_ORIGIN,
        Form.PEOPLE,
        ("foreign", "american", "born", "national of"),
        r"of (?:foreign|unknown) (?:origin|descent|extraction|nationality|birth)|"
        rf"{_NOT} (?:an? )?american\b(?! \w)|(?:born|raised) (?:abroad|overseas|outside (?:of )?{_US})|"
        rf"{_NOT} born (?:here|in this country|in {_US})",
    ),
    Saying(
        Attribute.SEX,
        Form.HEADS,
        ("woman", "women", "fem", "lady", "ladies"),
        r"(?!(?:french|english|irish|scots|welsh|dutch|trans|gentle)wom[ae]n)\w{3,12}wom[ae]n|"
        r"(?:unk |unknown )?fems?|(?:land|sales)lad(?:y|ies)",
    ),
    Saying(
        Attribute.GENDER_IDENTITY,
        Form.PEOPLE,
        ("dress", "pronoun", "identif", "born ", "they/", "he/", "she/", "wom", "makeup", "wig"),
        r"(?:dressed|in) (?:up )?(?:in |as |like )?(?:an? )?(?:women'?s|ladies'?|girls?'?) "
        r"(?:cloth(?:es|ing)|underwear|dress(?:es)?|wear|shoes)|"
        r"(?:m[ae]n|males?|guys?|boys?) (?:\w+ )?(?:wearing|in) (?:an? )?(?:makeup|lipstick|wig|"
        r"(?:\w+ )?dress|(?:\w+ )?skirt|high heels|drag)|dressed (?:up )?(?:as|like) an? "
        r"(?:woman|man|female|male|girl|lady)|(?:identif(?:y|ies|ying)|identif(?:y|ies|ied|ying) "
        r"(?:him|her|them|it)sel(?:f|ves)) as (?:an? )?(?:man|woman|male|female|girl|boy|"
        r"non ?-?binary|trans\w*|neither|other)|(?:uses?|using|used|goes by|go by|going by|prefers?|"
        r"preferred|with) (?:he|she|they|ze)(?: ?/ ?(?:him|her|them|she|he|they|hir))?(?: ?/ ?\w+)? "
        r"?pronouns|(?:goes|go|going) by (?:he|she|they)(?: ?/ ?(?:him|her|them))|(?:was |were )?born "
        r"(?:as )?(?:an? )?(?:male|female|man|woman|boy|girl)\b|used to be (?:an? )?(?:man|woman|"
        r"male|female|boy|girl)\b|(?:biological|genetic|anatomical)(?:ly)? (?:male|female|m[ae]n|"
        r"wom[ae]n)",
    ),
    Saying(
        Attribute.SEXUAL_ORIENTATION,
        Form.PEOPLE,
        ("men", "wom", "guys", "girl", "husband", "wife", "boyfriend", "moms", "dads", "came out",
         "same", "a man", "couple"),
        rf"{_SEXED}|(?:his|two|2) (?:husbands?|boyfriends?)|(?:her|two|2) wi(?:fe|ves)|(?:two|2) (?:moms|dads|mothers|"
        r"fathers|mommies|daddies)|came out as \w+|(?:same|single) ?-? ?(?:sex|gender) "
        r"(?:couples?|marriage|partners?|relationship|parents?)|(?:male|female|men|women)"
        r"(?: who are)? (?:a )?couple",
    ),
    Saying(
        Attribute.DISABILITY_AND_HEALTH,
        Form.PEOPLE,
        ("leg", "arm", "hand", "finger", "eye", "foot", "feet", "limb", "voices", "limp", "AIDS",
         "meds", "medication", "walk"),
        r"(?:missing|lost|lacks|lacking|without) (?:an?|his|her|their|one|two|three|both|several|most of "
        r"his) (?:(?:left|right|lower|front) )?(?:arm|leg|hand|foot|finger|eye|ear|limb|toe)s?|"
        r"(?:with|has|had) (?:no|a false|an? artificial|a wooden|a fake|a bad|a lame|a glass|a metal|"
        r"a prosthetic|a withered|a deformed) (?:legs?|arms?|eye|hand|foot|feet|hip|knee)|"
        r"(?:false|artificial|wooden|prosthetic) (?:leg|arm|hand|eye|foot)s?|"
        r"(?:man|woman|male|female|guy|person|kid|boy|girl|lady|he has|she has|he had|she had|who has) "
        r"(?:(?:with|who has|has|had|only|just|but) )*one (?:arm|leg|eye|hand)\b(?! (?:on|in|up|out))|"
        r"hear(?:s|ing)? voices|walk(?:s|ed|ing)? with (?:an? )?(?:\w+ )?(?:limp|cane|walker|"
        r"crutch(?:es)?|difficulty)|(?-i:AIDS)|(?:off|stopped taking|not taking|needs|takes|takes "
        r"his|refuses) (?:his|her|their|the)? ?(?:\w+ )?(?:meds|medications?)",
    ),
    Saying(
        Attribute.IMMIGRATION_STATUS,
        Form.PEOPLE,
        ("visa", "asylum", "border", "illegal", "unlawful", "papers", "papeles", "document", "status",
         "deport", "removal", "removed", "citizen", "residen", "immigra", "ice ", "green card",
         "overstay", "permit", "h-", "h1", "h2", "j-1", "f-1", "inspection", "to th", "parole",
         "to our", "authoriz", "detain"),
        rf"overstay(?:s|ed|ing)?(?: (?:{_OWN} )?(?:\w+ ){{0,2}}visas?)?|"
        r"(?:seek(?:s|ing)?|sought|claim(?:s|ed|ing)?|request(?:s|ed|ing)?|appl(?:y|ies|ied|ying) for|"
        r"(?:was |were |been )?granted|denied|await(?:s|ed|ing)?|fil(?:ed|ing) for|received) "
        r"(?:political )?asylum|asylum (?:claims?|cases?|applications?|hearings?|interviews?|status|"
        r"seekers?)|(?:cross(?:ed|es|ing)?|sneak(?:s|ed)?|snuck|jump(?:s|ed)?|came|comes|slipped|swam|"
        r"walked|smuggled|ran|made it|brought|got|hopped)(?: \w+)?(?: over| across| through)?"
        r" (?:the|our) (?:southern |mexican |u\.?s\.? )?border(?! (?:of|between|fence|line|wall|collie))"
        r"(?: illegally)?|(?:crossed|swam)(?: across)? the rio grande|"
        rf"(?:in|enter(?:ed|ing|s)?|came (?:in)?to|got into|smuggled (?:in)?to|stay(?:ed|ing)? in|"
        rf"remain(?:ed|ing)? in|be in) (?:this |our |{_US})(?:country )? ?(?:illegally|unlawfully|"
        r"without (?:papers|documents|authorization|permission|inspection|a visa|status))|"
        r"(?:illegally|unlawfully) (?:in|entered|crossed|here|living|working|present)(?: (?:in )?(?:this|"
        rf"the|our) (?:country|border|u\.?s\.?|states)| here)?|entered without inspection|"
        rf"smuggled (?:in)?to {_US}|(?:liv|work|stay|remain|resid)(?:es|ed|ing|s|e) (?:here )?"
        rf"(?:illegally|unlawfully|without (?:a (?:work )?permit|papers|documents|authorization))|"
        rf"{_NOT} (?:here|in {_US}) (?:legally|lawfully)|(?:here|came|come|got here) (?:illegally|"
        r"unlawfully|legally|without papers)|"
        rf"(?:no|without|lacks?|lacked|lacking|{_NOT} have|sin|false|fake|forged|expired)"
        r"(?: any| his| her| their| the| proper| valid| legal| lawful| immigration| work| real| right)* "
        r"(?:papers|papeles|legal status|immigration status|work permits?|work authorization|green "
        r"cards?|visas?|(?:immigration|legal|proper) documents|social security number)"
        r"(?! (?:in|on|for|at|from|were|was|cards? (?:on|with))\b)|"
        r"(?:person|people|workers?|labou?rers?|m[ae]n|wom[ae]n|he|she|they|family) (?:with|who (?:has|have) |"
        r"has |have |had )?(?:lacks?|no|without|without any) documents(?! (?:for|of|about|on|in|to))|"
        r"(?:(?:his|her|their|the|student|work|tourist|whose|expired) )?visas? (?:has |have |had |is |was |"
        r"were |been |about to |already |just )*(?:expir\w+|ran out|run out|lapsed|revoked|denied|"
        r"cancell?ed|overstayed|issues?|problems?|status)|"
        rf"(?:(?:here |is |are |was |were |came )?(?:on|with|has|had|have|got|holds?|needs?) "
        rf"(?:an? |his |her |their )?)?{_VISA}[ -]visas?(?: holders?)?|"
        rf"on an? (?:h ?-? ?(?:1 ?-? ?b|2 ?-? ?[ab])|[fjlo] ?-? ?1|tn)\b|"
        r"(?:h ?-? ?(?:1 ?-? ?b|2 ?-? ?[ab])|[fjl] ?-? ?1|eb ?-? ?5)(?: (?:status|workers?|students?|"
        r"holders?|employees?|program))?(?=$|[ .,;)])(?<=[a-z5b])|(?:here )?on an? (?:\w+ )?visa\b"
        r"(?! (?:card|gift|debit|credit))|"
        r"(?:out of|no legal|no immigration|lost (?:his|her|their)|undocumented|refugee|parole|"
        r"protected|unlawful|illegal|legal|lawful|uncertain|temporary|conditional|permanent) status\b|"
        r"no status(?=$|[.,;])|(?:was |were |been |being |got |gets |previously |twice |recently )*deport"
        r"(?:ed|able|ation|ees?|ing)?(?: order| proceedings| twice)?|removal (?:proceedings?|orders?|"
        r"hearings?)|(?:was |were )removed to (?-i:[A-Z])\w+|(?:an? )?(?:ice|immigration) (?:detainers?|holds?|"
        r"warrants?|custody|detention|court|case|judge|hearings?|papers|issues?|problems?|status|raid)|"
        rf"{_NOT} (?:an? )?(?:u\.? ?s\.? |american |us )?citizens?|(?:bec[ao]m(?:e|es|ing)|is|are|was) "
        r"(?:an? )?(?:u\.? ?s\.? |american |us |naturali[sz]ed |dual )?citizens?(?: of)?(?! (?:band|watch|patrol))|"
        r"(?:dual|american|u\.? ?s\.?|us|naturali[sz]ed|foreign) (?:citizens?|citizenship)|"
        r"(?:got|gets|has|have|obtained|applied for|applying for|lost|waiting for) (?:his|her|their|a|"
        r"the|no)? ?(?:citizenship|green cards?|residency|work permits?|permanent residen\w+|papers)|"
        r"(?:lawful |legal |conditional )?permanent residen(?:ts?|cy|ce)|"
        rf"(?:new(?:ly arrived)?|newcomers?|fresh|recent arrivals?|arrived|came|come|moved) (?:to|in) "
        rf"(?:this|our|the) (?:country|united states|u\.?s\.?)|immigra(?:te[ds]?|ting)|"
        r"paroled? into (?:this|the) country|(?:humanitarian|immigration) parole(?:es?)?|"
        r"parolees? from (?-i:[A-Z])\w+|(?:fled|escaped) (?:the )?(?:war|violence|persecution)(?: in \w+)?",
    ),
    Saying(
        Attribute.LANGUAGE,
        Form.LANGUAGES,
        ("english", "language", "tongue", "accent", "dialect", "spanglish", "cyrillic", "ASL", "creole",
         "lingual", "sign"),
        r"(?:(?:spoke|speaks?|speaking|spoken|with|had|has|in|understands?|understood|knows?|knew) )?(?:no|little|limited|broken|"
        r"poor|bad|accented|fluent|perfect|minimal|basic|halting|very little|hardly any|almost no|"
        r"heavily accented|not much|some) english(?! (?:muffin|breakfast|class|department|teacher|"
        r"setter|bulldog|avenue|st)\b)(?: (?:speaker|speaking|proficiency|proficient)s?)?|"
        rf"(?:{_NOT}|could ?n[o']?t|could not|can ?not|can'?t|barely|hardly|unable to|refus(?:ed|es) to|does) (?:speak|speaks|spoke|"
        r"speaking|understand|understands|know|knew|read)(?: any| much| a word of| good| enough)? "
        r"english|english (?:is|was|isn'?t|wasn'?t) (?:very |not |so |his |her )*(?:poor|limited|broken|bad|"
        r"weak|good|great|rough|second language|first language|minimal)|non ?-? ?english(?: ?-? ?speak"
        r"(?:ing|ers?))?|english ?- ?speaking|(?:an?|some|another|some other|his|her|their|unknown|unfamiliar|strange|"
        r"foreign|native|different)? ?(?:foreign|other|another|unknown|unfamiliar|strange|native) "
        r"(?:language|tongue|dialect)s?(?! (?:class|school|department|code))|"
        r"(?:in )?(?:american )?sign(?:ed|ing|s)?(?: in)? (?:language(?! of)|ASL)|(?-i:ASL)|spanglish|cyrillic"
        r"(?: \w+)?|(?:bi|mono|multi|tri)lingual|(?:an?|his|her|their|with|had|has)? ?(?:thick|heavy|strong|slight|"
        r"foreign|southern|northern|regional|brooklyn|boston|new york|texas|midwestern|country|"
        r"noticeable|unfamiliar|strange|funny|distinct) accents?",
    ),
)
