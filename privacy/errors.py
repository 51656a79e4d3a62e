"""The errors of the privacy library.

PrivacyError
├── RedactionError        a text could not be redacted, so nothing of it may be shown
├── SealError             something could not be sealed or unsealed
├── KeyringError          the key file is missing, readable by others, or malformed
├── LogError              something cannot be written to or read from the access log
├── RetentionError        a retention period or month makes no sense
├── EvaluationError       a file of labelled data, or a map of labels, cannot be used
├── RevealRefusedError    this role may not reveal for this purpose
└── ModelError            the model of names is missing, damaged, or of another version

No message of these errors quotes a text, a name or a key: it names a field or a rule.
"""

from collections.abc import Sequence


class PrivacyError(Exception):
    """Anything that goes wrong in the privacy library."""


class RedactionError(PrivacyError):
    """A text could not be redacted; it must be treated as if all of it were hidden."""


class SealError(PrivacyError):
    """Something could not be sealed, or did not open: wrong key, wrong context or changed bytes."""


class KeyringError(PrivacyError):
    """The keyring is missing, open to other users of the machine, or malformed."""


class LogError(PrivacyError):
    """An entry cannot be expressed in, or read from, the access log."""


class RetentionError(PrivacyError):
    """A retention period or a retention month makes no sense."""


class RevealRefusedError(PrivacyError):
    """The role may not reveal a report for this purpose, or did not say why."""


class EvaluationError(PrivacyError):
    """A file of labelled data cannot be used; `problems` name each place and what to do."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n     ".join(problems))
        self.problems = tuple(problems)


class ModelError(PrivacyError):
    """The model of names is missing, damaged, or of another version."""
