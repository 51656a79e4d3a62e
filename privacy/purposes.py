"""The table of purposes: which role may reveal hidden text, why, and for how long.

Source of the table: this project's own proposal (an agency replaces it by its policy). The idea
that access needs a stated purpose and leaves a written record of who, why and when follows
28 CFR 23.20(g), need to know and right to know; the 15 minutes are a cautious choice of ours.
"""

from dataclasses import dataclass

from privacy.errors import RevealRefusedError

MIN_WORDS_CHARS = 10


@dataclass(frozen=True, slots=True)
class Purpose:
    """A reason for which hidden text may be shown.

    `roles` are role values of the application; `minutes` is how long the text stays visible;
    `whole_report` tells whether the whole report is shown or one hidden span only.
    """

    code: str
    label: str
    roles: frozenset[str]
    minutes: int
    whole_report: bool


PURPOSES: tuple[Purpose, ...] = (
    Purpose(
        "check_detail", "Check one hidden detail against a record",
        frozenset({"analyst", "supervisor"}), minutes=15, whole_report=False,
    ),
    Purpose(
        "review_nexus", "Decide whether there is a potential nexus",
        frozenset({"analyst"}), minutes=15, whole_report=True,
    ),
    Purpose(
        "imminent_danger", "Act on an imminent danger to life",
        frozenset({"analyst", "supervisor"}), minutes=15, whole_report=True,
    ),
    Purpose(
        "quality_check", "Check the quality of a report of the own unit",
        frozenset({"supervisor"}), minutes=15, whole_report=True,
    ),
    Purpose(
        "redress", "Answer a complaint or a request for correction",
        frozenset({"privacy_officer"}), minutes=15, whole_report=True,
    ),
    Purpose(
        "redaction_fault", "Look into a fault of the redaction",
        frozenset({"privacy_officer"}), minutes=15, whole_report=True,
    ),
    Purpose(
        "legal_order", "Follow an order of a court or an inspector",
        frozenset({"privacy_officer"}), minutes=15, whole_report=True,
    ),
)  # fmt: skip


def allowed_purposes(role: str) -> tuple[Purpose, ...]:
    """List the purposes open to a role, in the order of the table; an unknown role has none."""
    return tuple(purpose for purpose in PURPOSES if role in purpose.roles)


def check_purpose(role: str, code: str, *, words: str) -> Purpose:
    """Return the purpose if this role may reveal for it and has said why in its own words.

    `words` needs at least 10 characters, runs of white space counting as one.

    Raises
    ------
    RevealRefusedError
        If the purpose is unknown or closed to the role, or the words are too few.
    """
    purpose = next((p for p in allowed_purposes(role) if p.code == code), None)
    if purpose is None:
        raise RevealRefusedError(
            "purpose: not open to this role; choose one of the purposes that are offered"
        )
    if len(" ".join(words.split())) < MIN_WORDS_CHARS:
        raise RevealRefusedError(
            f"reason: say in at least {MIN_WORDS_CHARS} characters why this is needed"
        )
    return purpose
