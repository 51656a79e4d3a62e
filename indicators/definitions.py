"""The frozen values that a versioned set of suspicious behaviours consists of."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeAlias

from indicators.errors import UnknownIndicatorError

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None

INDICATOR_ID = re.compile(r"ind-[0-9]{4}")
ELEMENT_ID = re.compile(r"el-[0-9]{4}")
RULE_ID = re.compile(r"rule-[0-9]{4}")

DEFAULT_MAX_CHARS = 2000
"""Longest answer to a text question that says nothing else, in code points; about a page."""


class ElementKind(StrEnum):
    """What kind of answer a question takes; the JSON type stands beside each."""

    TEXT = "text"  # string
    CHOICE = "choice"  # string: the code of one option
    MULTI_CHOICE = "multi_choice"  # array of strings: codes of options, each at most once
    YES_NO = "yes_no"  # true or false
    NUMBER = "number"  # number
    DATE_TIME = "date_time"  # string: ISO 8601 with an offset from UTC


class PrivacyClass(StrEnum):
    """What has to happen to an answer before it may be shown without a purpose."""

    NONE = "none"  # holds nothing about a person
    FREE_TEXT = "free_text"  # may hold identifiers: redact it
    IDENTIFYING = "identifying"  # is itself an identifier: hide it whole


class Group(StrEnum):
    """The two headings under which Part B of the Functional Standard lists behaviours."""

    DEFINED_CRIMINAL = "defined_criminal"
    NEEDS_INFORMATION = "needs_information"


class Status(StrEnum):
    """Whether a behaviour may still be chosen; part of the content, so a change is a version."""

    ACTIVE = "active"
    DEPRECATED = "deprecated"  # still accepted, no longer offered
    RETIRED = "retired"  # refused; kept so that its id never means anything else


class RelationKind(StrEnum):
    """How a behaviour is related to another one of the same set."""

    REPLACES = "replaces"
    REPLACED_BY = "replaced_by"
    SPLIT_FROM = "split_from"
    MERGED_INTO = "merged_into"
    SIMILAR = "similar"


class Audience(StrEnum):
    """Whose work guidance is written for; the kinds of front-line staff that file reports."""

    LAW_ENFORCEMENT = "law_enforcement"
    FIRE_EMS = "fire_ems"
    TELECOMMUNICATOR = "telecommunicator"
    EMERGENCY_MANAGEMENT = "emergency_management"
    PRIVATE_SECTOR = "private_sector"


class Comparison(StrEnum):
    """How two numbers, or two times, are compared."""

    LESS = "less"
    AT_MOST = "at_most"
    EQUAL = "equal"
    AT_LEAST = "at_least"
    MORE = "more"


class ExampleKind(StrEnum):
    """What an example shows about its behaviour."""

    POSITIVE = "positive"  # the behaviour, as the definition means it
    NEGATIVE = "negative"  # something else that should not be reported under it
    LOOKALIKE = "lookalike"  # looks the same at first and has a lawful reason


class Confidence(StrEnum):
    """Where a paraphrase comes from: a public source that was read, or memory."""

    FOUND = "found"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that a choice offers; the code is stored, the label is shown."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """When a question is asked: that element's answer is, or contains, one of the values.

    `values` are option codes for a choice and booleans for a yes/no question. The element is
    an earlier one of the same behaviour.
    """

    element_id: str
    values: tuple[str | bool, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A test: the question of this element id has an answer."""

    answered: str


@dataclass(frozen=True, slots=True)
class Compare:
    """A test: one answer compared with another one, or with a number.

    Both are numbers in the same unit, or both are times. It cannot be told, and so breaks no rule,
    while one of the two is not answered.
    """

    element_id: str
    comparison: Comparison
    other: str | int | float


@dataclass(frozen=True, slots=True)
class Not:
    """A test: the other one fails; it cannot be told where the other one cannot be told."""

    fails: "Test"


@dataclass(frozen=True, slots=True)
class AllOf:
    """A test: every one of these holds."""

    all_of: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A test: at least one of these holds."""

    any_of: tuple["Test", ...]


Test: TypeAlias = Answered | Condition | Compare | Not | AllOf | AnyOf
"""What a rule says of the answers; as JSON, each kind is known by its keys.

`Condition` fails while its question is not answered.
"""


@dataclass(frozen=True, slots=True)
class CrossRule:
    """What must hold between the answers of one behaviour; broken only by a test that fails.

    `message` says what does not fit and `remedy` how to mend it, both to the officer.
    """

    rule_id: str
    message: str
    remedy: str
    holds: Test


@dataclass(frozen=True, slots=True)
class Element:
    """One question about a behaviour.

    `minimum` and `maximum` are inclusive and count in `unit`; `max_chars` counts Unicode code
    points after normalisation; `min_choices` and `max_choices` count chosen options. Each of them
    means something for its own kind only. `explains_innocence` marks the question whose answer
    says why an innocent reason does not explain what was seen; once in a behaviour at most.
    """

    element_id: str
    label: str
    kind: ElementKind
    help: str = ""
    required: bool = False
    when: Condition | None = None
    options: tuple[Option, ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    max_chars: int = DEFAULT_MAX_CHARS
    privacy: PrivacyClass = PrivacyClass.NONE
    min_choices: int | None = None
    max_choices: int | None = None
    explains_innocence: bool = False
    # The codes of the options: every answer is looked up in them.
    codes: tuple[str, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", tuple(option.code for option in self.options))

    @property
    def is_required(self) -> bool:
        """Tell whether it must be answered wherever it is asked."""
        return self.required or self.explains_innocence


@dataclass(frozen=True, slots=True)
class Example:
    """An invented report that shows what a behaviour is, or is not.

    `answers` maps element ids of the example's own behaviour to JSON values.
    """

    kind: ExampleKind
    text: str = field(repr=False)
    why: str
    answers: Mapping[str, Json] | None = field(default=None, hash=False, repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """Answers and exactly what is found in them; checks the questions, and is shown to no officer.

    `answers` maps element ids of the case's own behaviour to JSON values; a long text is written
    as ``{repeat: x, times: 1501}``. `findings` maps the id of an element or rule to the
    `indicators.rules.Rule` of its finding; empty means accepted.
    """

    answers: Mapping[str, Json] = field(hash=False, repr=False)
    findings: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """That a behaviour is related to another one of the set, and how."""

    kind: RelationKind
    indicator_id: str


@dataclass(frozen=True, slots=True)
class RoleGuidance:
    """What one kind of front-line staff should look for and weigh."""

    audience: Audience
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text was taken from; other texts of the set name it by its key."""

    key: str
    reference: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One suspicious behaviour, with the questions to ask and what to weigh against it.

    `weight` is what the behaviour adds to a report's score, in thousandths of the whole score
    (0 to 400). `sources` are keys of the set's sources and `confidence` is that of `definition`.
    `phrases` are words in which people report it; the suggestion of behaviours learns from them.
    """

    indicator_id: str
    niem_code: str
    group: Group
    name: str
    definition: str
    sources: tuple[str, ...]
    confidence: Confidence
    weight: int
    elements: tuple[Element, ...] = ()
    guidance: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    status: Status = Status.ACTIVE
    related: tuple[Relation, ...] = ()
    role_guidance: tuple[RoleGuidance, ...] = ()
    rules: tuple[CrossRule, ...] = ()
    cases: tuple[Case, ...] = ()
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DefinitionSet:
    """A published, numbered set of behaviours that reports are pinned to.

    `version` is semantic (MAJOR.MINOR.PATCH) and this project's own; `edition` is the edition
    of the Functional Standard that the set paraphrases and `issued` the day of that edition.
    `max_behaviours` is how many behaviours one report may have, None for any number.
    """

    set_id: str
    version: str
    edition: str
    title: str
    issued: date
    notice: str
    definition_of_suspicious_activity: str
    protected_characteristics: tuple[str, ...]
    sources: tuple[Source, ...]
    indicators: tuple[Indicator, ...]
    max_behaviours: int | None = None
    # Computed when it is first asked for: an edit makes several sets that nobody asks.
    _sha256: str = field(default="", init=False, compare=False, repr=False)

    @property
    def sha256(self) -> str:
        """The hex digest of the canonical bytes."""
        if not self._sha256:
            digest = hashlib.sha256(canonical_bytes(self)).hexdigest()
            object.__setattr__(self, "_sha256", digest)
        return self._sha256

    def indicator(self, indicator_id: str) -> Indicator:
        """Give the behaviour with that id; raise UnknownIndicatorError when there is none."""
        for indicator in self.indicators:
            if indicator.indicator_id == indicator_id:
                return indicator
        shown = indicator_id if INDICATOR_ID.fullmatch(indicator_id) else "an id that is not ours"
        raise UnknownIndicatorError(f"{self.set_id} {self.version} has no behavior {shown}")


def needs_innocent_explanation(indicator: Indicator) -> bool:
    """Tell whether a report of it must say why an innocent reason does not explain it."""
    return indicator.group is Group.NEEDS_INFORMATION


def to_plain(definition_set: DefinitionSet) -> dict[str, Json]:
    """Give the set as JSON types, leaving out fields that have their default value.

    Leaving defaults out keeps the hashes of published sets when a later version of this library
    adds an optional field. The result shares nothing with the set.
    """
    return _plain_record(definition_set)


def plain_rule(rule: CrossRule) -> dict[str, Json]:
    """Give a rule as JSON types, as `to_plain` does within its set."""
    return _plain_record(rule)


def canonical_bytes(definition_set: DefinitionSet) -> bytes:
    """Give the one byte string of a set's content: sorted keys, no spaces, NFC, UTF-8.

    Two files that differ in key order, white space, comments or YAML style give the same bytes.
    """
    text = json.dumps(
        to_plain(definition_set),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )
    return unicodedata.normalize("NFC", text).encode("utf-8")


def _plain_record(record: object) -> dict[str, Json]:
    kind: Any = type(record)
    given = ((name, getattr(record, name), default) for name, default in _content(kind))
    return {name: _plain(value) for name, value, default in given if value != default}


@cache
def _content(kind: type) -> tuple[tuple[str, object], ...]:
    """Return the fields of a record that are content, each with its default; MISSING for none."""
    return tuple((each.name, each.default) for each in fields(kind) if each.init)


def _plain(value: Any) -> Json:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return _plain_record(value)
