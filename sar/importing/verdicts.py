"""What became of each row of an imported file: a verdict, its line in the report, the tally."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TextIO

from sar.errors import FieldFinding
from sar.values import frozen

HEADER = ("line", "reference", "verdict", "receipt", "findings")
MAX_FINDINGS = 10

# Begins with a letter or digit, so that no spreadsheet takes it for a formula; too short and too
# plain to be a sentence that stands in the wrong column.
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/#-]{0,63}")

# The names of which paths consist (sar.intake.schemas); any other part came from the file.
_KNOWN = frozenset(
    (  # noqa: SIM905  a list of quoted names is harder to read
        "set set_id version sha256 behaviours answers narrative occurred kind date time zone place "
        "street facility city state latitude longitude sector people name description vehicles "
        "plate source reference received row key value"
    ).split()
)
_NUMBER_OR_ID = re.compile(r"[0-9]{1,4}|(ind|el|rule)-[0-9]{4}")


class Outcome(StrEnum):
    """What became, or in a dry run would become, of a row."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@frozen
class Verdict:
    """What became of one row; `receipt` is "" in a dry run and for refused rows."""

    line: int
    reference: str
    outcome: Outcome
    receipt: str = ""
    findings: Sequence[FieldFinding] = ()
    is_held: bool = False


@dataclass(slots=True)
class Tally:
    """How many rows had which outcome; `held` are accepted ones that could not be redacted."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    held: int = 0

    @property
    def rows(self) -> int:
        """Return how many rows there were."""
        return self.outcomes.total()

    @property
    def accepted(self) -> int:
        """Return how many rows were, or would be, stored."""
        return self.outcomes[Outcome.ACCEPTED]

    @property
    def duplicates(self) -> int:
        """Return how many rows are stored already, or stand twice in the file."""
        return self.outcomes[Outcome.DUPLICATE]

    @property
    def refused(self) -> int:
        """Return how many rows were refused."""
        return self.outcomes[Outcome.REFUSED]


class VerdictFile:
    """The report of an import, written row by row as CSV; it quotes nothing but references."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._writer = csv.writer(file, lineterminator="\n")
        self._writer.writerow(HEADER)
        self.tally = Tally()

    def write(self, verdicts: Sequence[Verdict]) -> None:
        """Write verdicts and flush them: a run that is killed leaves them behind."""
        for verdict in verdicts:
            self._writer.writerow(
                (
                    verdict.line,
                    verdict.reference,
                    verdict.outcome.value,
                    verdict.receipt,
                    words(verdict.findings),
                )
            )
            self.tally.outcomes[verdict.outcome] += 1
            self.tally.held += verdict.is_held
        self._file.flush()


def reference_of(submission: dict[str, Any] | None) -> str:
    """Return the row's own id in the old system, "" where it has none that may be shown."""
    reference = (submission or {}).get("reference")
    if isinstance(reference, str) and _REFERENCE.fullmatch(reference.strip()):
        return reference.strip()
    return ""


def words(findings: Sequence[FieldFinding]) -> str:
    """Return findings as one text; parts of a path that came from the file are left out."""
    shown = [
        f"{shown_path(each.path)}: {each.message} {each.remedy}" for each in findings[:MAX_FINDINGS]
    ]
    rest = len(findings) - len(shown)
    return " | ".join([*shown, f"and {rest} more"] if rest else shown)


def shown_path(path: str) -> str:
    """Return a path in which a name that is not ours is replaced by "?"."""
    return ".".join(
        part if part in _KNOWN or _NUMBER_OR_ID.fullmatch(part) else "?" for part in path.split(".")
    )
