"""The page of one rule between the answers to a behaviour's questions."""

from functools import partial

from flask import Blueprint, request

from indicators.definitions import CrossRule, Indicator
from sar.catalog.drafts import edits
from sar.catalog.drafts import rule_forms as forms
from sar.catalog.drafts.edits import of_behaviour
from sar.catalog.drafts.pages import (
    Answer,
    Findings,
    open_draft,
    read_version,
    save,
    show,
    taken_ids,
    to_behaviour,
)
from sar.catalog.form_reader import Form
from sar.catalog.identity import IdKind
from sar.catalog.service import AUTHORS
from sar.errors import NotFoundError
from sar.security import allow

bp = Blueprint(
    "rules",
    __name__,
    url_prefix="/sets/<int:definition_set_id>/behaviours/<indicator_id>/rules",
)


@bp.get("/new")
@allow(*AUTHORS)
def start_rule(definition_set_id: int, indicator_id: str) -> Answer:
    """Show the form of a rule that is to be added."""
    return _rule_page(definition_set_id, indicator_id, "", None, ())


@bp.post("/new")
@allow(*AUTHORS)
def add_rule(definition_set_id: int, indicator_id: str) -> Answer:
    """Add a rule under an id that no version of the set ever used."""
    return _save_rule(definition_set_id, indicator_id, "")


@bp.get("/<rule_id>")
@allow(*AUTHORS)
def show_rule(definition_set_id: int, indicator_id: str, rule_id: str) -> Answer:
    """Show a rule to work on, in words and as a form."""
    return _rule_page(definition_set_id, indicator_id, rule_id, None, ())


@bp.post("/<rule_id>")
@allow(*AUTHORS)
def save_rule(definition_set_id: int, indicator_id: str, rule_id: str) -> Answer:
    """Save a rule."""
    return _save_rule(definition_set_id, indicator_id, rule_id)


@bp.post("/<rule_id>/remove")
@allow(*AUTHORS)
def remove_rule(definition_set_id: int, indicator_id: str, rule_id: str) -> Answer:
    """Remove a rule; its id is never used again."""
    _rule(read_version(definition_set_id).indicator(indicator_id), rule_id)
    change = partial(edits.without_rule, rule_id=rule_id)
    findings = save(definition_set_id, of_behaviour(indicator_id, change, part_id=rule_id))
    if findings:
        return _rule_page(definition_set_id, indicator_id, rule_id, None, findings)
    return to_behaviour(definition_set_id, indicator_id, "rules")


def _save_rule(definition_set_id: int, indicator_id: str, rule_id: str) -> Answer:
    """Save a rule, or add one for `rule_id` "" ; or show the form with a line more or less."""
    page = read_version(definition_set_id)
    indicator = page.indicator(indicator_id)
    if forms.is_rebuilding(request.form):
        form = forms.rebuilt(request.form, indicator)
        return _rule_page(definition_set_id, indicator_id, rule_id, form, ())
    old = _rule(indicator, rule_id)
    new_id = rule_id or taken_ids(page).fresh().take(IdKind.RULE)
    rule, read = forms.read_rule(request.form, indicator, old=old, rule_id=new_id)
    findings: Findings = read
    if rule is not None:
        change = partial(edits.with_rule, rule=rule)
        findings = save(definition_set_id, of_behaviour(indicator_id, change, part_id=new_id))
    if findings:
        return _rule_page(definition_set_id, indicator_id, rule_id, request.form, findings)
    return to_behaviour(definition_set_id, indicator_id, "rules")


def _rule(indicator: Indicator, rule_id: str) -> CrossRule | None:
    """Return a rule of the behaviour; None for "", which means a new one."""
    if not rule_id:
        return None
    for rule in indicator.rules:
        if rule.rule_id == rule_id:
            return rule
    raise NotFoundError("This behavior has no such rule.")


def _rule_page(
    definition_set_id: int, indicator_id: str, rule_id: str, form: Form | None, findings: Findings
) -> Answer:
    draft = open_draft(definition_set_id)
    indicator = draft.page.indicator(indicator_id)
    rule = _rule(indicator, rule_id)
    as_yaml = "yaml" in request.args
    if form is None:
        form = forms.rule_form(rule, as_yaml=as_yaml) if rule else _blank(as_yaml=as_yaml)
    return show(
        "rule.html",
        draft,
        findings,
        indicator=indicator,
        rule=rule,
        form=form,
        lines=forms.lines_of(form, indicator),
        comparable=forms.comparable,
        questions=[(each.element_id, each.label) for each in indicator.elements],
        max_lines=forms.MAX_LINES,
        is_nested=rule is not None and forms.is_nested(rule),
    )


def _blank(*, as_yaml: bool) -> Form:
    form = forms.blank_rule_form()
    if as_yaml:
        form["holds"] = ""
    return form
