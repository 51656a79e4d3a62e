"""What the form of a split, a merger or a replacement sent, as a plan."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from werkzeug.datastructures import MultiDict

from indicators.definitions import DefinitionSet, Indicator, RelationKind, Status
from sar.catalog.drafts.succession import Heir, Plan
from sar.catalog.form_reader import MAX_NAME_CHARS, MAX_TEXT_CHARS, Form, Reader, numbered
from sar.catalog.identity import FreshIds, IdKind
from sar.errors import FieldFinding

MAX_HEIRS = 6


class Way(StrEnum):
    """What becomes of a behaviour; the value stands in the address."""

    SPLIT = "split"
    MERGE = "merge"
    REPLACE = "replace"


_KINDS = {
    Way.SPLIT: RelationKind.SPLIT_FROM,
    Way.MERGE: RelationKind.MERGED_INTO,
    Way.REPLACE: RelationKind.REPLACES,
}
_LASTING = (Status.DEPRECATED, Status.RETIRED)


def plan_form(way: Way, indicator: Indicator) -> Form:
    """Return the form as it is offered: two heirs of a split, with every question each."""
    count = 2 if way is Way.SPLIT else 1
    form: Form = MultiDict({"status": Status.DEPRECATED})
    for number in range(count):
        form[f"name.{number}"] = indicator.name if way is Way.REPLACE else ""
        form[f"definition.{number}"] = indicator.definition if way is Way.REPLACE else ""
        form.setlist(f"questions.{number}", [each.element_id for each in indicator.elements])
        if way is Way.REPLACE:
            every = range(1, len(indicator.examples) + 1)
            form.setlist(f"examples.{number}", [str(each) for each in every])
    return form


def with_one_more(form: Form, indicator: Indicator) -> Form:
    """Give the form with the boxes of one more heir."""
    form, number = form.copy(), len(numbered(form, "name"))
    if number < MAX_HEIRS:
        form[f"name.{number}"] = ""
        form.setlist(f"questions.{number}", [each.element_id for each in indicator.elements])
    return form


def read_plan(
    form: Form, way: Way, indicator: Indicator, *, draft: DefinitionSet, fresh: FreshIds
) -> tuple[Plan, list[FieldFinding]]:
    """Read the form; the plan is only good if nothing was found."""
    read = Reader(form)
    status = read.member("status", Status, message="Say what becomes of the old one.")
    if status not in _LASTING and not read.findings:
        read.refuse("status", "The old one cannot stay as it is.", "Choose one of the list.")
    old_ids = _read_olds(read, way, indicator, draft)
    into = _read_target(read, old_ids, draft) if way is Way.MERGE else ""
    olds = [draft.indicator(each) for each in old_ids]
    heirs = () if into else _read_heirs(read, way, olds, fresh=fresh)
    return Plan(_KINDS[way], old_ids, into or heirs, status), read.findings


def _read_olds(
    read: Reader, way: Way, indicator: Indicator, draft: DefinitionSet
) -> tuple[str, ...]:
    if way is not Way.MERGE:
        return (indicator.indicator_id,)
    ticked = set(read.form.getlist("others"))
    others = [each.indicator_id for each in draft.indicators if each.indicator_id in ticked]
    if not others and not read.raw("into"):
        read.refuse(
            "others",
            "Nothing is named that goes together with it.",
            "Tick at least one behavior, or choose one that is there already to merge it into.",
        )
    return (indicator.indicator_id, *(each for each in others if each != indicator.indicator_id))


def _read_target(read: Reader, old_ids: Sequence[str], draft: DefinitionSet) -> str:
    """Read the behaviour that others are merged into, "" for a new one."""
    into = read.raw("into")
    known = {each.indicator_id: each for each in draft.indicators}
    if not into:
        return ""
    if into not in known or known[into].status is Status.RETIRED:
        read.refuse("into", "Nothing can be reported under that.", "Choose one of the list.")
    elif into in old_ids:
        read.refuse("into", "That one goes into another itself.", "Choose a different one.")
    return into


def _read_heirs(
    read: Reader, way: Way, olds: Sequence[Indicator], *, fresh: FreshIds
) -> tuple[Heir, ...]:
    numbers = [each.removeprefix("name.") for each in numbered(read.form, "name")][:MAX_HEIRS]
    least = 2 if way is Way.SPLIT else 1
    filled = [
        each
        for place, each in enumerate(numbers)
        if place < least or read.raw(f"name.{each}") or read.raw(f"definition.{each}")
    ]
    if len(filled) < least:
        read.refuse("name.0", "The new behaviors are missing.", "Name them.")
    return tuple(_read_heir(read, each, way, olds, fresh=fresh) for each in filled)


def _read_heir(
    read: Reader, number: str, way: Way, olds: Sequence[Indicator], *, fresh: FreshIds
) -> Heir:
    taken = {each.element_id for old in olds for each in old.elements}
    examples = {(old.indicator_id, n + 1) for old in olds for n in range(len(old.examples))}
    if way is not Way.MERGE:
        taken &= set(read.form.getlist(f"questions.{number}"))
        ticked = set(read.form.getlist(f"examples.{number}"))
        examples = {each for each in examples if str(each[1]) in ticked}
        _refuse_left_alone(read, f"questions.{number}", olds[0], taken)
    return Heir(
        indicator_id=fresh.take(IdKind.BEHAVIOUR),
        name=read.text(
            f"name.{number}", limit=MAX_NAME_CHARS, empty="The new behavior needs a name."
        ),
        definition=read.text(
            f"definition.{number}",
            limit=MAX_TEXT_CHARS,
            empty="The new behavior needs a definition.",
        ),
        element_ids=frozenset(taken),
        examples=frozenset(examples),
    )


def _refuse_left_alone(read: Reader, path: str, old: Indicator, taken: Collection[str]) -> None:
    """Refuse a question that is taken over without the one that it depends on."""
    labels = {each.element_id: each.label for each in old.elements}
    for each in old.elements:
        asked = each.when.element_id if each.when else ""
        if each.element_id in taken and asked and asked not in taken:
            read.refuse(
                path,
                f"“{each.label}” is asked only after an answer to “{labels[asked]}”, which stays "
                "behind.",
                "Tick both, or none of the two.",
            )
