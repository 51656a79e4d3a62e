"""Names of accounts in social media and games.

Source: the public rules of the large services (letters, digits, dot, underscore, hyphen; 2 to 32
characters), from general knowledge.
"""

import re
from collections.abc import Iterator

from privacy import gazetteer
from privacy.recognizers.recognizer import Cue, cue_words, matches
from privacy.spans import Kind, Span

_SIGN = re.compile(r"@(?<![\w@./]@)[A-Za-z_][\w.-]{0,30}\w")
_USER_PATH = re.compile(r"u/(?<![\w]u/)(?<!//u/)[A-Za-z0-9][\w-]{2,30}")
_VALUE = r"(?P<value>[\"']?@?[A-Za-z0-9_][\w.-]{0,30}\w(?:\#\d{4})?)"
_CUED = re.compile(
    r"(?:user\s?(?:name|id)|screen\s?name|handle|gamer\s?tag|nick(?:name)?|profile"
    r"|account|login|psn|xbox)\b"
    r"(?:(?:\s(?:is|was|named|called|id)\b|\s?[:=]){1,2}\s{0,2}|\s(?=[A-Za-z.]{1,30}[_\d]))"
    + _VALUE,
    re.IGNORECASE,
)
_SERVICE = (
    r"(?:instagram|insta|ig|snapchat|snap|twitter|telegram|tik\s?tok|discord|facebook|fb|reddit"
    r"|youtube|whatsapp|signal|kik|twitch|steam|venmo|cash\s?app|zelle|gab|parler"
    r"|x\.com|linkedin|vk"
    r"|threads|mastodon|bluesky|wickr|skype|line|wechat|xbox|psn|roblox)\b"
)
_POSTS_AS = re.compile(
    r"(?:posts?|posted|posting|tweets?|tweeting|streams?|streaming|chats?|chatting)\sas\s"
    r"(?P<value>(?=[A-Za-z.]{1,30}[_\d])[A-Za-z][\w.-]{1,30}\w)",
    re.IGNORECASE,
)
_OF_SERVICE = re.compile(
    _SERVICE + r"(?:(?:\s(?:account|user|username|handle|name|profile|page|ID|as|under|is"
    r"|was)\b){1,3}\s?[:=]?"
    r"|\s?[:=/])\s{0,2}" + _VALUE,
    re.IGNORECASE,
)
_BESIDE_SERVICE = re.compile(
    _SERVICE + r"\s(?P<value>@?(?=[A-Za-z0-9.]{0,30}[_\d])[A-Za-z0-9_][\w.-]{2,30}\w)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"#\d{4}(?!\d)")
_NAME_REVERSED = re.compile(r"[\w.]{1,31}[A-Za-z](?![\w#])")
_SERVICES = cue_words(
    "instagram insta ig snapchat snap twitter telegram tik tiktok discord facebook fb"
    " reddit youtube whatsapp"
    " signal kik twitch steam venmo cash cashapp zelle gab parler x linkedin vk"
    " threads mastodon bluesky wickr"
    " skype line wechat xbox psn roblox"
)
_REASON = "Follows a cue for an account name."


def _is_uncommon(match: re.Match[str]) -> bool:
    """Tell whether a value is assigned to its cue by a sign, or no ordinary word."""
    start = match.start("value")
    before = match.string[max(0, start - 3) : start].rstrip()
    return before.endswith((":", "=")) or not gazetteer.is_common(match["value"].strip("\"'"))


CUES = (
    Cue(
        cue_words(
            "user username userid screen screenname handle gamer gamertag nick"
            " nickname profile account login psn xbox"
        ),
        _CUED,
        Kind.HANDLE,
        _REASON,
        _is_uncommon,
    ),
    Cue(
        cue_words(
            "post posts posted posting tweet tweets tweeting stream streams streaming chat chats"
            " chatting"
        ),
        _POSTS_AS,
        Kind.HANDLE,
        _REASON,
    ),
    Cue(_SERVICES, _OF_SERVICE, Kind.HANDLE, _REASON, _is_uncommon),
    Cue(_SERVICES, _BESIDE_SERVICE, Kind.HANDLE, _REASON),
)


def recognize(text: str) -> Iterator[Span]:
    """Find account names by their sign."""
    shaped = "Has the shape of an account name."
    if "@" in text:
        yield from matches(_SIGN, text, Kind.HANDLE, shaped)
    if "u/" in text:
        yield from matches(_USER_PATH, text, Kind.HANDLE, shaped)
    for match in _NUMBERED.finditer(text):
        name = _NAME_REVERSED.match(text[max(0, match.start() - 33) : match.start()][::-1])
        if name:
            start = match.start() - len(name[0])
            yield Span(start, match.end(), Kind.HANDLE, "Has the shape of a numbered account name.")
