"""Comments that come back by file: from outside partners, and with answers from the editors."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet
from indicators.reading import is_clean_text
from sar.actors import Actor
from sar.catalog import comments, steps
from sar.catalog.comments import Answer
from sar.catalog.form_reader import MAX_COMMENT_CHARS, MAX_NAME_CHARS
from sar.catalog.matrix import MAX_FINDINGS, MatrixRow, finding
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import DefinitionSetVersion, Disposition, SetComment
from sar.sets.published import definition_set_of
from sar.values import frozen


@frozen
class Tally:
    """How many comments a file added, how many it answered, and how many it left as they were."""

    added: int = 0
    answered: int = 0
    unchanged: int = 0


def import_rows(
    session: Session,
    definition_set_id: int,
    rows: Sequence[MatrixRow],
    *,
    is_checked: bool,
    actor: Actor,
    now: datetime,
) -> Tally | Sequence[FieldFinding]:
    """Take in a file on the actor's draft; if anything is found, nothing is taken in.

    A line with a number answers that comment; one without adds a comment, once, however often the
    file comes. Raises as `comments.answerable`.
    """
    row = comments.answerable(session, definition_set_id, actor=actor)
    known = _known(session, definition_set_id)
    draft = definition_set_of(row)
    said = [each for each in rows if each.comment or each.number is not None]
    warnings = [problem for each in said for problem in _about_identifiers(each)]
    found = [
        problem
        for each in said
        for problem in (
            *_about_line(each, now=now),
            *(_about_known(each, known) if each.number else _about_new(each, draft, known)),
        )
    ] + ([] if is_checked else warnings)
    if found:
        return found[:MAX_FINDINGS]
    tally = _take_in(session, row, said, known, actor=actor, now=now)
    details: dict[str, audit.Detail] = {
        "added": tally.added,
        "answered": tally.answered,
        "unchanged": tally.unchanged,
        "identifier_warnings_overridden": len(warnings),
    }
    event = audit.Event("set.comments_imported", steps.subject(row), details=details)
    audit.record(session, event, actor=actor, now=now)
    return tally


def _known(session: Session, definition_set_id: int) -> dict[int, SetComment]:
    query = select(SetComment).where(SetComment.definition_set_id == definition_set_id)
    return {each.set_comment_id: each for each in session.execute(query).scalars()}


def _take_in(
    session: Session,
    row: DefinitionSetVersion,
    said: Iterable[MatrixRow],
    known: dict[int, SetComment],
    *,
    actor: Actor,
    now: datetime,
) -> Tally:
    by_key = {each.file_key: each for each in known.values() if each.file_key}
    draft = definition_set_of(row)
    added = answered = unchanged = 0
    for each in said:
        key = _key(each)
        target = known[each.number] if each.number else by_key.get(key)
        is_new = target is None
        if target is None:
            target = by_key[key] = _new(row, each, draft, actor=actor, now=now)
            session.add(target)
        given = Answer(Disposition(each.disposition), each.answer) if each.disposition else None
        is_answered = given is not None and (
            (target.disposition, target.answer) != (given.disposition, given.words)
        )
        if given is not None and is_answered:
            comments.set_answer(target, given, actor=actor, now=now)
        added += is_new
        answered += is_answered
        unchanged += not is_new and not is_answered
    session.flush()
    return Tally(added, answered, unchanged)


def _new(
    row: DefinitionSetVersion, line: MatrixRow, draft: DefinitionSet, *, actor: Actor, now: datetime
) -> SetComment:
    return SetComment(
        definition_set_id=row.definition_set_id,
        indicator_id=line.indicator_id or None,
        indicator_name=comments.name_of(draft, line.indicator_id),
        revision=row.revision,
        author_name=line.name,
        agency_name=line.agency,
        words=line.comment,
        made_at=line.at or now,
        recorded_by_id=actor.account_id,
        file_key=_key(line),
    )


def _key(line: MatrixRow) -> str:
    """Return what recognises a comment of an outside partner in the next file."""
    parts = [line.indicator_id, line.comment, line.name, line.agency]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _about_line(line: MatrixRow, *, now: datetime) -> Iterable[FieldFinding]:
    texts = (
        (line.comment, MAX_COMMENT_CHARS),
        (line.answer, MAX_COMMENT_CHARS),
        (line.name, MAX_NAME_CHARS),
        (line.agency, MAX_NAME_CHARS),
    )
    if any(len(text) > limit for text, limit in texts):
        remedy = f"{MAX_COMMENT_CHARS:,} characters fit a comment, {MAX_NAME_CHARS} a name."
        yield finding(line.line, "A text is too long.", remedy)
    if not all(is_clean_text(text) for text, _limit in texts):
        yield finding(line.line, "A text holds a character that cannot be shown.", "Type it again.")
    if line.disposition and line.disposition not in set(Disposition):
        remedy = f"Write one of: {', '.join(Disposition)}."
        yield finding(line.line, "The disposition is none that we know.", remedy)
    elif bool(line.disposition) != bool(line.answer):
        yield finding(
            line.line,
            "A disposition and its answer belong together.",
            "Fill in both, or neither.",
        )
    if line.at is not None and line.at > now:
        yield finding(line.line, "The time is in the future.", "Mend it, or leave it empty.")


def _about_known(line: MatrixRow, known: dict[int, SetComment]) -> Iterable[FieldFinding]:
    target = known.get(line.number or 0)
    if target is None:
        yield finding(
            line.line,
            f"Comment {line.number} is not one of this draft.",
            "Take the number away if it is a new comment.",
        )
    elif line.comment and line.comment != target.words:
        yield finding(
            line.line,
            f"The words of comment {line.number} were changed; what was said stays as it was said.",
            "Bring them back, or take the number away to add a new comment.",
        )


def _about_new(
    line: MatrixRow, draft: DefinitionSet, known: dict[int, SetComment]
) -> Iterable[FieldFinding]:
    earlier = {each.indicator_id for each in known.values()}
    if line.indicator_id not in earlier:
        for each in comments.about_behaviour(draft, line.indicator_id):
            yield finding(line.line, each.message, "Use the ids of the form, or leave it empty.")
    if not line.agency:
        yield finding(
            line.line, "The comment names no agency.", "Say in “agency” for whom it speaks."
        )


def _about_identifiers(line: MatrixRow) -> Iterable[FieldFinding]:
    for words in (line.comment, line.answer):
        for each in comments.about_identifiers(words, path="file"):
            yield finding(line.line, each.message, each.remedy)
