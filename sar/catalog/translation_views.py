"""The page on which a published version is translated: get the file, offer it, decide on it."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.catalog import translations
from sar.catalog.publication import REVIEWERS
from sar.catalog.service import AUTHORS
from sar.errors import FieldFinding, NotFoundError
from sar.models import TranslationState
from sar.security import allow
from sar.sets import adopted
from sar.wording import catalogues
from sar.wording.languages import BY_CODE, ENGLISH, LANGUAGES

bp = Blueprint("translations", __name__, url_prefix="/sets/<int:definition_set_id>/translations")


@bp.get("")
@allow(*REVIEWERS)
def list_translations(definition_set_id: int) -> ResponseReturnValue:
    """List what was offered for a version, and what became of it."""
    return _page(definition_set_id, ())


@bp.get("/<code>.po")
@allow(*REVIEWERS)
def download(definition_set_id: int, code: str) -> ResponseReturnValue:
    """Send the file to fill in, with what is translated already."""
    if code not in BY_CODE or code == ENGLISH.code:
        raise NotFoundError("There is no such language.")
    with web.reading() as session:
        definition_set = translations.published_version(session, definition_set_id)
        adopted.take_up(session, code)
    name = f"{definition_set.set_id}-{definition_set.version}.{code}.po"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(
        catalogues.blank(definition_set, code), mimetype="text/x-gettext", headers=headers
    )


@bp.post("")
@allow(*AUTHORS)
def offer(definition_set_id: int) -> ResponseReturnValue:
    """Take a file that somebody else is to approve, or say what is wrong with it."""
    sent = request.files.get("file")
    content = sent.read(translations.MAX_BYTES + 1) if sent else b""
    with web.transaction() as session:
        findings = translations.offer(
            session,
            definition_set_id,
            request.form.get("language", ""),
            content,
            actor=web.actor(),
            now=web.now(),
        )
    if findings:
        return _page(definition_set_id, findings), 422
    flash("Offered. It is shown once somebody else has approved it.", "success")
    return redirect(_address(definition_set_id), 303)


@bp.post("/<int:set_translation_id>")
@allow(*REVIEWERS)
def decide(definition_set_id: int, set_translation_id: int) -> ResponseReturnValue:
    """Approve or decline what somebody else offered."""
    is_approved = "approve" in request.form
    state = TranslationState.APPROVED if is_approved else TranslationState.DECLINED
    with web.transaction() as session:
        translations.decide(session, set_translation_id, state, actor=web.actor(), now=web.now())
    flash("Approved. It is shown from now on." if is_approved else "Declined.", "success")
    return redirect(_address(definition_set_id), 303)


def _address(definition_set_id: int) -> str:
    return url_for("translations.list_translations", definition_set_id=definition_set_id)


def _page(definition_set_id: int, findings: Sequence[FieldFinding]) -> str:
    with web.reading() as session:
        definition_set = translations.published_version(session, definition_set_id)
        rows = translations.rows_of(session, definition_set_id, viewer=web.actor())
        others = [each for each in LANGUAGES if each is not ENGLISH]
        for each in others:
            adopted.take_up(session, each.code)
    return render_template(
        "catalog/translations.html",
        definition_set_id=definition_set_id,
        definition_set=definition_set,
        rows=rows,
        languages=others,
        choices=[(each.code, each.english) for each in others],
        chosen=request.form.get("language", ""),
        missing={each.code: catalogues.missing(definition_set, each.code) for each in others},
        may_offer=web.actor().is_one_of(*AUTHORS),
        max_bytes=translations.MAX_BYTES,
        findings=findings,
        errors={each.path: each for each in reversed(findings)},
    )
