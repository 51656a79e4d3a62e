"""A draft's content as a file: read, compared with what is there, and taken in, in one step."""

import json
from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet, to_plain
from indicators.documents import decode
from indicators.errors import DefinitionError
from indicators.loading import faults_of, from_plain, parse_set
from sar.actors import Actor
from sar.catalog import service, steps, versions
from sar.catalog.service import StartedDraft
from sar.catalog.steps import Seen
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import DefinitionSetVersion, SetState
from sar.sets.published import definition_set_of
from sar.values import frozen

NAME = "the file"
MAX_SHOWN_CHARS = 120


@frozen
class Fault:
    """What the library says of a place in the file; `text` is the line that it names, cut.

    `line` counts from 1 and is None for what is about the file as a whole.
    """

    line: int | None
    path: str
    message: str
    remedy: str
    text: str = field(repr=False)


@frozen
class Reading:
    """What a file holds: a set, or what is wrong with it."""

    definition_set: DefinitionSet | None
    faults: tuple[Fault, ...] = ()


def read_file(content: bytes) -> Reading:
    """Read a set from the bytes of a YAML or JSON file; too many bytes are a fault, too."""
    try:
        text = decode(content, name=NAME)
    except DefinitionError as error:
        return Reading(None, (_fault(error, ()),))
    try:
        return Reading(parse_set(text, name=NAME))
    except DefinitionError:
        lines = text.splitlines()
        return Reading(None, tuple(_fault(each, lines) for each in faults_of(text, name=NAME)))


def write_kept(definition_set: DefinitionSet) -> str:
    """Write a set as the page carries it along between the question and the answer."""
    return json.dumps(to_plain(definition_set), separators=(",", ":"))


def read_kept(text: str) -> DefinitionSet | None:
    """Read what `write_kept` wrote; None for anything else."""
    try:
        return from_plain(json.loads(text), name=NAME)
    except (ValueError, RecursionError, DefinitionError):
        return None


def about_file(
    session: Session, draft: DefinitionSet, new: DefinitionSet
) -> Sequence[FieldFinding]:
    """Say why a set cannot become the content of a draft: another set, or ids used again.

    `draft` is the draft, or the version that it begins from.
    """
    if new.set_id != draft.set_id:
        return [
            FieldFinding(
                "file",
                f"The file is of the set {new.set_id}; the draft is one of {draft.set_id}.",
                "Choose the file of this set. To begin another set, an operator publishes its "
                "first version.",
                "other_set",
            )
        ]
    return [
        FieldFinding("file", each.message, each.remedy, each.rule, each.indicator_id)
        for each in versions.about_ids(session, new)
    ]


def start(
    session: Session, definition_set_id: int, new: DefinitionSet, *, actor: Actor, now: datetime
) -> StartedDraft | Sequence[FieldFinding]:
    """Begin a draft with a set as its content, based on a published version of it.

    Raises NotFoundError if there is no such version; that a draft is open already is a finding.
    """
    base = session.get(DefinitionSetVersion, definition_set_id)
    found = about_file(session, definition_set_of(base), new) if base else ()
    if found:
        return found
    started = service.start_draft(session, definition_set_id, content=new, actor=actor, now=now)
    return started if started.is_new else [steps.stale("a draft of this set is open")]


def take(
    session: Session, seen: Seen, new: DefinitionSet, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Put a set in the place of the actor's own draft's content, under the number it calls for.

    Raises NotFoundError or DeniedError; that the draft moved on is a finding, so that the
    differences can be shown again.
    """
    row = steps.locked(session, seen.definition_set_id)
    steps.refuse_others(row, actor)
    if row.state != SetState.DRAFT or row.revision != seen.revision:
        return [steps.moved_on(row)]
    draft = definition_set_of(row)
    found = about_file(session, draft, new)
    if found or versions.is_same_content(draft, new):
        return found
    _replace(session, row, new, actor=actor, now=now)
    return []


def _replace(
    session: Session,
    row: DefinitionSetVersion,
    new: DefinitionSet,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    before = row.sha256
    versions.renumber(session, row, new)
    row.revision += 1
    details: dict[str, audit.Detail] = {
        "sha256_before": before,
        "sha256": row.sha256,
        "revision": row.revision,
    }
    event = audit.Event("set.file_taken", steps.subject(row), details=details)
    audit.record(session, event, actor=actor, now=now)


def _fault(error: DefinitionError, lines: Sequence[str]) -> Fault:
    is_there = error.line is not None and error.line <= len(lines)
    text = lines[error.line - 1].strip() if error.line and is_there else ""
    return Fault(
        error.line,
        error.path,
        error.problem[:1].upper() + error.problem[1:],
        error.remedy,
        text if len(text) <= MAX_SHOWN_CHARS else text[: MAX_SHOWN_CHARS - 1] + "…",
    )
