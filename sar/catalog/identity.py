"""Permanent ids: which element ids and answer codes a set has ever used, and the next free one."""

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators.definitions import to_plain
from indicators.loading import shipped_sets
from sar.errors import ConflictError
from sar.models import DefinitionSetVersion

# The form of an element id leaves room for four digits.
MAX_ELEMENT_NUMBER = 9999
# Codes have at most 40 characters; this leaves room for a number at the end.
_MAX_CODE_CHARS = 32


@dataclass(frozen=True, slots=True)
class TakenIds:
    """What can never be given to something new: element ids, and each one's answer codes."""

    element_ids: frozenset[str]
    codes: Mapping[str, frozenset[str]]

    def next_element_id(self) -> str:
        """Return the element id after the highest one; raises ConflictError after el-9999."""
        number = max((int(each.removeprefix("el-")) for each in self.element_ids), default=0) + 1
        if number > MAX_ELEMENT_NUMBER:
            raise ConflictError(
                "This set has used up its question ids.", remedy="Begin a set with a new set id."
            )
        return f"el-{number:04}"

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
    contents = session.execute(
        select(DefinitionSetVersion.content).where(DefinitionSetVersion.set_id == set_id)
    ).scalars()
    plains: list[Any] = [json.loads(content) for content in contents]
    plains += [to_plain(each) for each in shipped_sets() if each.set_id == set_id]
    return _collect(
        element
        for plain in plains
        for indicator in plain["indicators"]
        for element in indicator.get("elements", ())
    )


def _collect(elements: Iterable[dict[str, Any]]) -> TakenIds:
    codes: dict[str, set[str]] = {}
    for element in elements:
        own = codes.setdefault(element["element_id"], set())
        own.update(option["code"] for option in element.get("options", ()))
    return TakenIds(
        element_ids=frozenset(codes), codes={key: frozenset(own) for key, own in codes.items()}
    )
