"""The page of what belongs to the set as a whole: its title, notice, sources and limits."""

from functools import partial

from flask import Blueprint, flash, request

from sar import web
from sar.catalog import versions
from sar.catalog.drafts import set_forms as forms
from sar.catalog.drafts.edits import Edit
from sar.catalog.drafts.pages import (
    Answer,
    Findings,
    back_to,
    open_draft,
    read_version,
    save,
    show,
    to_changes,
)
from sar.catalog.form_reader import Form
from sar.catalog.service import AUTHORS
from sar.security import allow

bp = Blueprint("wholes", __name__, url_prefix="/sets/<int:definition_set_id>/whole")


@bp.get("")
@allow(*AUTHORS)
def show_whole(definition_set_id: int) -> Answer:
    """Show what belongs to no behaviour alone."""
    return _whole_page(definition_set_id, None, ())


@bp.post("")
@allow(*AUTHORS)
def save_whole(definition_set_id: int) -> Answer:
    """Save it."""
    old = read_version(definition_set_id).definition_set
    whole, read = forms.read_whole(request.form, old)
    change = partial(forms.with_whole, whole=whole)
    findings: Findings = read or save(definition_set_id, Edit(change))
    if findings:
        return _whole_page(definition_set_id, request.form, findings)
    return back_to("wholes.show_whole", definition_set_id=definition_set_id)


@bp.post("/put-back")
@allow(*AUTHORS)
def put_back(definition_set_id: int) -> Answer:
    """Put title, notice, sources, limits and order back, as the version before has them."""
    with web.reading() as session:
        base = versions.base_of(session, definition_set_id)
    findings = save(definition_set_id, Edit(partial(forms.put_back, base=base)))
    if findings:
        return _whole_page(definition_set_id, request.form, findings)
    flash(f"Put back as it is in version {base.version}.", "success")
    return to_changes(definition_set_id)


def _whole_page(definition_set_id: int, form: Form | None, findings: Findings) -> Answer:
    draft = open_draft(definition_set_id)
    if form is None or "title" not in form:
        form = forms.whole_form(draft.page.definition_set)
    return show("whole.html", draft, findings, form=form)
