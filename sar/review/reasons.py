"""Standard reasons: up to five per decision, so that a usual decision is made without typing.

Each is a sentence for colleagues and, where the review ends, the words that the officer reads.
All wording is this project's. What is grave is never said by a standard reason alone: a potential
nexus needs the analyst's own words, and so does the innocent explanation of part one.
"""

from collections.abc import Mapping
from dataclasses import replace

from sar.values import frozen
from triage.decisions import MIN_RATIONALE_CHARS, Action, Record


@frozen
class Reason:
    """A standard reason; `officer_text` is "" where the review goes on or own words are due."""

    code: str
    rationale: str
    officer_text: str = ""

    @property
    def label(self) -> str:
        """Return the reason as it is offered."""
        return self.rationale


_UNFOUNDED = "Thank you. We read your report and closed it. "
_NO_NEXUS = "Thank you. We read your report with care and found no link to terrorism. "
_REFERRED = "Thank you. Your report fits another team better, so we passed it on. "
_PROTECTED = "Thank you. We closed your report, because the law protects what it is about. "
_FACTS = "What helps us: what exactly was done, when, where, and why it stood out to you."
_DONE = "You did right to report it, and you need not do anything more."
_DEEDS = "Please report again if you see something done that looks like a plan to harm people."

REASONS: Mapping[Action, tuple[Reason, ...]] = {
    Action.MEETS_CRITERIA: (
        Reason("facts", "What was seen is what the definition describes."),
        Reason("repeated", "It was done again, or by several people together, as defined."),
        Reason("setting", "When and where it was done is what makes it fit."),
        Reason("words", "What was said or written makes it fit."),
        Reason("things", "What was found or used makes it fit."),
    ),
    Action.FAILS_CRITERIA: (
        Reason("lawful", "It is lawful, and no further fact makes it more."),
        Reason("explained", "An innocent reason explains it."),
        Reason("no_fact", "No fact says why it stood out."),
        Reason("other_matter", "It is another matter than the behavior that was picked."),
        Reason("mistaken", "It turned out to be something else."),
    ),
    Action.FIND_NEXUS: (
        Reason("pattern", "It belongs together with other reports."),
        Reason("threat", "Violence for a cause was threatened."),
        Reason("means", "Means and intent are told of together."),
        Reason("protection", "Somebody tried out how the place is protected."),
    ),
    Action.FIND_NO_NEXUS: (
        Reason(
            "crime",
            "An ordinary crime explains it.",
            f"{_NO_NEXUS}It looks like an ordinary crime. {_DONE}",
        ),
        Reason(
            "quarrel",
            "A private matter explains it.",
            f"{_NO_NEXUS}It looks like a private matter. {_DONE}",
        ),
        Reason(
            "alone",
            "Nothing else points the same way.",
            f"{_NO_NEXUS}Nothing else that we know of points the same way. {_DONE}",
        ),
        Reason(
            "checked",
            "It was looked into, and there was nothing to it.",
            f"{_NO_NEXUS}It was looked into, and there was nothing to it. {_DONE}",
        ),
        Reason(
            "explained",
            "An innocent reason came to light.",
            f"{_NO_NEXUS}An innocent reason came to light. {_DONE}",
        ),
    ),
    Action.CLOSE_UNFOUNDED: (
        Reason(
            "lawful",
            "It is lawful, and no further fact makes it more.",
            f"{_UNFOUNDED}What you saw is lawful, and nothing told makes it more. {_FACTS}",
        ),
        Reason(
            "explained",
            "An innocent reason explains it.",
            f"{_UNFOUNDED}An innocent reason explains what you saw. {_FACTS}",
        ),
        Reason(
            "no_fact",
            "No fact says why it stood out.",
            f"{_UNFOUNDED}We could not tell from it why it stood out. {_FACTS}",
        ),
        Reason(
            "other_matter",
            "It is another matter, and nobody has to follow it up.",
            f"{_UNFOUNDED}It is another matter, and nobody has to follow it up. {_FACTS}",
        ),
        Reason(
            "mistaken",
            "It turned out to be something else.",
            f"{_UNFOUNDED}It turned out to be something else. {_DONE}",
        ),
    ),
    Action.REFER: (
        Reason("crime", "It may be a crime of another kind.", f"{_REFERRED}{_DONE}"),
        Reason("safety", "It is a matter of safety.", f"{_REFERRED}{_DONE}"),
        Reason("help", "Somebody may need help.", f"{_REFERRED}{_DONE}"),
        Reason("elsewhere", "It belongs to another agency's area.", f"{_REFERRED}{_DONE}"),
    ),
    Action.CLOSE_PROTECTED: (
        Reason("speech", "It rests on protected speech or protest.", f"{_PROTECTED}{_DEEDS}"),
        Reason("faith", "It rests on the practice of a faith.", f"{_PROTECTED}{_DEEDS}"),
        Reason("trait", "It rests on who somebody is.", f"{_PROTECTED}{_DEEDS}"),
        Reason("press", "It rests on filming or asking in public.", f"{_PROTECTED}{_DEEDS}"),
    ),
    Action.WITHDRAW: (
        Reason(
            "twice",
            "It was filed twice.",
            "Thank you. This report was filed twice, so we took it back. The other one counts.",
        ),
        Reason(
            "mistake",
            "It was filed by mistake.",
            "This report was filed by mistake, so we took it back. No one will act on it.",
        ),
    ),
}


def find_reason(action: str, code: str) -> Reason | None:
    """Return the standard reason with a code; None if the action has no such reason."""
    if action not in REASONS:
        return None
    return next((each for each in REASONS[Action(action)] if each.code == code), None)


def complete(record: Record, reason: Reason | None, *, action: str) -> Record:
    """Put a standard reason before the analyst's own words; the officer's text fills a gap only."""
    if reason is None:
        return record
    own = record.rationale.strip()
    # A nexus needs a rationale of its own beside a standard reason.
    if action == Action.FIND_NEXUS and len(own) < MIN_RATIONALE_CHARS:
        return record
    return replace(
        record,
        rationale="\n".join(filter(None, [reason.rationale, own])),
        officer_text=record.officer_text.strip() or reason.officer_text,
    )
