"""A form that was begun under another version of the questions, brought to the one in force."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime

from werkzeug.datastructures import MultiDict

from indicators.carrying import Carried, Dropped, carry
from indicators.definitions import DefinitionSet, Element
from indicators.selection import offered
from indicators.succession import questions_by_id
from sar.errors import FieldFinding
from sar.intake.forms import Form, submission_from_form
from sar.values import frozen

_ANSWER = re.compile(r"answers\.(ind-\d{4})\.(el-\d{4})(-date|-time|-zone|-chosen)?")
_REPLACED = re.compile(r"set\..*|behaviours|carry|choose|instead\..*|answers\..*|changed\..*")


@frozen
class Choice:
    """A behaviour that is no longer reported: why, and the ids and names of what may fit now."""

    indicator_id: str
    reason: str
    options: tuple[tuple[str, str], ...]

    @property
    def field_name(self) -> str:
        """Return the name of the field that says what fits instead."""
        return f"instead.{self.indicator_id}"


@frozen
class Changed:
    """A question to look at again: the name of its field, its label, and why."""

    name: str
    label: str
    reason: str


@frozen
class Changes:
    """What a form that was brought over says about itself; `dropped` has questions with answers."""

    begun: str
    title: str
    again: tuple[Changed, ...]
    dropped: tuple[str, ...] = field(repr=False)

    @property
    def reasons(self) -> dict[str, str]:
        """Give why each question is asked again, by the name of its field."""
        return {each.name: each.reason for each in self.again}


@frozen
class Newer:
    """The version in force, for a form that may still be sent under the one it was begun with."""

    version: str
    until: datetime | None
    changed: str


@frozen
class Upgrade:
    """The form under the new version.

    It says where it comes from (field ``begun``), what to ask again (``changed.`` and the name of
    the field, with the reason) and what has no place any more (``dropped``), so that all this is
    still there when it comes back. While there are `choices`, nothing was brought over yet.
    `findings` are about the behaviours.
    """

    form: Form = field(repr=False)
    choices: tuple[Choice, ...] = ()
    findings: tuple[FieldFinding, ...] = ()


def bring_over(form: Form, old: DefinitionSet, new: DefinitionSet) -> Upgrade:
    """Bring what was typed into a form of `old` into a form of `new`; nothing typed is lost."""
    picked = {each: form.getlist(f"instead.{each}") for each in form.getlist("choose")}
    carried = _carried(form, old, new, picked)
    findings: tuple[FieldFinding, ...] = ()
    if picked and not carried.indicator_ids:
        carried, findings = _carried(form, old, new, {}), (_PICK_ONE,)
    choices = tuple(_choices(carried, new))
    if choices:
        return Upgrade(form, choices, findings)
    return Upgrade(_form_of(form, carried, old, new), findings=tuple(_crowd(carried)))


def changes(form: Form, shown: DefinitionSet) -> Changes | None:
    """Give what the form says about itself since it was brought over; None if it never was."""
    if "begun" not in form:
        return None
    labels = {
        f"answers.{indicator.indicator_id}.{element_id}": element.label
        for element_id, (indicator, element) in questions_by_id(shown).items()
    }
    again = [
        Changed(name, labels[name], reason)
        for field_name, reason in form.items()
        if (name := field_name.removeprefix("changed.")) != field_name and name in labels
    ]
    title, dropped = in_words(len(again)), tuple(form.getlist("dropped"))
    return Changes(form["begun"], title, tuple(again), dropped)


def count_changed(form: Form, old: DefinitionSet, new: DefinitionSet) -> str:
    """Say how much of a form would have to be looked at again: ``2 questions changed``."""
    return in_words(len(_carried(form, old, new, {}).again))


def in_words(count: int) -> str:
    """Say how many questions changed: ``2 questions changed``."""
    if count < 2:
        return "1 question changed" if count else "No question changed"
    return f"{count} questions changed"


_PICK_ONE = FieldFinding(
    "behaviours", "Pick at least one behavior.", "Tick what comes closest to what was seen."
)


def _carried(
    form: Form, old: DefinitionSet, new: DefinitionSet, picked: Mapping[str, list[str]]
) -> Carried:
    submission = submission_from_form(form, old)
    return carry(
        submission["answers"],
        indicator_ids=submission["behaviours"],
        old=old,
        new=new,
        choices=picked,
    )


def _choices(carried: Carried, new: DefinitionSet) -> Iterator[Choice]:
    for each in carried.again:
        if each.element_id is None and each.indicator_id is not None:
            known = [new.indicator(option) for option in each.options] or offered(new)
            options = tuple((option.indicator_id, option.name) for option in known)
            yield Choice(each.indicator_id, each.reason, options)


def _crowd(carried: Carried) -> Iterator[FieldFinding]:
    for each in carried.again:
        if each.element_id is None:
            yield FieldFinding("behaviours", each.reason, "Untick what fits least.")


def _form_of(form: Form, carried: Carried, old: DefinitionSet, new: DefinitionSet) -> Form:
    kept = MultiDict(
        (name, value) for name, value in form.items(multi=True) if not _REPLACED.fullmatch(name)
    )
    kept.update({"set.set_id": new.set_id, "set.version": new.version, "set.sha256": new.sha256})
    kept.setlist("begun", [old.version])
    kept.setlist("behaviours", list(carried.indicator_ids))
    homes = {key: home for home, answers in carried.answers.items() for key in answers}
    for name, value in form.items(multi=True):
        found = _ANSWER.fullmatch(name)
        if found and found[2] in homes:
            kept.add(f"answers.{homes[found[2]]}.{found[2]}{found[3] or ''}", value)
    for again in carried.again:
        if again.element_id is not None:
            kept.add(f"changed.answers.{again.indicator_id}.{again.element_id}", again.reason)
    questions = questions_by_id(old)
    for dropped in carried.dropped:
        if dropped.element_id in questions:
            kept.add("dropped", _dropped_in_words(dropped, questions[dropped.element_id][1]))
    return kept


def _dropped_in_words(dropped: Dropped, element: Element) -> str:
    return f"{element.label} {_answer_in_words(element, dropped.value)}"


def _answer_in_words(element: Element, value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_answer_in_words(element, each) for each in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    labels = {option.code: option.label for option in element.options}
    return f"{labels.get(str(value), value)} {element.unit}".strip()
