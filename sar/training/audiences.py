"""Who is trained, and what each kind of front-line staff reads before anything else.

The sentences are this project's own; none of them is an official wording.
"""

from indicators.definitions import Audience, Group, Indicator, Status
from sar.values import frozen

__all__ = ["ROLES", "Audience", "Role", "guidance_for", "taught"]


@frozen
class Role:
    """One kind of front-line staff: its name, and what comes first in an emergency."""

    label: str
    emergency: str


ROLES: dict[Audience, Role] = {
    Audience.LAW_ENFORCEMENT: Role(
        "Law enforcement",
        "Danger now? Act and call for help first. Report when the scene is safe.",
    ),
    Audience.FIRE_EMS: Role(
        "Fire and EMS",
        "Life safety first. Danger now? Pull back and have dispatch send police. "
        "Report when the call is over.",
    ),
    Audience.TELECOMMUNICATOR: Role(
        "Telecommunicators",
        "Danger now? Send help first and keep the caller safe. Report when units are on the way.",
    ),
    Audience.EMERGENCY_MANAGEMENT: Role(
        "Emergency management",
        "Danger now? Call 911 first and follow your plan. Report when people are safe.",
    ),
    Audience.PRIVATE_SECTOR: Role(
        "Private sector",
        "Danger now? Get away and call 911 first. Do not follow, search or hold anybody. "
        "Report when you are safe.",
    ),
}

CONDUCT = "Conduct, not people: report what somebody did, never who somebody is."

LESSONS: dict[Group, tuple[str, str]] = {
    Group.DEFINED_CRIMINAL: (
        "A crime, or close to one",
        "Each of these is a crime in itself, or close to one. Say what was done, and to what.",
    ),
    Group.NEEDS_INFORMATION: (
        "Often innocent: say what made it more",
        "Most people who do these things have a lawful reason. Report only with facts that an "
        "innocent reason does not explain, and say which reasons you looked at.",
    ),
}
"""Title and first words of each group; the two groups are those of Part B of the standard."""


def taught(indicator: Indicator) -> bool:
    """Tell whether a behaviour is still offered to officers, and so taught."""
    return indicator.status is Status.ACTIVE


def guidance_for(indicator: Indicator, audience: Audience) -> tuple[str, ...]:
    """Return what the set tells this audience; a set that says nothing gives nothing."""
    found = (each.texts for each in indicator.role_guidance if each.audience is audience)
    return next(found, ())
