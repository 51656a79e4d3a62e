"""The table of purposes: which role may reveal hidden text of which drawer, why, and how long.

Source of the table: this project's own proposal (an agency replaces it by its policy). The idea
that access needs a stated purpose and leaves a written record of who, why and when follows
28 CFR 23.20(g), need to know and right to know, and the purposes of the intelligence drawer its
paragraphs (e), dissemination, and (h), validation; the 15 minutes, and the 5 of an emergency, are a
cautious choice of ours.
"""

from dataclasses import dataclass

from privacy.errors import RevealRefusedError
from privacy.retention_policies import Drawer

MIN_WORDS_CHARS = 10
_TIPS, _INTELLIGENCE = frozenset({Drawer.TIPS}), frozenset({Drawer.INTELLIGENCE})
_BOTH = _TIPS | _INTELLIGENCE


@dataclass(frozen=True, slots=True)
class Purpose:
    """A reason for which hidden text may be shown.

    `roles` are role values of the application; `drawers` tells in which drawers it fits; `minutes`
    is the longest time that the text stays visible; `whole_report` tells whether all of a report
    may be shown, or one hidden span only. An emergency opens a whole report at once, and somebody
    else judges it afterwards.
    """

    code: str
    label: str
    roles: frozenset[str]
    minutes: int
    whole_report: bool
    drawers: frozenset[Drawer] = _TIPS
    is_emergency: bool = False


PURPOSES: tuple[Purpose, ...] = (
    Purpose(
        "check_detail", "Check one hidden detail against a record",
        frozenset({"analyst", "supervisor"}), minutes=15, whole_report=False,
        drawers=_BOTH,
    ),
    Purpose(
        "review_nexus", "Decide whether there is a potential nexus",
        frozenset({"analyst"}), minutes=15, whole_report=True,
    ),
    Purpose(
        "validate_record", "Check whether a record is still relevant and accurate",
        frozenset({"analyst", "privacy_officer"}), minutes=15, whole_report=False,
        drawers=_INTELLIGENCE,
    ),
    Purpose(
        "answer_inquiry", "Answer somebody who has a need and a right to know",
        frozenset({"analyst"}), minutes=15, whole_report=False, drawers=_INTELLIGENCE,
    ),
    Purpose(
        "imminent_danger", "Act on an imminent danger to life",
        frozenset({"analyst", "supervisor"}), minutes=5, whole_report=True, is_emergency=True,
    ),
    Purpose(
        "quality_check", "Check the quality of a report of the own unit",
        frozenset({"supervisor"}), minutes=15, whole_report=True,
    ),
    Purpose(
        "redress", "Answer a complaint or a request for correction",
        frozenset({"privacy_officer"}), minutes=15, whole_report=True,
        drawers=_BOTH,
    ),
    Purpose(
        "redaction_fault", "Look into a fault of the redaction",
        frozenset({"privacy_officer"}), minutes=15, whole_report=True,
        drawers=_BOTH,
    ),
    Purpose(
        "legal_order", "Follow an order of a court or an inspector",
        frozenset({"privacy_officer"}), minutes=15, whole_report=True,
        drawers=_BOTH,
    ),
)  # fmt: skip


def allowed_purposes(
    role: str, *, whole: bool = False, drawer: Drawer = Drawer.TIPS
) -> tuple[Purpose, ...]:
    """List the purposes open to a role for one span, or for a `whole` report, in a drawer.

    In the order of the table; an unknown role has none. Emergencies have a door of their own.
    """
    return tuple(
        purpose
        for purpose in PURPOSES
        if role in purpose.roles
        and drawer in purpose.drawers
        and not purpose.is_emergency
        and (purpose.whole_report or not whole)
    )


def emergency_purpose(role: str) -> Purpose | None:
    """Return the purpose for which a role may open a report at once; None if it may not."""
    found = (each for each in PURPOSES if each.is_emergency and role in each.roles)
    return next(found, None)


def check_purpose(
    role: str, code: str, *, words: str, whole: bool = False, drawer: Drawer = Drawer.TIPS
) -> Purpose:
    """Return the purpose if this role may reveal for it and has said why in its own words.

    Raises
    ------
    RevealRefusedError
        If the purpose is unknown or closed to the role or the drawer, or the words are too few.
    """
    open_to = allowed_purposes(role, whole=whole, drawer=drawer)
    purpose = next((each for each in open_to if each.code == code), None)
    if purpose is None:
        raise RevealRefusedError(
            "purpose: not open to this role; choose one of the purposes that are offered"
        )
    check_words(words)
    return purpose


def check_words(words: str) -> None:
    """Raise RevealRefusedError for fewer than 10 characters, runs of white space being one."""
    if len(" ".join(words.split())) < MIN_WORDS_CHARS:
        raise RevealRefusedError(
            f"reason: say in at least {MIN_WORDS_CHARS} characters why this is needed"
        )
