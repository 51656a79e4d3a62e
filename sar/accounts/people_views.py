"""The administrator's pages: people and agencies; no page of theirs shows a report."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.accounts import forms, people, queries, sign_ins, tokens
from sar.errors import FieldFinding
from sar.models import Role
from sar.security import SCOPES, allow
from sar.wording.zones import zone_name

bp = Blueprint("people", __name__)

KEEPERS = (Role.ADMINISTRATOR,)


@bp.get("/people")
@allow(*KEEPERS)
def list_people() -> ResponseReturnValue:
    """List people by user name, page by page; `find` narrows the list."""
    find, after = forms.line(request.args, "find"), forms.line(request.args, "after")
    with web.reading() as session:
        page = queries.people_page(session, find=find, after=after)
    return render_template("accounts/people.html", page=page, find=find)


@bp.get("/people/new")
@allow(*KEEPERS)
def show_new_person() -> ResponseReturnValue:
    """Show the form for a new account."""
    return _new_person_page([])


@bp.post("/people/new")
@allow(*KEEPERS)
def add_person() -> ResponseReturnValue:
    """Make an account and show its temporary password, this once."""
    new = forms.new_person(request.form)
    with web.transaction() as session:
        findings = people.about_person(session, new)
        if not findings:
            account, password = people.add_person(session, new, actor=web.actor(), now=web.now())
            return render_template(
                "accounts/temporary_password.html", account=account, password=password, is_new=True
            )
    return _new_person_page(findings), 422


@bp.get("/people/<int:account_id>")
@allow(*KEEPERS)
def show_person(account_id: int) -> ResponseReturnValue:
    """Show one account: its state, its sign-ins, its tokens."""
    with web.reading() as session:
        person = queries.person(
            session,
            account_id,
            now=web.now(),
            idle_minutes=web.wiring().settings.idle_minutes,
        )
    return render_template(
        "accounts/person.html",
        person=person,
        zone=zone_name(person.zone),
        scope_words=SCOPES,
        is_self=account_id == web.actor().account_id,
    )


@bp.post("/people/<int:account_id>/disable")
@allow(*KEEPERS)
def disable_person(account_id: int) -> ResponseReturnValue:
    """Shut somebody out at once."""
    with web.transaction() as session:
        account = people.by_id(session, account_id)
        people.disable(session, account, actor=web.actor(), now=web.now())
    return _back_to(account_id, "The account is switched off. Its sign-ins and tokens are ended.")


@bp.post("/people/<int:account_id>/enable")
@allow(*KEEPERS)
def enable_person(account_id: int) -> ResponseReturnValue:
    """Let somebody in again."""
    with web.transaction() as session:
        account = people.by_id(session, account_id)
        people.enable(session, account, actor=web.actor(), now=web.now())
    return _back_to(account_id, "The account is switched on again.")


@bp.post("/people/<int:account_id>/reset-password")
@allow(*KEEPERS)
def reset_password(account_id: int) -> ResponseReturnValue:
    """Give a temporary password and show it, this once."""
    with web.transaction() as session:
        account = people.by_id(session, account_id)
        password = people.reset_password(session, account, actor=web.actor(), now=web.now())
        return render_template(
            "accounts/temporary_password.html", account=account, password=password, is_new=False
        )


@bp.post("/people/<int:account_id>/remove-second-factor")
@allow(*KEEPERS)
def remove_second_factor(account_id: int) -> ResponseReturnValue:
    """Switch off the second factor of somebody who lost the device."""
    with web.transaction() as session:
        account = people.by_id(session, account_id)
        people.remove_second_factor(session, account, actor=web.actor(), now=web.now())
    return _back_to(account_id, "The second factor is off, and every sign-in is ended.")


@bp.post("/people/<int:account_id>/end-sign-ins")
@allow(*KEEPERS)
def end_sign_ins(account_id: int) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    with web.transaction() as session:
        account = people.by_id(session, account_id)
        sign_ins.end_all_and_log(session, account.account_id, actor=web.actor(), now=web.now())
    return _back_to(account_id, "Every sign-in of this account is ended.")


@bp.post("/people/<int:account_id>/tokens/<int:api_token_id>/revoke")
@allow(*KEEPERS)
def revoke_token(account_id: int, api_token_id: int) -> ResponseReturnValue:
    """Revoke somebody's token."""
    with web.transaction() as session:
        tokens.revoke(session, account_id, api_token_id, actor=web.actor(), now=web.now())
    return _back_to(account_id, "The token is revoked.")


@bp.get("/agencies")
@allow(*KEEPERS)
def list_agencies() -> ResponseReturnValue:
    """List the agencies, with the form for a new one."""
    return _agencies_page([])


@bp.post("/agencies")
@allow(*KEEPERS)
def add_agency() -> ResponseReturnValue:
    """Add an agency, or say what is wrong."""
    new = forms.agency_fields(request.form)
    with web.transaction() as session:
        findings = people.about_agency(session, **new)
        if not findings:
            people.open_agency(session, **new, actor=web.actor(), now=web.now())
    if findings:
        return _agencies_page(findings), 422
    flash("The agency is added.", "success")
    return redirect(url_for("people.list_agencies"), 303)


@bp.post("/agencies/supervisors")
@allow(*KEEPERS)
def set_supervisors() -> ResponseReturnValue:
    """Set for how long supervisors of an agency look at a report before analysts do."""
    agency_id, hours = forms.supervisor_fields(request.form)
    with web.transaction() as session:
        findings = people.let_supervisors_look(
            session, agency_id, hours, actor=web.actor(), now=web.now()
        )
    if findings:
        return _agencies_page(findings), 422
    flash("It holds for reports that come from now on.", "success")
    return redirect(url_for("people.list_agencies"), 303)


def _back_to(account_id: int, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("people.show_person", account_id=account_id), 303)


def _new_person_page(findings: Sequence[FieldFinding]) -> str:
    with web.reading() as session:
        rows = queries.agencies(session)
    return render_template(
        "accounts/new_person.html",
        form=request.form,
        agencies=[(row.agency_id, row.name) for row in rows],
        roles=[(role.value, role.label) for role in Role],
        findings=findings,
        errors={finding.path: finding for finding in findings},
    )


def _agencies_page(findings: Sequence[FieldFinding]) -> str:
    with web.reading() as session:
        rows = queries.agencies(session)
    return render_template(
        "accounts/agencies.html",
        rows=rows,
        form=request.form,
        zone=web.wiring().settings.zone,
        agencies=[(row.agency_id, row.name) for row in rows],
        hours=[(each, f"{each} hours" if each else "Off") for each in people.SUPERVISOR_HOURS],
        findings=findings,
        errors={finding.path: finding for finding in findings},
    )
