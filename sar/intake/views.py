"""The officer's pages: file a report, read the receipt, follow it, answer a question."""

import secrets
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from indicators.codes import TARGET_SECTOR
from indicators.definitions import DefinitionSet, Group, Indicator, Status
from indicators.forms import how_many
from indicators.selection import offered, select, successors
from indicators.truth import elements_of
from sar import audit, pseudonym_switch, published, web
from sar.actors import FILERS
from sar.errors import FieldFinding
from sar.findings import flatten
from sar.intake import checking, doors, forms, gate, queries, schemas, service, upgrades
from sar.intake.folding import folded_questions
from sar.intake.forms import Form
from sar.intake.submission import Source
from sar.intake.suggesting import suggest_behaviours
from sar.limits import limit_reports
from sar.published import PublishedSet, SetReference
from sar.security import allow

bp = Blueprint("intake", __name__)

SOURCE_LABELS = {
    Source.OFFICER_OBSERVED: "I saw it myself",
    Source.WITNESS_NAMED: "A witness who gave a name told me",
    Source.WITNESS_ANONYMOUS: "Somebody told me without a name",
    Source.PRIVATE_SECTOR: "Security staff or a business told me",
    Source.OTHER_AGENCY: "Another agency told me",
    Source.ONLINE: "I found it online",
    Source.OTHER: "Some other way",
}
ZONES = (
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Arizona"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
    ("America/Puerto_Rico", "Atlantic (Puerto Rico)"),
    ("Pacific/Guam", "Guam"),
    ("Pacific/Pago_Pago", "American Samoa"),
    ("UTC", "UTC"),
)


@bp.get("/reports/new")
@allow(*FILERS)
def start_report() -> ResponseReturnValue:
    """Show the behaviours to pick from; once some are picked, the form that they ask for."""
    with web.reading() as session:
        current = published.current_set(session, now=web.now())
    known = _ids(current)
    picked = [each for each in request.args.getlist("behaviours") if each in known]
    selection = select(picked, current.definition_set)
    if selection.findings:
        findings = [checking.field_finding(each) for each in selection.findings]
        was_sent = "chosen" in request.args or picked
        page = _behaviours_page(current, picked, findings if was_sent else [])
        return page, 422 if was_sent else 200
    return _form_page(current, _new_form(current, picked), [])


@bp.post("/reports/new/behaviours")
@allow(*FILERS)
def choose_behaviours() -> ResponseReturnValue:
    """Suggest behaviours for what was typed, or go on to the form with it; nothing is stored.

    What was typed goes into the narrative of the form, and never into an address.
    """
    with web.reading() as session:
        current = published.current_set(session, now=web.now())
    told, picked = request.form.get("narrative", ""), request.form.getlist("behaviours")
    if "suggest" in request.form:
        return _behaviours_page(current, picked, [], told=told, is_asked=True)
    if not told.strip():
        return redirect(url_for("intake.start_report", behaviours=picked, chosen=1), 303)
    selection = select(picked, current.definition_set)
    if selection.findings:
        findings = [checking.field_finding(each) for each in selection.findings]
        return _behaviours_page(current, picked, findings, told=told), 422
    return _form_page(current, _new_form(current, picked, told), [])


@bp.post("/reports/new")
@allow(*FILERS)
@limit_reports
def submit_report() -> ResponseReturnValue:
    """File the report that the form describes, or show the form again with what is wrong."""
    form = request.form
    if "withdraw" in form:
        return _withdrawn(form)
    reference = SetReference(
        form.get("set.set_id", ""), form.get("set.version", ""), form.get("set.sha256", "")
    )
    with web.reading() as session:
        accepted, set_findings = published.accepted_set(session, reference, now=web.now())
        pseudonyms = pseudonym_switch.key(session, web.wiring().keyring)
    if accepted is None or "carry" in form:
        return _carried_page(form, reference, set_findings)
    if "add" in form:
        return _begun_page(accepted, form, [])
    submission = forms.submission_from_form(form, accepted.definition_set)
    report, messages = schemas.load_report(submission)
    findings = flatten(messages, "")
    if report is None or findings:
        about_answers = checking.about_answers(submission, accepted)
        asked = gate.ask_early(forms.typed_texts(form), submission)
        return _begun_page(accepted, form, [*about_answers, *findings, *asked]), 422
    settings = web.wiring().settings
    checked = checking.check(
        report,
        accepted,
        now=web.now(),
        max_narrative_chars=settings.max_narrative_chars,
        recognizers=web.wiring().recognizers,
        door=checking.Door(has_gate=True, pseudonym_key=pseudonyms),
    )
    if isinstance(checked, checking.Refused):
        return _begun_page(accepted, form, checked.findings), 422
    terms = service.Terms(form.get("key", ""), web.wiring().keyring, settings.retention_days)
    with web.transaction() as session:
        receipt = service.file_report(session, checked, terms, actor=web.actor(), now=web.now())
    return redirect(url_for("intake.show_report", receipt=receipt.receipt, filed="1"), 303)


@bp.get("/reports")
@allow(*FILERS)
def list_reports() -> ResponseReturnValue:
    """List what the viewer filed; for a supervisor, what the agency filed."""
    before = request.args.get("before", "")
    with web.transaction() as session:
        page = queries.filed_reports(session, viewer=web.actor(), before=_number(before))
        event = audit.Event("report.listed", "reports:own", details={"count": len(page.rows)})
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template("intake/reports.html", page=page, is_first=not before)


@bp.get("/reports/<receipt>")
@allow(*FILERS)
def show_report(receipt: str) -> ResponseReturnValue:
    """Show the receipt and what became of the report."""
    return _report_page(receipt, [], "")


@bp.post("/reports/<receipt>/answer")
@allow(*FILERS)
@limit_reports
def answer_question(receipt: str) -> ResponseReturnValue:
    """Take the officer's answer to the analyst's question and put the report back in the queue."""
    text = request.form.get("text", "")
    findings = flatten(schemas.QuestionAnswerSchema().validate({"text": text}), "")
    if findings:
        return _report_page(receipt, findings, text), 422
    doors.answer_question(receipt, text)
    return redirect(url_for("intake.show_report", receipt=receipt), 303)


def _withdrawn(form: Form) -> ResponseReturnValue:
    """Throw the unsent report away; the log learns codes and counts, and nothing that it said."""
    with web.transaction() as session:
        gate.withdraw(session, forms.typed_texts(form), actor=web.actor(), now=web.now())
    flash("Withdrawn. Nothing was sent, and nothing that you typed is kept.", "success")
    return redirect(url_for("intake.list_reports"), 303)


def _number(text: str) -> int | None:
    """Return the number that an address names; None for anything that no report has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _ids(current: PublishedSet) -> set[str]:
    return {indicator.indicator_id for indicator in current.definition_set.indicators}


def _new_form(current: PublishedSet, picked: Sequence[str], told: str = "") -> MultiDict[str, str]:
    return MultiDict[str, str](
        [
            ("set.set_id", current.definition_set.set_id),
            ("set.version", current.definition_set.version),
            ("set.sha256", current.sha256),
            ("key", secrets.token_urlsafe(24)),
            ("narrative", told),
            ("occurred.zone", web.viewer_zone()),
            ("people.0.name", ""),
            ("vehicles.0.plate", ""),
            *(("behaviours", each) for each in picked),
        ]
    )


def _behaviours_page(
    current: PublishedSet,
    picked: Sequence[str],
    findings: Sequence[FieldFinding],
    *,
    told: str = "",
    is_asked: bool = False,
) -> str:
    definition_set = current.definition_set
    hints = suggest_behaviours(told, definition_set, web.wiring().recognizers) if told else ()
    by_group = [
        (group, [each for each in offered(definition_set) if each.group is group])
        for group in Group
    ]
    return render_template(
        "intake/behaviours.html",
        definition_set=definition_set,
        groups=[(group, members) for group, members in by_group if members],
        notes=_notes(definition_set),
        picked=picked,
        findings=findings,
        told=told,
        hints=[(definition_set.indicator(each.indicator_id), each.phrases) for each in hints],
        is_asked=is_asked,
        max_narrative_chars=web.wiring().settings.max_narrative_chars,
    )


def _notes(definition_set: DefinitionSet) -> dict[str, str]:
    """Say of each behaviour on its way out what to pick instead, where there is something."""
    notes = {}
    for each in definition_set.indicators:
        instead = " or ".join(f"“{after.name}”" for after in successors(each, definition_set))
        if each.status is Status.DEPRECATED:
            notes[each.indicator_id] = "On its way out" + (
                f": better pick {instead}." if instead else "."
            )
        if each.status is Status.RETIRED:
            notes[each.indicator_id] = "No longer reported" + (
                f": pick {instead}." if instead else "."
            )
    return notes


def _carried_page(
    form: Form, reference: SetReference, set_findings: Sequence[FieldFinding]
) -> ResponseReturnValue:
    """Bring the form to the version in force, or ask which behaviours fit it now."""
    with web.reading() as session:
        current = published.current_set(session, now=web.now())
        begun = published.find_set(session, set_id=reference.set_id, version=reference.version)
    if (
        begun is None
        or reference.sha256 not in ("", begun.sha256)
        or begun.definition_set.set_id != current.definition_set.set_id
    ):
        return _form_page(current, form, set_findings), 422
    status = 422 if set_findings else 200
    if begun.sha256 == current.sha256:
        return _form_page(current, form, []), status
    upgrade = upgrades.bring_over(form, begun.definition_set, current.definition_set)
    if upgrade.choices:
        return _choose_page(begun, current, upgrade), 422 if upgrade.findings else status
    note = set_findings[0].message if set_findings else ""
    return _form_page(current, upgrade.form, upgrade.findings, note=note), status


def _choose_page(begun: PublishedSet, current: PublishedSet, upgrade: upgrades.Upgrade) -> str:
    asked = {"csrf_token", "carry", "choose", *(each.field_name for each in upgrade.choices)}
    return render_template(
        "intake/choose_again.html",
        begun=begun.definition_set,
        current=current.definition_set,
        choices=upgrade.choices,
        fields=[each for each in upgrade.form.items(multi=True) if each[0] not in asked],
        findings=upgrade.findings,
    )


def _begun_page(shown: PublishedSet, form: Form, findings: Sequence[FieldFinding]) -> str:
    """Show the form under the version that it was begun with; say so if a newer one is in force."""
    now = web.now()
    with web.reading() as session:
        current = published.current_set(session, now=now)
    if shown.sha256 == current.sha256:
        return _form_page(shown, form, findings)
    newer = upgrades.Newer(
        version=current.definition_set.version,
        until=next((each.accept_until for each in shown.periods if each.holds(now)), None),
        changed=upgrades.count_changed(form, shown.definition_set, current.definition_set),
    )
    return _form_page(shown, form, findings, newer=newer)


def _form_page(
    shown: PublishedSet,
    form: Form,
    findings: Sequence[FieldFinding],
    *,
    newer: upgrades.Newer | None = None,
    note: str = "",
) -> str:
    definition_set = shown.definition_set
    picked = [each for each in form.getlist("behaviours") if each in _ids(shown)]
    indicators = [definition_set.indicator(each) for each in dict.fromkeys(picked)]
    return render_template(
        "intake/form.html",
        definition_set=definition_set,
        indicators=indicators,
        folded_questions=folded_questions,
        choices=_choices(definition_set, indicators),
        how_many=how_many,
        elements_of=elements_of,
        form=form,
        newer=newer,
        note=note,
        changes=upgrades.changes(form, definition_set),
        findings=findings,
        errors={finding.path: finding for finding in reversed(findings)},
        sectors=[(code, labels.normalised) for code, labels in TARGET_SECTOR.items()],
        sources=list(SOURCE_LABELS.items()),
        states=[(state, state) for state in schemas.STATES],
        zones=_zones(form.get("occurred.zone", "")),
        people=max(1, forms.count_of(form, "people")),
        vehicles=max(1, forms.count_of(form, "vehicles")),
        max_narrative_chars=web.wiring().settings.max_narrative_chars,
        is_asked="attributes.asked" in form or any(each.rule == gate.RULE for each in findings),
        beside=gate.beside(forms.told_texts(form, indicators)),
    )


def _choices(definition_set: DefinitionSet, picked: Sequence[Indicator]) -> list[dict[str, str]]:
    """List the behaviours to pick from where the choice itself must be mended."""
    notes = _notes(definition_set)
    listed = dict.fromkeys((*picked, *offered(definition_set)))
    return [
        {"code": each.indicator_id, "label": each.name, "hint": notes.get(each.indicator_id, "")}
        for each in listed
    ]


def _zones(chosen: str) -> list[tuple[str, str]]:
    known = list(ZONES)
    if chosen and chosen not in dict(ZONES) and chosen == web.viewer_zone():
        known.insert(0, (chosen, chosen))
    return known


def _report_page(receipt: str, findings: list[FieldFinding], text: str) -> str:
    with web.transaction() as session:
        report = queries.filed_report(session, receipt, viewer=web.actor())
        event = audit.Event("report.followed", f"report:{report.receipt}")
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "intake/report.html",
        report=report,
        findings=findings,
        text=text,
        was_just_filed=request.args.get("filed") == "1",
    )
