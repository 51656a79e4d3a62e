"""The head of a draft's pages: where it stands, what comes next, and what it would refuse."""

from collections.abc import Sequence

from flask import url_for

from sar import web
from sar.catalog import compatibility, desk
from sar.catalog.desk import Place
from sar.catalog.queries import Changes, VersionPage
from sar.errors import FieldFinding
from sar.models import DefinitionSetVersion
from sar.sets.published import definition_set_of


def desk_parts(
    page: VersionPage, changes: Changes | None, obstacles: Sequence[FieldFinding]
) -> dict[str, object]:
    """Return the variables of `catalog/desk.html`; there is no desk for a version that is out."""
    if not page.row.is_open:
        return {"desk": None, "direction": None, "places": {}}
    with web.reading() as session:
        facts = desk.facts_of(
            session, page.row, changes=changes, obstacles=obstacles, now=web.now()
        )
        direction = None
        if changes is not None:
            old = session.get_one(DefinitionSetVersion, changes.against.definition_set_id)
            direction = compatibility.refusals(definition_set_of(old), page.definition_set)
    return {
        "desk": desk.desk_of(facts),
        "direction": direction,
        "places": _places(page.row.definition_set_id, is_editable=page.is_editable),
    }


def _places(definition_set_id: int, *, is_editable: bool) -> dict[Place, str]:
    """Return the address of every place; "" for what the viewer cannot do there."""
    draft = url_for("drafts.show_draft", definition_set_id=definition_set_id)
    changes = url_for("catalog.show_changes", definition_set_id=definition_set_id)
    asked = url_for("consultations.show_consultation", definition_set_id=definition_set_id)
    preview = url_for("previews.show_preview", definition_set_id=definition_set_id)
    return {
        Place.BEHAVIOURS: f"{draft}#behaviours" if is_editable else "",
        Place.MISSING: f"{draft}#missing" if is_editable else "",
        Place.PREVIEW: preview,
        Place.CONSULTATION: asked,
        Place.SEND: f"{draft}#send" if is_editable else "",
        Place.DECISION: f"{changes}#decision",
    }
