"""The rules that decide what a mention does in its sentence, in the order in which they are tried.

Each rule is a role, a sentence that says why, and a pattern over the masked sentence; "@" stands
before the phrase that is decided. No rule names a word of the lists, so sentences that differ only
in such words are decided alike.
"""

import re
from dataclasses import dataclass
from functools import cache

from privacy.attributes.cues import (
    CAUSE,
    DEGREE,
    FEELING,
    HARM,
    HARMED,
    HELPS,
    IS,
    NOT_AN_OBJECT,
    RAISES,
    SAYS,
    TELLS,
    VICTIM,
    VIOLENCE,
    WHO,
)
from privacy.attributes.mentions import Role

# A word of a masked sentence; letters of phrases that anything about a person, a place or both has.
_W = r"[\w'#]+"
_GAP = rf"(?: {NOT_AN_OBJECT}{_W})"
_DOES = (
    r"[PHJ](?: \w+){0,3} (?:\w+ed|had|was|is|made|ran|left|got|took|went|came|said|told|shot|"
    r"drove|hit|stole|wrote|put|who)\b"
)
_OWN = r"(?:his|her|their|the|its|n 's|P 's|H 's|your|a|an|some|that|this)"
# Behind these it is somebody else who tells, or nobody does.
_DOES_NOT_TELL = (
    r"(?:who|which|and|then|is|was|were|are|been|being|had|has|"
    r"so|because|since|but|as|when|while|until|if|i|we|he|she|they|you|it)\b"
)
_ANOTHER = (
    r"(?:(?:his|her|their|a|the|my|our|some|several|many|two|three|four|#|"
    r"\w+ (?:# )?)(?: \w+){0,3}? )?"
    r"(?:n|H|P|c|someone|somebody|smoke|shots|glass|noise\w*|drilling|screams|hammering)\b"
    r"(?! (?:she|he|that (?:he|she|they)|i)\b)"
)
_TRAIT = "[JSGTPF]"
_SIGN = "[SGTJF]"
_THEM = "[PJHLSAKF]"
_MARK = re.compile(r"@(?:\[?([A-Z]+)\]?)?")


@dataclass(frozen=True, slots=True)
class Rule:
    """If the pattern is found in a sentence, the marked phrase has the role."""

    role: Role
    reason: str
    pattern: str

    def fits(self, marked: str) -> bool:
        """Tell whether the pattern is found in a masked sentence with its mark."""
        return compiled(self.pattern).search(marked) is not None

    def may_fit(self, letter: str) -> bool:
        """Tell whether the pattern has a mark before this letter, or before any."""
        marks = list(_MARK.finditer(self.pattern))
        return not marks or any(letter in (each[1] or letter) for each in marks)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile at the first use: together they take a tenth of a second at start."""
    return re.compile(pattern)


def _rules(role: Role, reason: str, *patterns: str) -> tuple[Rule, ...]:
    return tuple(Rule(role, reason, pattern) for pattern in patterns)


QUOTED = (
    *_rules(
        Role.TARGET,
        "An insult to a group is what was said or written, and stays visible.",
        r"@X",
    ),
    *_rules(
        Role.TARGET,
        "Somebody was harmed or threatened for it.",
        rf"\b{HARM}\b[^.;]{{0,60}}?\b(?:because|for being|over|due to|based on|on account of|for "
        r"having)\b"
        r"[^.;,]{0,40}?@[JPSGTYF]",
        r"\b(?:hate|bias) (?:crime|incident|motivated)\b[^.;]*@",
        r"@\w[^.;]*\b(?:hate|bias) (?:crime|incident|motivated)\b",
    ),
)

CAUSES = (
    *_rules(
        Role.BASIS,
        "The sentence gives it as the cause of suspicion.",
        rf"\b{CAUSE} (?:of )?(?:{_W} )?{WHO} (?:\w+ly )?{IS} (?:{DEGREE} )*@[JYT]",
        rf"\b{CAUSE} (?:of )?(?:{_W} )?{WHO} (?:\w+ly )?{IS} (?:{DEGREE} )*@[PH](?= ?[.,;!?]| "
        r"(?:and|so|i|we)\b|$)",
        rf"\b{CAUSE} (?:of )?(?:{_W} )?(?:{DEGREE} )*@[JYT](?: (?:and|or|,) [JYT])*\b(?! (?:man|"
        r"H|n|P)\b)",
        rf"\b{CAUSE} (?:of )?{_OWN}(?: {_W}){{0,3}} @{_TRAIT}",
        rf"\b{CAUSE} (?:of )?{WHO} (?:{_W} ){{0,2}}(?:wearing|wore|wears|carrying|had|has|in|"
        r"with|reading|"
        rf"speaking|speaks|spoke|talking|in a)(?: {_W}){{0,4}} @[SGJTF]",
        r"\b(?:because|cause|cuz|since) (?:all |the |those |these |so many )?@P (?:are|always|"
        r"dont|do|cant|tend|hate|want|keep)",
        rf"\b(?:just|only|simply|solely) (?:for|because|on) [^.;,]*@{_TRAIT}",
        r"\b(?:other than|except(?: that| for)?|apart from|aside from|besides|the only thing|"
        r"nothing (?:else )?but|"
        r"only thing)\b[^.;]{0,40}@[JPYSGTF]",
        r"(?:^|[.,;] )(?:but )?(?:as|being|since being|given) (?:that )?(?:(?:he|she|they) (?:is|"
        r"are|was|were|'s|'re) )?"
        r"(?:a |an |from )?@[JP] ,",
        r"(?:^|, )being (?:a |an |from )?@[JP]",
        r"@[JPTSGF](?: is| was| are| were)?(?: the)?(?: only)? (?:is |was )?(?:why|the reason|"
        r"what (?:made|caught|drew|led))\b",
        r"@[JPTSG] and (?:that|this) (?:is|was|'s) (?:why|enough|the reason|all)",
    ),
    *_rules(
        Role.BASIS,
        "The sentence says that it made somebody uneasy.",
        rf"@[SGTJF](?: and {_W}| {_W}){{0,3}}? (?:made|makes|making|make|had|got|has) (?:{_W} "
        rf"){{1,3}}{FEELING}\b",
        rf"@[SGTJF](?: and {_W}| {_W}){{0,3}}? {RAISES}",
        rf"@[PH] ,? ?(?:which|and that|this|that) (?:\w+ )?(?:{RAISES}|(?:made|makes|had|got) "
        rf"(?:\w+ ){{1,2}}{FEELING})",
        rf"@[SGTJF](?: ,| and| {_W}){{0,5}}? (?:which|that|this|and it|it) (?:\w+ )?"
        rf"(?:{RAISES}|(?:made|makes|had|got|put) (?:{_W} ){{1,3}}{FEELING})",
        rf"\b{FEELING} (?:about|by|of|at|with|over|because of) (?:{_OWN} )(?:{_W} "
        rf"){{0,2}}@[SGTJF]",
        r"\b(?:concerned|worried|alarmed|suspicious|wary|nervous|uneasy|afraid|scared|bothered|"
        r"uncomfortable) "
        rf"(?:about|by|of|with|around|that|seeing|near)(?: {_W}){{0,3}} @[PJSGTF](?! (?:trying|"
        r"who))",
        r"\b(?:bothers|worries|concerns|scares|alarms|troubles|disturbs|bothered|worried|scared) "
        r"(?:me|us|him|her|people|n) "
        r"(?:that |to |when )?[^.;]{0,30}@[PJSGTF]",
    ),
    *_rules(
        Role.BASIS,
        "The sentence concludes something from it.",
        rf"\bas (?:he|she|they|n|the n|the H|it) (?:\w+ly )?{IS} (?:{DEGREE} )*@[JPY]",
        rf"{WHO} (?:is|was|are|were|has|have|had|looks|looked|wears|speaks|'s|'re)(?: {DEGREE})* "
        rf"@[PJSGF][^.;]{{0,60}}?,? so "
        r"(?:i|we|you|who knows|obviously|clearly|he (?:is|must)|they (?:are|must)|c|that)\b",
        r"@[PJSGYTF](?: to me| to us)? ?,? (?:and )?(?:so|therefore|thus|hence|meaning|ergo) "
        r"(?:i|we|he|she|they|it|n|that|might|may|could|"
        r"probably|suspicious|c|obviously|you|naturally|of course|the)\b",
        r"@[PJSGF](?: (?:on|in|at|with|to|by|near) [\w']+(?: [\w']+){0,3})? ?,? so (?:i|we|c|n|"
        r"the n|the c)\b",
        r"@[PJSGYTF] ?,? and (?:we|you|i) (?:all )?(?:know|think|believe|assume)\b",
        r"@[PJSGYTF] ,? ?(?:and |but )?(?:that 's|that is|it 's) (?:enough|all|suspicious|why|"
        r"his|her|not normal)",
        r"(?:fits?|fitting|matche[sd]|matching) (?:the |a )?(?:profile|stereotype|type|mold|"
        r"bill)\b[^.;]*@[PJSGYTF]",
        r"@[PJSGYTF]\b[^.;]{0,40}\b(?:fit(?:s|ting)? (?:the |a )?(?:profile|stereotype|type|"
        r"mold)|(?:classic|typical) \w+ (?:type|profile)|"
        r"strikes me|the (?:type|kind|sort) (?:of \w+ )?(?:who|that|to))",
        r"\b(?:looks?|looked|seems?|seemed) like (?:a |an |one of those |some kind of |those |"
        rf"he |she |they )(?:{_W} ){{0,2}}@[PJ]"
        r"[^.;]{0,20}\b(?:terroris\w+|radical\w*|extremis\w+|bomber\w*|gang|criminal\w*|jihad\w*|"
        r"on tv|from the news)",
        r"\b(?:typical|you know how|we all know how|all|most|every one of|like all|like most|"
        r"those|so many|too many|a lot of|lots of) "
        rf"(?:of |these |those |the )?@P(?:(?: {_W}){{0,4}} (?:are|always|do|act|tend|can|have|"
        r"hate|want|usually|look|acting)\b)",
        r"\b(?:typical|you know how|we all know how|so many|too many) (?:of |these |those |the "
        r")?@P",
        r"(?:^|, |\b(?:that|think|know|believe|feel|everyone knows|say) )@P (?:are (?!\w+ing)|"
        r"always|usually|tend|cant|dont|do not|"
        r"shouldnt|should not|generally|often)",
        r"\b(?:dont|do not|never|rarely|hardly ever|seldom|not used to|unusual|not common|not "
        r"normal|strange|odd|rare|uncommon)"
        rf"(?: {_W}){{0,6}} (?:see|seeing|get|have|having|for|notice|find|many|"
        rf"any)(?: {_W}){{0,2}} @[PJ]",
        r"\b(?:rarely|never|seldom|hardly ever|dont usually|dont often) (?:see|get|have|"
        rf"notice)(?: {_W}){{0,2}} @[PJ]",
        r"\b(?:mostly|predominantly|mainly|largely|all|majority|primarily|nearly all|a|this|our) "
        r"@J (?:neighbou?rhood|area|community|"
        r"town|street|complex|part|block|suburb|building|subdivision|school)",
        r"\b(?:converted to|became|turned|got into|recently embraced|convert to|conversion to) "
        r"@[SJP]",
    ),
)

TARGETS = (
    *_rules(
        Role.TARGET,
        "The act or the threat is aimed at it.",
        rf"\b{HARM}\b{_GAP}{{0,9}}? @{_THEM}",
        rf"\b{HARM}\b{_GAP}{{0,9}}? [LPJASK](?: (?:and|or|,|a|an|the|at|in|of|on|near|to|all|"
        r"every|n|inside|outside))* ?,? ?(?:\w+ )?@[PJLSAK]",
        rf"@{_THEM}(?: {_W}){{0,5}}? (?:was|were|been|being|got|gets|get|is|are) (?:{_W} "
        rf"){{0,3}}{HARMED}\b",
        rf"@{_THEM}(?: {_W}| ,){{0,6}}? (?:has |had |have |also |recently )*(?:received|receives|"
        r"receiving|got|gets|getting|found|finds|reports?|"
        r"reported|discovered|experienced|suffered|opened|had|says|said|complained|"
        rf"woke)\b[^.;]{{0,70}}\b{VICTIM}",
        rf"@[PL](?: {_W}| ,){{0,5}}? (?:had|has had|have had) (?:their|his|her|its) "
        rf"[^.;]{{0,30}}\b{HARM}",
        rf"@{_THEM}\b[^.;]{{0,40}}\b(?:when|as) (?:a|an|the|two|three|some|one|someone|somebody|"
        rf"n|H|P|he|they)\b[^.;]{{0,40}}\b{HARM}",
        rf"@[PLJHK](?: {_W}){{0,2}} {HARMED}\b[^.;,]{{0,50}} by (?:a|the|two|three|#|some\w*|"
        rf"unknown|unk|n|P|H|J)\b",
        r"@[PLHA] (?:would|will|was|is|are) (?:be )?next\b",
        rf"@[PJAHL](?: {NOT_AN_OBJECT}{_W}){{0,4}} (?:should|must|deserves?|need to|needs to|"
        r"will|would|have to|had to|are going to|better|ought to|gets?|is going to|has to) "
        rf"(?:all )?(?:\" )?(?:to )?(?:be |get )?(?:the )?(?:{HARM}|die|dead|leave|go|hang|"
        r"hanged|suffer|gone|deported|bleed|watch|run|removed|regret|disappear|wiped|"
        rf"hunted|what|raped|cleaned|light|treatment|truck|put)",
        r"\b(?:death to|down with|go back to|back to|kill all|no more|get out|fuck|f\*+k|screw|"
        r"enemies of|war on|filthy|dirty|"
        r"damn|goddamn|no|you|clean out|send (?:all )?(?:the )?)(?: \w+)? ?\"? "
        r"@[PJLSAKH]\b(?=[^.]*\"|[^.]* (?:out|back|allowed|here|home|or)\b)",
        r"\b(?:death to|down with|go back to|kill all|fuck|enemies of|war on|get rid of|rid of|"
        r"clean out) (?:\w+ ){0,2}@[PJLSAKH]",
        r"@[PJA] (?:\" )?(?:not welcome|get out|go home|out\b|will not replace|are vermin|are "
        r"animals|are subhuman|are parasites|are the enemy|not allowed)",
        rf"\b(?:told|warned|informing|telling|to) (?:{_W} ){{0,2}}@[PJ]\b[^.;]{{0,25}}\b(?:he|"
        rf"she|they|would|will|to|that|you)\b[^.;]{{0,50}}\b(?:{HARM}|leave|go back)",
        rf"@[PJH]\b[^.;]{{0,30}}\b(?:are|is|was|were|been|being) (?:told|warned|called|asked) "
        rf"[^.;]{{0,50}}\b(?:{HARM}|leave|go back|rape\w*|hell|home|ovens)\b",
        r"\b(?:bomb threats?|threats?|threatening|hate|slurs?|graffiti|swastikas?|flyers?|"
        r"pamphlets|note|letter|message|posts?|"
        r"manifesto|attack|violence|harm|arson|plot|plan|plans|plotting|planning|list|crime|"
        rf"video|comments?)\b[^.;]{{0,50}}?"
        r"\b(?:against|toward|towards|targeting|aimed at|directed at|on|at|about|to|naming|"
        rf"outside|inside|near){_GAP}{{0,4}} @[LAK]",
        r"\b(?:against|targeting|aimed at|directed at|hatred (?:of|for|toward)|hate for|"
        r"hostil\w+ (?:to|toward)|anti|"
        rf"towards?){_GAP}{{0,3}} @{_THEM}",
        r"\b(?:wants?|wanted|plans?|planned|intends?|intended|going|vow(?:s|ed)|swore|hopes?|"
        r"ready|out) to "
        rf"(?:strike|hit|take out|ambush|visit|wipe|erase|finish|clear|cut|drive|come for)"
        rf"{_GAP}{{0,6}} @{_THEM}",
        r"\b(?:post(?:s|ed)?|wrote|writes?|letter|note|fax|e?mail|flyers?|message|sign|graffiti|"
        r"manifesto|chat|comment|text|tweet)\b[^.;]{0,60}@[PJ][^.;]{0,20}? (?:should|"
        r"must|to|will|shall|ought to) "
        r'(?:all )?(?:" )?(?:be|get|go|hang|burn|die|leave)\b',
        r"@[LA](?: \w+){0,3} (?:as (?:a |his |her |their |the )?(?:\w+ )?targets?)",
        r"\b(?:called|calling|calls) (?:him|her|them|me|n|the n|a n|P|H|the P|the L|the c) (?:a |"
        r"an )?(?:\w+ )?@[PJ]",
        r'" [^"]*@[PJLAS][^"]*\b(?:die|kill|dead|hell|burn|invad\w+|replace|vermin|scum|filth|'
        r"country|home|back|hang|next|pay|coming|bleed|out)\b",
        r"\b(?:die|kill|dead|hell|burn|invad\w+|replace|vermin|scum|filth|hang|back to|death|"
        r'cant stand|no)\b[^"]*@[PJLAS][^"]*"',
        r"\b(?:noose|dead \w+|swastikas?|slurs?|graffiti|threats?|rat|feces|bullets?|"
        rf"powder)\b[^.;]{{0,60}}\b(?:of|to|for|on|at|in) (?:{_W} ){{0,3}}@[PJLKS]",
    ),
    *_rules(
        Role.TARGET,
        "It stands in a threat or in words of hate.",
        rf"\b{SAYS}\b[^.;]*@(?!{_DOES})[PJLHASK][^.;]*\b{VIOLENCE}\b",
        rf"\b{SAYS}\b[^.;]*\b{VIOLENCE}\b{_GAP}{{0,12}} @(?!{_DOES})[PJLHASK]",
    ),
    *_rules(
        Role.TARGET,
        "Somebody watched it, recorded it or asked about it.",
        r"\b(?:photograph\w*|pictures?|photos?|videos?|filming|filmed|watching|watched|"
        r"surveill\w*|casing|cased|observing|"
        r"sketch\w*|drawing|map|blueprints?|floor plans?|layout|schedule|entrances?|exits?|"
        r"security|cameras?|circl\w+|A|"
        r"staking out|asked about|asking about|drove past|driving past|drove by|driving by|"
        r"scouting|measur\w+|recording|"
        r"peer\w+ (?:in|into)|hours|drone|device|binoculars|gun|rifle|weapon|knife|gasoline|gas "
        r"can)"
        r"\b[^.;,]{0,60} @L",
        rf"@L(?: {_W}){{0,4}} (?:entrances?|exits?|security|cameras?|schedule|doors?|gate|fence|"
        r"windows?|layout|guards?|services? times)",
        rf"\b{HARM}\b[^.;]*@L",
        rf"@L\b[^.;]*\b{HARM}\b",
    ),
)

WEAK = _rules(
    Role.BASIS,
    "It is set beside the suspicion, and no behaviour is.",
    r"\b(?:suspicious|sketchy|shady|scary|creepy|strange|suspect)(?: looking)? (?:\w+ )?@[PJ]",
    r"@[PJSGF]\b[^.;]{0,70}\b(?:out of place|(?:not|dont|doesnt|didnt|do not|does not|did not|"
    r"never) (?:\w+ )?(?:belong|fit)|"
    r"not from (?:around )?here|not from (?:this|the|our) (?:area|neighbou?rhood)|stood out|"
    r"stick(?:s|ing)? out|stuck out|up to no good|"
    r"no reason to be|no business|(?:doesnt|does not|didnt|dont|do not) look like (?:he|she|"
    r"they))",
    rf"\b{WHO} (?:\w+ly )?{IS} (?:{DEGREE} )*@[PJ]\b[^.;]{{0,50}}\b(?:i think|might|may|could|"
    r"probably|must|likely|terroris\w+|isis|"
    r"radical\w*|sleeper|up to|dangerous|threat|snap|suspicious|gang|illegal|plotting|who knows|"
    r"bomb\w*|no good)\b",
)

APART = _rules(
    Role.DESCRIPTION,
    "It stands apart beside a person or a label, as descriptions do.",
    r"(?:\bn(?: #)?|\b(?:sketch|description|foot|suspects?|subject)) (?:,|:) "
    r"(?:maybe |about |approx \.? ?)?@[PJY] (?:,|;)",
)

OWN = _rules(
    Role.IRRELEVANT,
    "It is about the one who reports, or it is said to play no part.",
    rf"@[PYJ](?: Y)?(?: ,)?(?: (?!{_DOES_NOT_TELL}){_W}){{0,6}}? ,? ?{TELLS} (?:that )?{_ANOTHER}"
    rf"(?![^.;]*\b{VIOLENCE}\b)",
    rf"@[PYJ](?: Y)?(?: ,)?(?: (?!{_DOES_NOT_TELL}){_W}){{0,6}}? ,? ?(?:and )?{HELPS}"
    rf"(?![^.;]*\b{VIOLENCE}\b)",
    r"\b(?:i|we) (?:am|'m|are|'re|was|were|use|have|speak|teach|practice) (?:also |both |all |"
    r"only )?(?:a |an |the )?@[PJHYGS]",
    r"\b(?:as|being) (?:a |an )?@[PJ] ?(?:n )?,? (?:i|we|my|our)\b",
    r"\b(?:week of|during|closed? for|shut for|off for|end of|start of|first day of|"
    r"because of|celebrat\w+|observ\w+) @S(?! (?:she|he|they|worn))(?=[^.;]*\b(?:closed?|empty|"
    r"office|shut|no one|nobody|off|early|late|away|quiet|busy)\b)",
    r"\b(?:nothing to do with|regardless of|not about|irrespective of|(?:dont|doesnt|didnt|do not|"
    r"does not|did not) (?:care|matter)(?: about| that| if| whether| what)?|nobody cared(?: that)?|"
    r"not (?:mention|ask|asked|record)(?:ed)?)(?: [\w']+){0,3} @[TJPS]",
    r"\b(?:neither|nor) @T",
    r"@T(?: and T| or T)?[^.;]{0,20}\b(?:played no|plays no|is unknown|unknown to|not (?:noted|"
    r"known|asked|recorded|mentioned)|(?:is|are|was|were) not (?:a |the )?(?:reasons?|"
    r"grounds?|factors?|basis)|was not|left blank)",
)

IRRELEVANT = _rules(
    Role.IRRELEVANT,
    "It is about the one who reports, or about an office or a thing.",
    r"\b(?:i|we) (?:am|'m|are|'re|was) (?:also |myself )?(?:a |an )?@[PJHY]",
    r"\bc ?,? ?(?:\(|is |was |who is |identified as )?(?:a |an )?@[PJHY]"
    r"(?! (?:said|told|threat\w+))",
    r"\b(?:my|our) (?:\w+ )?@[PJHY] ?(?:\w+ )?(?:saw|heard|told|said|called|works|found|noticed|"
    r"speaks|translated)",
    r"@[PH]\b[^.;]{0,40}\bmissing (?:from|since)\b",
    r"\b(?:(?:know|knows|known|friend|lady|man|someone|H|P|n) (?:i know )?from|"
    r"way (?:home )?(?:to|from)|after|before|during|leave for|off for|home for) @[LAS]"
    r"(?= (?:told|said|and|,|we|i|that|on)|[ ,.]|$)",
    r"@[PJ] (?:holiday|charity|language (?:school|class)|class|organi[sz]ation|agency|office|"
    r"program|services?|festival|parade|"
    r"history|events?|month|studies|"
    r"newspaper|radio|association|museum|cemetery|district|league|resettlement|benefits|heritage|"
    r"outreach|affairs|liaison|checks?|"
    r"translat\w+|interpreter|hospital|ministry|calendar|quarter|settlement|art|exhibit)",
    r"\b(?:translat\w+|interpret\w+|report taken|interview\w*|fluent|officer \w+ "
    rf"speaks?)(?: {_W}){{0,6}} @G",
    r"@G (?:interpreter|translat\w+|class|lesson|language line|hotline|version)",
    r"@G and (?:\w+ )?translat",
)

DUTY = _rules(
    Role.IRRELEVANT,
    "It is part of the work on the report, or no such activity.",
    r"\b(?:officers?|i|we|detectives?|deput\w+|investigators?|technicians?|csi|csu|unit|evidence|"
    r"ro) (?:[\w']+ ){0,3}@A (?:of )?(?:the )?"
    r"(?:\w+ )?(?:damage|scene|evidence|plate|marks?|graffiti|tag|door|window|note|items?|device|"
    r"vehicle|injuries|footprints?|tire|it|them)",
    r"\b(?:detail|assigned|overtime|staffing|traffic control|permit|road closures?) (?:\w+ "
    r"){0,4}@A",
    r"@A (?:detail|assignment|coverage|permit|was permitted|lineup|unit)",
)
