"""What the decision form sent, as an intent; nothing typed is changed on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from werkzeug.datastructures import MultiDict

from sar.errors import FieldFinding
from sar.findings import flatten
from sar.models import ReturnReason
from sar.review.actions import CHOICES, actions_that_need
from sar.review.corrections import Corrected
from sar.review.schemas import load_record
from sar.review.service import Intent
from sar.review.snoozes import Wish
from sar.review.tuning import Mark
from sar.values import frozen
from triage.decisions import Action

Form = MultiDict[str, str]

_FIELDS = ("rationale", "innocent_explanation", "officer_text", "question", "referred_to")
_MAX_REVISION_DIGITS = 9


@frozen
class Filled:
    """The intent that the form describes, or what is wrong with it."""

    intent: Intent | None = field(repr=False)
    findings: Sequence[FieldFinding] = ()


def read_decision(form: Form, questions: Mapping[str, str]) -> Filled:
    """Return what the form asks for; `questions` are the labels of those that can be picked.

    A field that the chosen action does not need is left out: the page hides it, and what stands
    in it belongs to a choice that was given up.
    """
    action = form.get("action", "")
    wanted = {name: form.get(name, "") for name in _FIELDS if _is_wanted(name, action)}
    if "question" in wanted:
        picked = [questions[each] for each in form.getlist("ask") if each in questions]
        wanted["question"] = "\n".join([*filter(None, [wanted["question"].strip()]), *picked])
    record, messages = load_record(wanted)
    if record is None:
        return Filled(None, flatten(messages, ""))
    asked_again = ReturnReason.ANSWER if form.getlist("ask") else ReturnReason.OTHER
    reason = form.get("return_reason", "") or asked_again
    if reason not in set(ReturnReason):
        return Filled(None, [_NO_SUCH_REASON])
    return Filled(
        Intent(action, record, _revision(form), reason, form.get(f"because.{action}", ""))
    )


def read_correction(form: Form) -> Corrected:
    """Return which behaviours the form puts in the place of those that were picked."""
    return Corrected(
        indicator_ids=tuple(form.getlist("behaviours")),
        why=form.get("why", "").replace("\r\n", "\n").strip(),
        revision=_revision(form),
    )


def read_rank_reason(form: Form) -> str:
    """Return why the form says that the rank is wrong."""
    return form.get("rank_reason", "")


def read_wish(form: Form) -> Wish:
    """Return until when the form sets the report aside, and why."""
    day, why = form.get("day", ""), form.get("snooze_why", "")
    return Wish(form.get("until", ""), day, why, _revision(form))


def read_mark(form: Form) -> Mark:
    """Return which indicator the form marks for tuning, and why."""
    return Mark(form.get("indicator", ""), form.get("reason", ""), form.get("words", ""))


_NO_SUCH_REASON = FieldFinding(
    "return_reason", "There is no such reason.", "Choose one of the list.", rule="decision"
)


def _is_wanted(name: str, action: str) -> bool:
    if action not in set(CHOICES):
        return False
    if name == "innocent_explanation":
        return action == Action.MEETS_CRITERIA
    return Action(action) in actions_that_need(name) or name == "rationale"


def _revision(form: Form) -> int:
    """Return the revision that was read; 0, which no report has, when it is missing."""
    given = form.get("revision", "")
    is_number = given.isascii() and given.isdigit() and len(given) <= _MAX_REVISION_DIGITS
    return int(given) if is_number else 0
