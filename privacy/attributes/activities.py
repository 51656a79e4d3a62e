"""Protected activities told in several words: "took three photos", "is a member of the union".

The list `activities` holds words and fixed phrases; the patterns here are our own and cover what
varies inside. Each has a bounded length, so that looking for it takes linear time, and stands
between the ends of words. They read small letters, whatever the text is written in.
"""

from privacy.attributes.mentions import Attribute

_SOME = (
    r"(?:a|an|the|some|several|many|multiple|more|lots of|a lot of|a few|few|numerous|random|"
    r"close up|aerial|his|her|their|two|three|four|\d+|dozens of|quick|short)"
)
_PLACE = (
    r"(?:church|mosque|masjid|temple|synagogue|shul|mass|services|gurdwara|mandir|chapel|"
    r"prayers|worship|friday prayers?|sunday school|vespers|confession|jumm?ah?)"
)
_BODY = (
    r"(?:union|club|association|organi[sz]ation|society|coalition|chapter|alliance|network|"
    r"federation|league|collective|committee|group|church|mosque|synagogue|temple|party|"
    r"fraternity|sorority|lodge|congregation|movement|naacp|aclu|nra|cair|dsa)s?"
)
_POWER = (
    r"(?:government|police|cops|mayor|governor|president|council|sheriff|city|county|state|war|"
    r"policy|policies|administration|congress|senator|politicians?|school board|fbi|border patrol|"
    r"ice|military|company|tax(?:es)?|law|laws|landlords?|election|chief|judge)"
)
PATTERNS = (
    (
        Attribute.PHOTOGRAPHING,
        rf"(?:tak(?:e|es|en|ing)|took|snap(?:s|ped|ping)?|captur(?:e|ed|es|ing)|shoot(?:s|ing)?|"
        rf"shot|ma(?:de|kes?|king)|record(?:s|ed|ing)?) (?:{_SOME} ){{0,3}}(?:photos?|photographs?|"
        r"pictures?|pics?|images?|videos?|footage|selfies?|snapshots?)",
    ),
    (
        Attribute.PHOTOGRAPHING,
        r"(?:point|aim|hold|us)(?:s|ed|es|ing) (?:a|his|her|their|the|an) (?:\w+ )?"
        r"(?:camera|phone|cell phone|camcorder|iphone|gopro)(?: (?:at|to (?:film|record|"
        r"photograph|video)|up))?|with (?:a|his|her|their) (?:\w+ )?(?:video )?camera(?: and a "
        r"tripod)?|film(?:s|ing|ed)? (?:the |an? )?(?:officers?|police|cops|arrest|stop|building|"
        r"guards?)",
    ),
    (
        Attribute.PROTEST,
        r"(?:carr(?:y|ies|ied|ying)|h[eo]ld(?:s|ing)?|wav(?:e|es|ed|ing)) (?:\w+ ){0,2}(?:signs?|"
        r"banners?|placards?)|(?:on|going on|went on) strike|striking (?:workers?|teachers?|"
        r"nurses?|drivers?|employees)|die ?-? ?ins?|took a knee|taking a knee|marched|"
        r"counter ?-? ?protest(?:s|ers?)?|walk ?-? ?outs?|"
        r"chained (?:themselves|himself|herself)|"
        r"(?:st[ao]nding|stood|sat|sitting|gathered|people|group) (?:\w+ ){0,4}with (?:\w+ )?signs|"
        r"hunger strike|sit ?-? ?ins?(?! (?:the|a|his|her|their|"
        r"front|my|traffic)\b)",
    ),
    (
        Attribute.WORSHIP,
        rf"(?:attend(?:s|ed|ing)?|go(?:es|ing)? to|went to|led|leads) (?:{_SOME} |daily |weekly "
        rf"|morning |evening |friday |sunday )*{_PLACE}|(?:tak(?:e|es|ing)|took|receiv(?:ed|ing)) "
        r"communion|baptisms?|(?:sang|sing(?:s|ing)?|singing) (?:hymns|psalms|gospel(?: songs)?)|"
        r"meditat(?:e|es|ed|ing)|lit candles for|said grace|say(?:s|ing) grace|observ(?:ed|ing|es) "
        r"(?:ramadan|shabbat|the sabbath|lent|passover|fast)|(?:held|hold(?:s|ing)?) (?:\w+ ){0,2}"
        r"(?:revival|prayer|service|mass|puja|seder)|fast(?:ed|ing) (?:for|during)|puja|"
        r"bar mitzvah|bat mitzvah|confirmation class",
    ),
    (
        Attribute.SPEECH,
        rf"(?:critici[sz](?:e|es|ed|ing)|denounc(?:e|es|ed|ing)|complain(?:s|ed|ing)? about|"
        rf"rant(?:s|ed|ing)? about|spoke about|writes? about|wrote about|tweet(?:s|ed|ing)? about|"
        rf"post(?:s|ed|ing)? about|joked about) (?:\w+ ){{0,2}}{_POWER}|(?:gave|giv(?:es|ing)) "
        r"(?:a|an|the|his|her) (?:\w+ )?(?:speech|talk|lecture)|(?:spoke|speak(?:s|ing)?|"
        r"testif(?:y|ied|ies|ying)) (?:at|before|in front of|to) (?:a|the|our) (?:\w+ ){0,2}"
        r"(?:meeting|hearing|council|rally|board|committee|crowd)|blog posts?|op ?-? ?eds?|"
        r"tweet(?:s|ed|ing)?|(?:political|satirical) (?:memes?|comments?|opinions?|cartoons?)|"
        r"(?:put|putting|hung|hanging) up (?:\w+ ){0,2}(?:posters|flyers|signs)|"
        r"(?:with|used|using|through|into) a (?:megaphone|bullhorn)",
    ),
    (
        Attribute.PRESS,
        r"(?:for|with|from) (?:the|a|an) (?:\w+ )?(?:media|newspaper|news outlet|tv station|news "
        r"station|news channel|magazine|press)|(?:tv|television|radio|news) (?:station|channel)|"
        r"(?:freelance|magazine|newspaper|sports) (?:writer|photographer|editor)s?|podcasters?|"
        r"columnists?|news ?paper(?:man|men|woman)|cameram[ae]n|broadcasters?|news ?casters?|"
        r"anchorm[ae]n|an editor|the editor|news anchor|videographers?|correspondents?",
    ),
    (
        Attribute.ASSOCIATION,
        rf"(?:join(?:s|ed|ing)?|members? of|belong(?:s|ed|ing)? to|affiliated with|"
        rf"volunteer(?:s|ed|ing)? (?:with|for|at)|active in|formed|form(?:s|ing)|"
        rf"attend(?:s|ed|ing)? (?:\w+ )?(?:gatherings?|meetings?) of) "
        rf"(?:a|an|the|his|her|their|our) (?:\w+ ){{0,2}}"
        rf"{_BODY}(?! (?:was|were|is|are|has|had|hall|office|building|parking|lot)\b)|"
        r"(?:is|was|are|were|'s) in (?:a|an|the) (?:\w+ ){0,2}(?:union|club|fraternity|sorority|"
        r"society|coalition)|"
        r"(?:tenants?'?|workers'?|students?'?) unions?|study (?:circle|group)s?|"
        r"(?:assembl(?:e|ed|ing)|gather(?:ed|ing|s)?|congregat(?:e|ed|ing)|met|meets?|meeting) "
        r"(?:weekly |regularly |secretly |nightly |there |again |every \w+ )?"
        r"(?:at|in|inside|outside) (?:the|a) (?:\w+ )?(?:park|square|plaza|hall|"
        r"community center|church|mosque|temple|library|courthouse|capitol|union hall|basement)|"
        r"(?:motorcycle|riding|rifle|social|chess|hiking|supper|rotary) clubs?|"
        r"associat(?:es|ed|ing) with (?:\w+ )?(?:activists?|members?|known)",
    ),
)
