"""Permanent ids: which ids and answer codes a set has ever used, and the next free ones."""

import json
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators.definitions import to_plain
from indicators.loading import shipped_sets
from sar.errors import ConflictError
from sar.models import DefinitionSetVersion, SetState
from sar.values import frozen

# The form of an id leaves room for four digits.
MAX_ID_NUMBER = 9999
# Codes have at most 40 characters; this leaves room for a number at the end.
_MAX_CODE_CHARS = 32


class IdKind(StrEnum):
    """What an id belongs to; the value is what it begins with."""

    BEHAVIOUR = "ind"
    QUESTION = "el"
    RULE = "rule"


@dataclass(slots=True)
class FreshIds:
    """Gives out ids that no version of a set ever used, each once."""

    highest: dict[IdKind, int]

    def take(self, kind: IdKind) -> str:
        """Return the id after the highest one; raises ConflictError after number 9999."""
        number = self.highest.get(kind, 0) + 1
        if number > MAX_ID_NUMBER:
            raise ConflictError(
                "This set has used up its ids of that kind.",
                remedy="Begin a set with a new set id.",
            )
        self.highest[kind] = number
        return f"{kind}-{number:04}"


@frozen
class TakenIds:
    """What can never be given to something new.

    `highest` is the highest number of each kind of id, `codes` are the answer codes that each
    question ever had, and `published` the behaviours of any published version.
    """

    highest: Mapping[IdKind, int] = field(default_factory=dict)
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    published: frozenset[str] = frozenset()

    def fresh(self) -> FreshIds:
        """Begin to give out new ids."""
        return FreshIds(dict(self.highest))

    def next_code(self, element_id: str, label: str, *, also: Collection[str]) -> str:
        """Return a code made of `label` that the element never had and that is not in `also`."""
        taken = {*self.codes.get(element_id, ()), *also}
        plain = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
        stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_MAX_CODE_CHARS].strip("_")
        stem = stem if stem[:1].isalpha() else f"answer_{stem}".strip("_")
        code, number = stem, 1
        while code in taken:
            number += 1
            code = f"{stem}_{number}"
        return code


def taken_ids(session: Session, set_id: str) -> TakenIds:
    """Collect what every version of a set used: published, shipped, draft or discarded."""
    rows = session.execute(
        select(DefinitionSetVersion.state, DefinitionSetVersion.content).where(
            DefinitionSetVersion.set_id == set_id
        )
    ).all()
    plains: list[tuple[bool, Any]] = [
        (state == SetState.PUBLISHED, json.loads(content)) for state, content in rows
    ]
    plains += [(True, each) for each in _shipped(set_id)]
    every = [each for _, plain in plains for each in plain["indicators"]]
    return TakenIds(
        highest=_highest(every),
        codes=_codes(every),
        published=frozenset(
            each["indicator_id"]
            for is_published, plain in plains
            if is_published
            for each in plain["indicators"]
        ),
    )


@cache
def _shipped(set_id: str) -> tuple[dict[str, Any], ...]:
    """Return the shipped versions of a set as JSON types; nobody changes them."""
    return tuple(to_plain(each) for each in shipped_sets() if each.set_id == set_id)


def _highest(behaviours: Collection[dict[str, Any]]) -> dict[IdKind, int]:
    ids = {each["indicator_id"] for each in behaviours}
    ids |= {one["element_id"] for each in behaviours for one in each.get("elements", ())}
    ids |= {one["rule_id"] for each in behaviours for one in each.get("rules", ())}
    return {
        kind: max((int(each[-4:]) for each in ids if each.startswith(f"{kind}-")), default=0)
        for kind in IdKind
    }


def _codes(behaviours: Collection[dict[str, Any]]) -> dict[str, frozenset[str]]:
    codes: dict[str, set[str]] = {}
    for behaviour in behaviours:
        for element in behaviour.get("elements", ()):
            own = codes.setdefault(element["element_id"], set())
            own.update(option["code"] for option in element.get("options", ()))
    return {key: frozenset(own) for key, own in codes.items()}
