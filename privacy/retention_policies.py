"""Retention policies from a YAML file: which clocks an agency's two drawers run by.

A fault names the file, the path in it, the value and the remedy. Nothing is guessed: a key that
is not known, a purge before its review or a policy for nobody is refused.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from privacy.clocks import Clock, CountsFrom, Period, Unit
from privacy.errors import RetentionError

MAX_FILE_BYTES = 200_000
FORMAT = "sar-retention-1"
DEFAULT_FILE = Path(__file__).parent / "policies" / "default.yaml"
# 28 CFR 23.20(h): five years, and as many again after each validation.
PART_23 = Period(5, Unit.YEARS)
# A hundred years: beyond it a number is surely a slip.
_MOST = {Unit.DAYS: 36_525, Unit.MONTHS: 1_200, Unit.YEARS: 100}
_PERIOD = re.compile(r"([0-9]{1,5}) (day|month|year)s?")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MIN_BASIS_CHARS = 20
MAX_WORDS_CHARS = 2000


class Drawer(StrEnum):
    """Where a record lies: among tips and reports, or among criminal intelligence (Part 23)."""

    TIPS = "tips"
    INTELLIGENCE = "intelligence"


@dataclass(frozen=True, slots=True)
class Policy:
    """How long an agency's records are kept; `agencies` None is for all that no other names."""

    name: str
    agencies: frozenset[str] | None
    zone: str
    note: str
    clocks: Mapping[Drawer, tuple[Clock, ...]] = field(hash=False)

    def clock_for(self, drawer: Drawer, *, outcome: str, is_closed: bool) -> Clock:
        """Return the first clock of a drawer that a record with this outcome runs by."""
        return next(
            clock
            for clock in self.clocks[drawer]
            if (is_closed or clock.counts_from is CountsFrom.RECEIVED)
            and (not clock.outcomes or outcome in clock.outcomes)
        )


@dataclass(frozen=True, slots=True)
class Policies:
    """Every policy of an installation; exactly one is for all agencies."""

    source: str
    policies: tuple[Policy, ...]

    def of(self, agency: str) -> Policy:
        """Return the policy that names the agency, else the one for all."""
        named = (each for each in self.policies if each.agencies and agency in each.agencies)
        return next(named, next(each for each in self.policies if each.agencies is None))


def load_policies(path: Path, *, outcomes: Iterable[str]) -> Policies:
    """Read a policy file; `outcomes` are the words that a clock may name.

    Raises
    ------
    RetentionError
        With file, path, value and remedy.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise RetentionError(f"{path.name}: cannot be read ({type(error).__name__})") from None
    if len(content) > MAX_FILE_BYTES:
        raise RetentionError(f"{path.name}: larger than {MAX_FILE_BYTES} bytes; shorten it")
    try:
        return parse_policies(content.decode("utf-8"), name=path.name, outcomes=outcomes)
    except UnicodeDecodeError:
        raise RetentionError(f"{path.name}: not UTF-8; save it as UTF-8") from None


def parse_policies(text: str, *, name: str, outcomes: Iterable[str]) -> Policies:
    """Read policies from YAML text; `name` stands in the messages. Raises RetentionError."""
    reader = _Reader(name, frozenset(outcomes))
    plain = reader.mapping(_read_yaml(text, name), "", {"format", "policies"})
    reader.one_of(plain.get("format"), "format", [FORMAT])
    listed = reader.sequence(plain.get("policies"), "policies")
    policies = tuple(_policy(reader, each, f"policies.{n}") for n, each in enumerate(listed))
    for_all = [each.name for each in policies if each.agencies is None]
    if len(for_all) != 1:
        reader.refuse("policies", for_all, "Write exactly one policy with agencies: all.")
    named = [agency for each in policies for agency in each.agencies or ()]
    twice = sorted({agency for agency in named if named.count(agency) > 1})
    if twice:
        reader.refuse("policies", twice, "Name an agency in one policy only.")
    return Policies(name, policies)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Knows the file's name, and says what is wrong with a value of it."""

    name: str
    outcomes: frozenset[str]

    def refuse(self, path: str, value: object, remedy: str) -> NoReturn:
        shown = repr(value)[:60]
        raise RetentionError(f"{self.name}: {path or 'the file'}: {shown} is refused. {remedy}")

    def mapping(self, value: Any, path: str, known: set[str]) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.refuse(path, value, f"Write a mapping of {_listed(known)}.")
        for key in value:
            if key not in known:
                self.refuse(f"{path}.{key}".lstrip("."), key, f"Known here: {_listed(known)}.")
        return value

    def sequence(self, value: Any, path: str) -> list[Any]:
        if not isinstance(value, list) or not value:
            self.refuse(path, value, "Write a list with items.")
        return value

    def words(self, value: Any, path: str, *, at_least: int = 1) -> str:
        if not isinstance(value, str) or not at_least <= len(value.strip()) <= MAX_WORDS_CHARS:
            self.refuse(path, value, f"Write {at_least} to {MAX_WORDS_CHARS} characters of text.")
        return value.strip()

    def one_of(self, value: Any, path: str, known: Iterable[str]) -> str:
        if not isinstance(value, str) or value not in known:
            self.refuse(path, value, f"Known here: {_listed(known)}.")
        return value

    def period(self, value: Any, path: str) -> Period:
        found = _PERIOD.fullmatch(value.strip()) if isinstance(value, str) else None
        if found is None or not 1 <= int(found[1]) <= _MOST[Unit(found[2] + "s")]:
            remedy = 'Write a count and a unit, such as "90 days", "18 months" or "5 years"; '
            self.refuse(path, value, remedy + "at least 1, and at most 100 years.")
        return Period(int(found[1]), Unit(found[2] + "s"))


def _policy(reader: _Reader, value: Any, path: str) -> Policy:
    known = {"name", "agencies", "zone", "note", *Drawer}
    plain = reader.mapping(value, path, known)
    return Policy(
        name=reader.words(plain.get("name"), f"{path}.name"),
        agencies=_agencies(reader, plain.get("agencies"), f"{path}.agencies"),
        zone=_zone(reader, plain.get("zone"), f"{path}.zone"),
        note=reader.words(plain.get("note", "Set by your policy."), f"{path}.note"),
        clocks={
            drawer: _clocks(reader, plain.get(drawer), f"{path}.{drawer}", drawer)
            for drawer in Drawer
        },
    )


def _clocks(reader: _Reader, value: Any, path: str, drawer: Drawer) -> tuple[Clock, ...]:
    clocks = [
        _clock(reader, each, f"{path}.{number}", drawer)
        for number, each in enumerate(reader.sequence(value, path))
    ]
    names = [clock.name for clock in clocks]
    if len(set(names)) < len(names):
        reader.refuse(path, names, "Give every clock its own name.")
    if clocks[-1].outcomes or clocks[-1].counts_from is not CountsFrom.RECEIVED:
        remedy = "Let the last clock be for any outcome, counted from received, to leave none out."
        reader.refuse(f"{path}.{len(clocks) - 1}", names[-1], remedy)
    return tuple(clocks)


def _clock(reader: _Reader, value: Any, path: str, drawer: Drawer) -> Clock:
    known = {"name", "outcomes", "counts_from", "review_after", "purge_after", "validation"}
    plain = reader.mapping(value, path, known | {"basis"})
    name = reader.words(plain.get("name"), f"{path}.name")
    if _NAME.fullmatch(name) is None:
        reader.refuse(f"{path}.name", name, "Write a-z, 0-9 and hyphens, at most 40.")
    origin = plain.get("counts_from", CountsFrom.RECEIVED.value)
    extends_by, at_most = _validation(reader, plain.get("validation"), f"{path}.validation")
    clock = Clock(
        name=name,
        outcomes=_outcomes(reader, plain.get("outcomes"), f"{path}.outcomes"),
        counts_from=CountsFrom(reader.one_of(origin, f"{path}.counts_from", list(CountsFrom))),
        review_after=reader.period(plain.get("review_after"), f"{path}.review_after"),
        purge_after=reader.period(plain.get("purge_after"), f"{path}.purge_after"),
        extends_by=extends_by,
        at_most=at_most,
        basis=reader.words(plain.get("basis"), f"{path}.basis", at_least=MIN_BASIS_CHARS),
    )
    _check_order(reader, clock, path)
    if drawer is Drawer.INTELLIGENCE:
        _check_part_23(reader, clock, path)
    return clock


def _check_order(reader: _Reader, clock: Clock, path: str) -> None:
    if not clock.review_after.is_within(clock.purge_after):
        remedy = f"The review after {clock.review_after} must come first: purge later."
        reader.refuse(f"{path}.purge_after", str(clock.purge_after), remedy)
    if clock.at_most is not None and not clock.purge_after.is_within(clock.at_most):
        remedy = f"Write no less than purge_after, {clock.purge_after}."
        reader.refuse(f"{path}.validation.at_most", str(clock.at_most), remedy)


def _check_part_23(reader: _Reader, clock: Clock, path: str) -> None:
    periods = {"purge_after": clock.purge_after, "validation.extends_by": clock.extends_by}
    for name, period in periods.items():
        if period is not None and not period.is_within(PART_23):
            remedy = f"28 CFR 23.20(h) allows {PART_23} at most, and as many per validation."
            reader.refuse(f"{path}.{name}", str(period), remedy)


def _validation(reader: _Reader, value: Any, path: str) -> tuple[Period | None, Period | None]:
    if value is None:
        return None, None
    plain = reader.mapping(value, path, {"extends_by", "at_most"})
    extends_by = reader.period(plain.get("extends_by"), f"{path}.extends_by")
    if "at_most" not in plain:
        return extends_by, None
    return extends_by, reader.period(plain["at_most"], f"{path}.at_most")


def _outcomes(reader: _Reader, value: Any, path: str) -> frozenset[str]:
    if value == "any":
        return frozenset()
    listed = enumerate(reader.sequence(value, path))
    return frozenset(reader.one_of(each, f"{path}.{n}", reader.outcomes) for n, each in listed)


def _agencies(reader: _Reader, value: Any, path: str) -> frozenset[str] | None:
    if value == "all":
        return None
    return frozenset(reader.words(each, path) for each in reader.sequence(value, path))


def _zone(reader: _Reader, value: Any, path: str) -> str:
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError, AttributeError):
        reader.refuse(path, value, "Write a zone such as America/Chicago.")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def _read_yaml(text: str, name: str) -> Any:
    import yaml

    try:
        return yaml.load(text, _loader())  # noqa: S506  a SafeLoader, made stricter
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "cannot be read"
        raise RetentionError(f"{name}{line}: not YAML that is accepted: {problem}") from None
    except (RecursionError, ValueError):
        raise RetentionError(f"{name}: nested too deeply, or a value that is none") from None


@cache
def _loader() -> type:
    """Return PyYAML's safe loader, which also refuses a key that stands twice, and aliases."""
    import yaml

    class Strict(yaml.SafeLoader):
        """Takes the first of nothing: two values for one key are a fault."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.events.AliasEvent):
                mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
                raise yaml.composer.ComposerError(None, None, "write the value out", mark)
            return super().compose_node(parent, index)

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002  PyYAML's
            keys = [key.value for key, _value in node.value]
            for key, _value in node.value:
                if keys.count(key.value) > 1:
                    problem = f"the key {str(key.value)[:40]!r} stands twice"
                    raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            return super().construct_mapping(node, deep=deep)

    return Strict
