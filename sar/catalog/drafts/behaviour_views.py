"""The pages of one behaviour of a draft: describe it, add it, put it back, remove it."""

from functools import partial

from flask import Blueprint, flash, request

from indicators.succession import find
from sar import web
from sar.catalog import readiness, versions
from sar.catalog.drafts import behaviour_edits, edits, relations
from sar.catalog.drafts import behaviour_forms as forms
from sar.catalog.drafts.edits import Edit, of_behaviour
from sar.catalog.drafts.pages import (
    Answer,
    Findings,
    open_draft,
    read_version,
    save,
    show,
    taken_ids,
    to_behaviour,
    to_changes,
    to_draft,
)
from sar.catalog.form_reader import Form, numbered
from sar.catalog.identity import IdKind
from sar.catalog.service import AUTHORS
from sar.errors import ConflictError, NotFoundError
from sar.security import allow

bp = Blueprint("behaviours", __name__, url_prefix="/sets/<int:definition_set_id>/behaviours")


@bp.get("/new")
@allow(*AUTHORS)
def start_behaviour(definition_set_id: int) -> Answer:
    """Show the form of a behaviour that is to be added."""
    return _new_page(definition_set_id, None, ())


@bp.post("/new")
@allow(*AUTHORS)
def add_behaviour(definition_set_id: int) -> Answer:
    """Add a behaviour under an id that no version of the set ever used."""
    page = read_version(definition_set_id)
    description, read = forms.read_description(request.form, page.definition_set)
    indicator_id = taken_ids(page).fresh().take(IdKind.BEHAVIOUR)
    indicator = edits.described(indicator_id, description)
    after = request.form.get("after", "")
    change = partial(behaviour_edits.with_new, indicator=indicator, after=after)
    findings = read or save(definition_set_id, Edit(change, indicator_id))
    if findings:
        return _new_page(definition_set_id, request.form, findings)
    return to_behaviour(definition_set_id, indicator_id)


@bp.get("/<indicator_id>")
@allow(*AUTHORS)
def show_behaviour(definition_set_id: int, indicator_id: str) -> Answer:
    """Show one behaviour of the draft to work on, with what has changed beside it."""
    return _behaviour_page(definition_set_id, indicator_id, None, ())


@bp.post("/<indicator_id>")
@allow(*AUTHORS)
def save_behaviour(definition_set_id: int, indicator_id: str) -> Answer:
    """Save name, definition, code, group, sources, guidance and weight."""
    page = read_version(definition_set_id)
    description, read = forms.read_description(request.form, page.definition_set)
    edit = of_behaviour(indicator_id, partial(edits.with_description, description=description))
    findings = read or save(definition_set_id, edit)
    if findings:
        return _behaviour_page(definition_set_id, indicator_id, request.form, findings)
    return to_behaviour(definition_set_id, indicator_id)


@bp.post("/<indicator_id>/explanation")
@allow(*AUTHORS)
def add_explanation(definition_set_id: int, indicator_id: str) -> Answer:
    """Add the question that asks for the innocent explanation."""
    element_id = taken_ids(read_version(definition_set_id)).fresh().take(IdKind.QUESTION)
    change = partial(behaviour_edits.with_explanation, element_id=element_id)
    findings = save(definition_set_id, of_behaviour(indicator_id, change, part_id=element_id))
    if findings:
        return _behaviour_page(definition_set_id, indicator_id, request.form, findings)
    return to_behaviour(definition_set_id, indicator_id, "questions")


@bp.post("/<indicator_id>/remove")
@allow(*AUTHORS)
def remove_behaviour(definition_set_id: int, indicator_id: str) -> Answer:
    """Remove a behaviour that no version published; others are retired, for their ids to stay."""
    page = read_version(definition_set_id)
    page.indicator(indicator_id)
    if indicator_id in taken_ids(page).published:
        raise ConflictError(
            "This behavior was published, so it stays in the set.", remedy="Retire it instead."
        )
    change = partial(behaviour_edits.without_behaviour, indicator_id=indicator_id)
    findings = save(definition_set_id, Edit(change, indicator_id))
    if findings:
        return _behaviour_page(definition_set_id, indicator_id, request.form, findings)
    flash("Removed. Nothing was published of it.", "success")
    return to_draft(definition_set_id)


@bp.post("/<indicator_id>/put-back")
@allow(*AUTHORS)
def put_back(definition_set_id: int, indicator_id: str) -> Answer:
    """Put a behaviour back whole, as it is in the version that the draft is based on."""
    with web.reading() as session:
        base = versions.base_of(session, definition_set_id)
    if find(base, indicator_id) is None:
        raise NotFoundError("The version that the draft is based on has no such behavior.")
    change = partial(behaviour_edits.put_back, base=base, indicator_id=indicator_id)
    findings = save(definition_set_id, Edit(change, indicator_id))
    if findings:
        return _behaviour_page(definition_set_id, indicator_id, request.form, findings)
    flash(f"Put back as it is in version {base.version}.", "success")
    return to_changes(definition_set_id)


def _new_page(definition_set_id: int, form: Form | None, findings: Findings) -> Answer:
    draft = open_draft(definition_set_id)
    form = forms.blank_description_form() if form is None else form
    return show(
        "new_behaviour.html",
        draft,
        findings,
        form=form,
        points=numbered(form, "guidance"),
        niem_codes=forms.NIEM_CODES,
        places=[
            (behaviour_edits.FIRST, "First of all"),
            *(
                (each.indicator_id, f"After “{each.name}”")
                for each in draft.page.definition_set.indicators
            ),
        ],
    )


def _behaviour_page(
    definition_set_id: int, indicator_id: str, sent: Form | None, findings: Findings
) -> Answer:
    draft = open_draft(definition_set_id)
    indicator = draft.page.indicator(indicator_id)
    # The page's other forms send no fields of this one.
    form = sent if sent is not None and "name" in sent else forms.description_form(indicator)
    return show(
        "behaviour.html",
        draft,
        findings,
        indicator=indicator,
        form=form,
        points=numbered(form, "guidance"),
        niem_codes=forms.NIEM_CODES,
        said_of=list(relations.said_of(draft.page.definition_set, indicator_id)),
        lacks_explanation=readiness.lacks_explanation(indicator),
        is_new=indicator_id not in taken_ids(draft.page).published,
        obstacles=draft.obstacles_of(indicator_id),
    )
