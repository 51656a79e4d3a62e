"""The gate before sending: a protected trait as the reason for suspicion is put to the officer.

It is never a stop: the officer writes the behaviour instead, says that the trait describes the
person, sends the text as it is and says why, or withdraws the report. Beside an activity that is
lawful by itself the form offers a place for what makes it more; that is never asked for. Rule
source: 28 CFR 23.20(b), and the functional standard's rule that protected traits are no ground
for suspicion.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from privacy.attributes import Mention, Reader, Role, find_mentions
from sar import db
from sar.actors import Actor
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import AttributeAnswer, AttributeParty, AttributeReply
from sar.values import frozen

ANSWER, REASON, NARRATIVE = "attributes.answer", "attributes.reason", "narrative"
OFFICER_REPLIES = (AttributeReply.DESCRIPTION, AttributeReply.UNCHANGED)
RULE = "attribute_basis"
MAX_READ_CHARS = 60_000
"""Three times the longest narrative (`SAR_MAX_NARRATIVE_CHARS`): what is longer is refused anyway,
and is not read to its end for that."""


@frozen
class Reply:
    """What the officer said; `answer` "" means nothing yet, `was_asked` that the gate was shown.

    `facts` is what makes a lawful activity more than that; the officer may leave it out.
    """

    answer: str = ""
    reason: str = field(default="", repr=False)
    was_asked: bool = False
    facts: str = field(default="", repr=False)


def mentions_of(texts: Mapping[str, str], reader: Reader) -> tuple[Mention, ...]:
    """Find the mentions in everything that an officer wrote, but for the reason itself."""
    return tuple(
        mention
        for path, text in texts.items()
        if path != REASON
        for mention in reader.mentions(text[:MAX_READ_CHARS])
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
                "Say what was done instead, or choose what the words do. Nothing was sent yet.",
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


def ask_early(texts: Mapping[str, str], submission: Mapping[str, Any]) -> list[FieldFinding]:
    """Return what the officer has to answer in a submission that cannot be read as a whole yet."""
    told: Mapping[str, Any] = submission.get("attributes", {})
    reply = Reply(told.get("answer", ""), told.get("reason", ""))
    return ask(counts_of(mentions_of(texts, Reader())), reply)


@frozen
class Beside:
    """What the form says beside its texts: the officer's own words in question, by field."""

    basis: Mapping[str, tuple[str, ...]] = field(repr=False)
    lawful: Mapping[str, tuple[str, ...]] = field(repr=False)

    @property
    def basis_at(self) -> str:
        """Return the field beside which the question stands."""
        return next(iter(self.basis), NARRATIVE)

    @property
    def lawful_at(self) -> str:
        """Return the field beside which further facts may be told; "" for none."""
        return next(iter(self.lawful), "")


def beside(texts: Mapping[str, str]) -> Beside:
    """Find in what was typed, by field, the words that the form has to speak about."""
    found = {name: (text, find_mentions(text[:MAX_READ_CHARS])) for name, text in texts.items()}

    def words(role: Role) -> dict[str, tuple[str, ...]]:
        told = {
            name: tuple(dict.fromkeys(text[m.start : m.end] for m in mentions if m.role is role))
            for name, (text, mentions) in found.items()
        }
        return {name: each for name, each in told.items() if each}

    return Beside(words(Role.BASIS), words(Role.LAWFUL_ACTIVITY))


def withdraw(session: Session, texts: Mapping[str, str], *, actor: Actor, now: datetime) -> None:
    """Note that an officer withdrew a report at the gate: codes and counts, no word of it."""
    counts = counts_of(mentions_of(texts, Reader()))
    asked_about = {name: count for name, count in counts.items() if has_basis({name: count})}
    details: dict[str, audit.Detail] = {"reply": "withdrawn", **asked_about}
    event = audit.Event("attributes.withdrawn", "reports:unsent", details=details)
    audit.record(session, event, actor=actor, now=now)


@frozen
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
    row: dict[str, Any] = {
        "report_id": report_id,
        "account_id": account_id,
        "party": AttributeParty.IMPORT if given.is_past else AttributeParty.OFFICER,
        "answer": given.answer,
        "counts": dict(given.counts),
        "answered_at": now,
    }
    db.insert(session, AttributeAnswer, row)
