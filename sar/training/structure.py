"""Names of a course for learning systems: kept through other words, new with another structure."""

import hashlib
import json
from collections.abc import Sequence
from uuid import UUID, uuid5

from indicators.definitions import DefinitionSet, Json, to_plain
from sar.values import frozen

NAMESPACE = UUID("5f0e2f0c-6b1c-4f0e-9d0a-0c6a3f5f7d11")
"""The name space of this project's activities; drawn at random once, and never changed."""

WORDING = frozenset(
    {
        *("name", "definition", "guidance", "role_guidance", "label", "help"),
        *("message", "remedy", "examples", "cases", "phrases", "sources", "confidence", "weight"),
    }
)
"""Parts of a behavior that are words, or that a course does not show: its structure is the rest.

The ids of the quiz's questions stand for the examples.
"""


@frozen
class Identity:
    """What a learning system knows a course by; IRIs that say nothing and need no domain name.

    `structure` is the first 16 hex digits of the SHA-256 of what the course teaches, without the
    words it teaches it in.
    """

    course_iri: str
    unit_iri: str
    structure: str

    @property
    def token(self) -> str:
        """Return a name for XML ids and files: letters, digits and hyphens, a letter first."""
        return f"sar-{self.course_iri.rpartition(':')[2]}"

    def in_language(self, code: str) -> "Identity":
        """Return what the same course is called in a language: they stand in a catalogue together.

        English has the name itself.
        """
        if code == "en":
            return self
        course, unit = (iri(f"{each}/{code}") for each in (self.course_iri, self.unit_iri))
        return Identity(course, unit, self.structure)


def identify(
    definition_set: DefinitionSet,
    *,
    kind: str,
    indicator_ids: Sequence[str],
    question_ids: Sequence[str],
) -> Identity:
    """Name a course of `kind` ("full/law_enforcement" for example) about these behaviours."""
    structure = structure_hash(definition_set, indicator_ids, question_ids)
    name = f"{definition_set.set_id}/{kind}/{structure}"
    return Identity(iri(f"course/{name}"), iri(f"unit/{name}"), structure)


def iri(name: str) -> str:
    """Return the IRI of an activity of this project: a name-based UUID (RFC 9562, version 5)."""
    return f"urn:uuid:{uuid5(NAMESPACE, name)}"


def structure_hash(
    definition_set: DefinitionSet, indicator_ids: Sequence[str], question_ids: Sequence[str]
) -> str:
    """Hash which behaviours there are, what is asked about them, and which examples are used."""
    # Every page about training names its courses, and a set of one hash always has these shapes.
    key = (definition_set.sha256, tuple(indicator_ids), tuple(question_ids))
    if key not in _HASHED:
        if len(_HASHED) >= _MAX_HASHED:
            _HASHED.clear()
        _HASHED[key] = _structure_hash(definition_set, indicator_ids, question_ids)
    return _HASHED[key]


_HASHED: dict[tuple[str, tuple[str, ...], tuple[str, ...]], str] = {}
_MAX_HASHED = 64


def _structure_hash(
    definition_set: DefinitionSet, indicator_ids: Sequence[str], question_ids: Sequence[str]
) -> str:
    plain = to_plain(definition_set)["indicators"]
    shapes = [
        _shape(each)
        for each in (plain if isinstance(plain, list) else [])
        if isinstance(each, dict) and each["indicator_id"] in indicator_ids
    ]
    content = [_sorted(shapes), sorted(question_ids)]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _shape(value: Json) -> Json:
    """Leave the words out, and the order, which is a matter of layout."""
    if isinstance(value, dict):
        return {key: _shape(each) for key, each in value.items() if key not in WORDING}
    if isinstance(value, list):
        return _sorted([_shape(each) for each in value])
    return value


def _sorted(values: list[Json]) -> list[Json]:
    return sorted(values, key=lambda each: json.dumps(each, sort_keys=True))
