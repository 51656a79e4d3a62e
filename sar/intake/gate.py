"""The gate before sending: a protected trait as the reason for suspicion is put to the officer.

It is never a stop: the officer writes the behaviour instead, says that the trait describes the
person, or sends the text as it is and says why. Rule source: 28 CFR 23.20(b), and the functional
standard's rule that protected traits are no ground for suspicion.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from privacy.attributes import Mention, Role, find_mentions
from sar.errors import FieldFinding
from sar.models import AttributeAnswer, AttributeParty, AttributeReply

ANSWER, REASON = "attributes.answer", "attributes.reason"
OFFICER_REPLIES = (AttributeReply.DESCRIPTION, AttributeReply.UNCHANGED)
RULE = "attribute_basis"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the officer said; `answer` "" means nothing yet, `was_asked` that the gate was shown."""

    answer: str = ""
    reason: str = field(default="", repr=False)
    was_asked: bool = False


def mentions_of(texts: Mapping[str, str]) -> tuple[Mention, ...]:
    """Find the mentions in everything that an officer wrote, but for the reason itself."""
    return tuple(
        mention for path, text in texts.items() if path != REASON for mention in find_mentions(text)
    )


def counts_of(mentions: Iterable[Mention]) -> dict[str, int]:
    """Count mentions by "attribute:role"."""
    found = Counter(f"{each.attribute.value}:{each.role.value}" for each in mentions)
    return dict(sorted(found.items()))


def has_basis(counts: Mapping[str, int]) -> bool:
    """Tell whether any mention is a reason for suspicion."""
    return any(name.endswith(f":{Role.BASIS}") for name in counts)


def ask(counts: Mapping[str, int], reply: Reply) -> list[FieldFinding]:
    """Return what the officer has to answer; nothing if there is nothing to ask."""
    if not has_basis(counts):
        return []
    if reply.answer not in OFFICER_REPLIES:
        return [
            FieldFinding(
                ANSWER,
                "A trait such as race or religion seems to be why it looked suspicious.",
                "Write what was done instead, or say here why the words have to stay.",
                RULE,
            )
        ]
    if reply.answer == AttributeReply.UNCHANGED and not reply.reason:
        return [
            FieldFinding(
                REASON,
                "The reason for sending it unchanged is missing.",
                "Say in a sentence why the words have to stay.",
                RULE,
            )
        ]
    return []


def words_of(text: str) -> list[str]:
    """Return the officer's own words that the gate is about, each once, in order."""
    found = (text[each.start : each.end] for each in find_mentions(text) if each.role is Role.BASIS)
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Given:
    """The mentions that were counted, and the officer's reply; `is_past` if nobody was asked."""

    counts: Mapping[str, int]
    reply: Reply
    is_past: bool

    @property
    def answer(self) -> AttributeReply:
        """Return what is to be recorded."""
        if self.is_past:
            return AttributeReply.NOT_ASKED
        if has_basis(self.counts):
            return AttributeReply(self.reply.answer or AttributeReply.NOT_ASKED)
        return AttributeReply.RESTATED if self.reply.was_asked else AttributeReply.NONE_NEEDED


def record(
    session: Session, given: Given, *, report_id: int, account_id: int, now: datetime
) -> None:
    """Store the answer of a report that mentions an attribute, or whose officer was asked."""
    if not given.counts and not given.reply.was_asked:
        return
    session.add(
        AttributeAnswer(
            report_id=report_id,
            account_id=account_id,
            party=AttributeParty.IMPORT if given.is_past else AttributeParty.OFFICER,
            answer=given.answer,
            counts=dict(given.counts),
            answered_at=now,
        )
    )
