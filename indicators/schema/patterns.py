"""Patterns for texts, in the regular expressions of ECMA-262 that JSON Schema uses.

They use only what all common engines read alike: classes of code points written out, no look-around
and no property escapes; each takes time linear in the length of the text.
"""

# What str.strip() takes off the ends of a text: the code points for which str.isspace() is true.
_PLAIN_SPACE = r"\t\n\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_CONTROL_SPACE = r"\u000b\u000c\u001c-\u001f\u0085"
_SPACE = _PLAIN_SPACE + _CONTROL_SPACE

BLANK = f"^[{_SPACE}]*$"
"""A text of white space only, which counts as no answer."""

NOT_BLANK = f"[^{_SPACE}]"
"""A text with something in it."""

UNREADABLE = r"[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\ufffe\uffff]"
"""A character that is refused wherever it stands; as `indicators.reading.is_clean_text` has it."""

INNER_CONTROL = f"[^{_SPACE}][{_PLAIN_SPACE}]*[{_CONTROL_SPACE}][{_SPACE}]*[^{_SPACE}]"
"""A control character that is white space, and is taken off at the ends but refused inside."""

_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
_OFFSET = "(Z|[+-][0-9]{2}:[0-9]{2})"

DATE_TIME = f"^[{_SPACE}]*({_DAY}T{_CLOCK}{_OFFSET}[{_SPACE}]*)?$"
"""A date and time with its offset (RFC 3339, seconds free), or blank; white space at the ends."""
