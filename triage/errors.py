"""What can go wrong in triage.

::

    TriageError
    ├── ArtefactError           a stored model was changed, is damaged, or is none
    ├── AuditError              an audit cannot be made of what was given
    ├── BaselineError           what this toolkit is compared with does not run
    ├── DecisionRefusedError    the action is not allowed now, or its record lacks something
    ├── LabelsError             rows, labels and priors do not fit together
    ├── NotEnoughLabelsError    too few decisions to learn or to estimate anything from
    └── TableError              a file of labelled texts cannot be read
"""

from typing import NamedTuple


class Missing(NamedTuple):
    """One thing that stands between a reviewer and a decision.

    Attributes
    ----------
    field : str
        ``"action"``, or the name of a field of :class:`triage.decisions.Record`.
    message : str
        What is wrong, in words; it never repeats what was written.
    remedy : str
        What to do about it.
    """

    field: str
    message: str
    remedy: str


class TriageError(Exception):
    """Anything that this library refuses to do."""


class ArtefactError(TriageError):
    """A stored model is missing, was changed, is damaged, or holds what a model never holds."""


class AuditError(TriageError):
    """An audit of a ranker cannot be made of what was given; says what is wrong with it."""


class BaselineError(TriageError):
    """What this toolkit is compared with is not installed, or does not run."""


class DecisionRefusedError(TriageError):
    """The action is not allowed in this state, or its record is incomplete.

    Attributes
    ----------
    missing : tuple of Missing
        Everything that is wrong, not only the first thing; never empty.
    """

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(" ".join(f"{one.field}: {one.message}" for one in missing))
        self.missing = missing


class LabelsError(TriageError):
    """Rows, labels and priors do not fit together; says which of them and how."""


class NotEnoughLabelsError(TriageError):
    """There are too few decisions, or all are alike; the message says what is needed."""


class TableError(TriageError):
    """A file of labelled texts cannot be read; says where, what is wrong, and never a text."""
