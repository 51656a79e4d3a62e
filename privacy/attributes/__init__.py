"""Protected attributes and activities in a text, and what each mention does there.

`find_mentions` reads a text, finds every mention of a protected attribute (race, religion, ...) or
activity (photographing, worship, ...) and says which part it plays: the reason for suspicion, the
description of a person, the target of an act, a lawful activity, or none of these. It decides
nothing about the report; a person does. What is asked several times of the texts of one report is
asked of one `Reader`, which reads each text once.
"""

from privacy.attributes.finding import Reader, find_mentions, mask_mentions
from privacy.attributes.mentions import ACTIVITIES, Attribute, Mention, Role

__all__ = [
    "ACTIVITIES",
    "Attribute",
    "Mention",
    "Reader",
    "Role",
    "find_mentions",
    "mask_mentions",
]
