"""The pages on which a set goes out as a file, and a file becomes a draft or its content."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indicators.definitions import DefinitionSet
from indicators.documents import MAX_BYTES
from indicators.loading import dump_set
from sar import web
from sar.catalog import readiness, versions, wording
from sar.catalog.comparison import comparison
from sar.catalog.drafts import uploads
from sar.catalog.drafts.pages import read_version, to_changes
from sar.catalog.drafts.phrase_forms import traits_added
from sar.catalog.publication import REVIEWERS
from sar.catalog.queries import VersionPage
from sar.catalog.sent_form import seen, status_of
from sar.catalog.service import AUTHORS, ONE_AT_A_TIME, StartedDraft
from sar.errors import FieldFinding, TooLargeError
from sar.security import allow

bp = Blueprint("files", __name__, url_prefix="/sets/<int:definition_set_id>/file")

NO_FILE = FieldFinding("file", "No file was chosen.", "Choose the YAML file of the set.")
LOST = FieldFinding(
    "file",
    "The file did not come through as it was shown.",
    "Nothing was changed. Choose the file again.",
)


# What a browser sends around a file: field names, the token, the borders between them.
_AROUND_BYTES = 100_000


@bp.url_value_preprocessor
def _take_whole_files(endpoint: str | None, _values: object) -> None:
    """Let a file of the allowed size through, and the content that a page carries along."""
    most = MAX_BYTES if endpoint == "files.check_file" else 2 * MAX_BYTES
    request.max_content_length = most + _AROUND_BYTES
    request.max_form_memory_size = most


@bp.get("/definition.yaml")
@allow(*REVIEWERS)
def download_file(definition_set_id: int) -> ResponseReturnValue:
    """Give out a version as the file that `docs/definition_format.md` describes."""
    page = read_version(definition_set_id)
    number = page.row.version if page.row.is_published else f"draft-{definition_set_id}"
    name = f"{page.definition_set.set_id}-{number}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(dump_set(page.definition_set), mimetype="application/yaml", headers=headers)


@bp.get("")
@allow(*AUTHORS)
def show_upload(definition_set_id: int) -> ResponseReturnValue:
    """Show the form by which a file becomes the draft's content, or a draft from a version."""
    page = read_version(definition_set_id)
    if page.row.is_published and page.open_draft:
        flash(ONE_AT_A_TIME, "info")
        return _to("files.show_upload", page.open_draft.definition_set_id)
    if not page.row.is_published and not page.is_editable:
        return to_changes(definition_set_id)
    return _upload_page(page, (), ())


@bp.post("")
@allow(*AUTHORS)
def check_file(definition_set_id: int) -> ResponseReturnValue:
    """Show what a file would change, or what is wrong with it; nothing is changed or begun."""
    page = read_version(definition_set_id)
    sent = request.files.get("file")
    content = sent.read(MAX_BYTES + 1) if sent else b""
    if len(content) > MAX_BYTES:
        raise TooLargeError(
            f"The file has more than {MAX_BYTES:,} bytes.",
            remedy="Nothing was changed. Remove from it what does not belong to a definition set.",
        )
    if not content:
        return _upload_page(page, [NO_FILE], ())
    reading = uploads.read_file(content)
    if reading.definition_set is None:
        return _upload_page(page, [_refused(len(reading.faults))], reading.faults)
    return _compared(page, reading.definition_set, ())


@bp.post("/take")
@allow(*AUTHORS)
def take_file(definition_set_id: int) -> ResponseReturnValue:
    """Put the content that was shown into the draft."""
    new = uploads.read_kept(request.form.get("content", ""))
    if new is None:
        return _upload_page(read_version(definition_set_id), [LOST], ())
    with web.transaction() as session:
        findings = uploads.take(
            session, seen(definition_set_id), new, actor=web.actor(), now=web.now()
        )
    if findings:
        return _compared(read_version(definition_set_id), new, findings)
    flash("Taken in. The draft now says what the file says.", "success")
    return _to("drafts.show_draft", definition_set_id)


@bp.post("/start")
@allow(*AUTHORS)
def start_from_file(definition_set_id: int) -> ResponseReturnValue:
    """Begin a draft, based on a published version, with the content that was shown."""
    new = uploads.read_kept(request.form.get("content", ""))
    if new is None:
        return _upload_page(read_version(definition_set_id), [LOST], ())
    with web.transaction() as session:
        started = uploads.start(session, definition_set_id, new, actor=web.actor(), now=web.now())
    if not isinstance(started, StartedDraft):
        return _compared(read_version(definition_set_id), new, started)
    flash("The draft is begun. It says what the file says.", "success")
    return _to("drafts.show_draft", started.definition_set_id)


def _to(endpoint: str, definition_set_id: int) -> ResponseReturnValue:
    return redirect(url_for(endpoint, definition_set_id=definition_set_id), 303)


def _upload_page(
    page: VersionPage, findings: Sequence[FieldFinding], faults: Sequence[uploads.Fault]
) -> ResponseReturnValue:
    shown = render_template(
        "catalog/file.html",
        page=page,
        findings=findings,
        error=findings[0] if findings else None,
        faults=faults,
        max_bytes=MAX_BYTES,
    )
    return shown, status_of(findings)


def _compared(
    page: VersionPage, new: DefinitionSet, findings: Sequence[FieldFinding]
) -> ResponseReturnValue:
    """Show what a set would change in the draft, and ask; what cannot be taken is only named."""
    with web.reading() as session:
        found = findings or uploads.about_file(session, page.definition_set, new)
        if any(each.path for each in found):
            return _upload_page(page, found, ())
        newest = versions.newest_version(session, page.row.set_id)
        number = versions.next_number(session, newest, new)
    # The number in the file says nothing: the changes call for one.
    new = replace(new, version=number)
    shown = render_template(
        "catalog/file_changes.html",
        page=page,
        comparison=comparison(page.definition_set, new, version=number),
        obstacles=readiness.obstacles(new),
        traits=traits_added(page.definition_set, new),
        content=uploads.write_kept(new),
        findings=found,
        revision=page.row.revision,
        wording=wording,
    )
    return shown, status_of(found)


def _refused(count: int) -> FieldFinding:
    things = "1 thing in the file has" if count == 1 else f"{count} things in the file have"
    return FieldFinding(
        "file",
        f"Nothing was changed: {things} to be mended first.",
        "They are listed below with their lines. Mend them, and choose the file again.",
    )
