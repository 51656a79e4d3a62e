"""What can go wrong in the indicators library.

IndicatorsError
├── DefinitionError         a definition file or value cannot be accepted
├── UnknownIndicatorError   a set has no behaviour with that id
├── ReleaseError            a release, its manifest or a key cannot be trusted
├── IncomparableSetsError   two sets are not versions of one another
└── TooManyAnswersError     a question or rule has too many sets of answers to try them all
"""


class IndicatorsError(Exception):
    """Any error that this library raises on purpose."""


class DefinitionError(IndicatorsError):
    """A definition cannot be accepted; says where, what is wrong and how to mend it.

    Parameters
    ----------
    name
        File name, or what the caller calls the source.
    path
        Path inside the document, such as ``indicators[3].elements[0].kind``; empty for the whole.
    problem
        What is wrong, naming the kind of the value that was found.
    remedy
        What the author of the definition should do.
    line
        Line in the file, counted from 1; None when the source is not a file.
    """

    def __init__(
        self, name: str, path: str, *, problem: str, remedy: str, line: int | None = None
    ) -> None:
        self.name = name
        self.path = path
        self.problem = problem
        self.remedy = remedy
        self.line = line
        place = ", ".join(part for part in (f"line {line}" if line else "", path) if part)
        super().__init__(f"{name}: {place + ': ' if place else ''}{problem} {remedy}")

    def at_line(self, line: int | None) -> "DefinitionError":
        """Give the same error with the line of the file where its path begins."""
        return DefinitionError(
            self.name, self.path, problem=self.problem, remedy=self.remedy, line=line
        )


class UnknownIndicatorError(IndicatorsError):
    """A definition set has no behaviour with the id that was asked for."""


class ReleaseError(IndicatorsError):
    """A signed release does not hold; says what is wrong and how to mend it."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{problem} {remedy}")


class IncomparableSetsError(IndicatorsError):
    """Two definition sets have different set ids, so neither is a version of the other."""


class TooManyAnswersError(IndicatorsError):
    """There are more sets of answers than are tried; whether one of them matters is not known."""
