"""What redaction leaves in the place of a name, a number or a trait, as triage meets it in texts.

It says nothing of a report: "[PERSON 1]", "[PLATE ~7F3K2A]" (with a key of pseudonyms),
"[ATTRIBUTE]".
"""

import re

PLACEHOLDER = re.compile(r"\[[A-Z][A-Z_ ]*(?:\d+|~[0-9A-Z]{6})?\]")
