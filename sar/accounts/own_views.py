"""The pages on which people look after their own account: password, second factor, sign-ins."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.accounts import passwords, people, second_factor, sign_ins, tokens
from sar.accounts.forms import new_token
from sar.actors import FILERS
from sar.errors import FieldFinding
from sar.models import Account, MailAlert, Role
from sar.security import SCOPES, allow, own_sign_in_sha256, scopes_of
from sar.serving.limits import limit_sign_ins

bp = Blueprint("own", __name__, url_prefix="/account")

EVERYBODY = tuple(Role)


@bp.get("")
@allow(*EVERYBODY)
def show_account() -> ResponseReturnValue:
    """Show one's own account and where it is signed in."""
    with web.reading() as session:
        account = session.get_one(Account, web.actor().account_id)
        rows = sign_ins.alive(
            session,
            account.account_id,
            now=web.now(),
            idle_minutes=web.wiring().settings.idle_minutes,
            current_sha256=own_sign_in_sha256(),
        )
        own = tokens.of_account(session, account.account_id, now=web.now())
        return render_template(
            "accounts/account.html",
            account=account,
            sign_ins=rows,
            active_tokens=sum(token.state == "active" for token in own),
            offers_tokens=bool(scopes_of(account.role)),
            offers_mail=bool(web.wiring().settings.alert_link) and account.role in FILERS,
            mail=session.get(MailAlert, account.account_id),
        )


@bp.get("/password")
@allow(*EVERYBODY)
def show_password() -> ResponseReturnValue:
    """Show the form for a new password."""
    return _password_page([])


@bp.post("/password")
@allow(*EVERYBODY)
@limit_sign_ins
def change_password() -> ResponseReturnValue:
    """Change the password, or say why not; other sign-ins end."""
    form = request.form
    asked = passwords.Change(
        old=form.get("old_password", "")[:1000],
        new=form.get("new_password", ""),
        revokes_tokens=form.get("revoke_tokens") == "yes",
    )
    with web.reading() as session:
        account = session.get_one(Account, _own_id())
        words = passwords.words_around(account, account.agency)
    findings = passwords.about_new_password(words, asked.new, form.get("again", ""))
    if not findings:
        with web.transaction() as session:
            findings = passwords.change(
                session,
                people.by_id(session, _own_id()),
                asked,
                kept_sha256=own_sign_in_sha256(),
                now=web.now(),
            )
    if findings:
        return _password_page(findings), 422
    flash("Your password is changed. Everywhere else you are signed out.", "success")
    return redirect(url_for("own.show_account"), 303)


@bp.get("/second-factor")
@allow(*EVERYBODY)
def show_second_factor() -> ResponseReturnValue:
    """Show how to set up the second factor, or how to switch it off."""
    return _second_factor_page(second_factor.new_series(), [])


@bp.post("/second-factor")
@allow(*EVERYBODY)
@limit_sign_ins
def confirm_second_factor() -> ResponseReturnValue:
    """Switch the second factor on if the code fits."""
    series = request.form.get("series", 0, type=int)
    with web.transaction() as session:
        findings = second_factor.confirm(
            session,
            people.by_id(session, _own_id()),
            series=series,
            code=request.form.get("code", "")[:20],
            keyring=web.wiring().keyring,
            now=web.now(),
        )
    if findings:
        return _second_factor_page(series, findings), 422
    flash("Your second factor is on. You need a code at your next sign-in.", "success")
    return redirect(url_for("own.show_account"), 303)


@bp.post("/second-factor/off")
@allow(*EVERYBODY)
@limit_sign_ins
def switch_off_second_factor() -> ResponseReturnValue:
    """Switch the second factor off if the password fits."""
    with web.transaction() as session:
        findings = second_factor.switch_off(
            session,
            people.by_id(session, _own_id()),
            password=request.form.get("password", "")[:1000],
            now=web.now(),
        )
    if findings:
        return _second_factor_page(0, findings), 422
    flash("Your second factor is off.", "success")
    return redirect(url_for("own.show_account"), 303)


@bp.post("/sign-ins/<int:sign_in_id>/end")
@allow(*EVERYBODY)
def end_sign_in(sign_in_id: int) -> ResponseReturnValue:
    """End one of one's own sign-ins."""
    with web.transaction() as session:
        sign_ins.end_one(session, _own_id(), sign_in_id, actor=web.actor(), now=web.now())
    flash("That sign-in is ended.", "success")
    return redirect(url_for("own.show_account"), 303)


@bp.post("/sign-ins/end-others")
@allow(*EVERYBODY)
def end_other_sign_ins() -> ResponseReturnValue:
    """End every own sign-in but this one."""
    with web.transaction() as session:
        sign_ins.end_all_and_log(
            session,
            _own_id(),
            actor=web.actor(),
            now=web.now(),
            kept_sha256=own_sign_in_sha256(),
        )
    flash("You are signed out everywhere else.", "success")
    return redirect(url_for("own.show_account"), 303)


@bp.get("/tokens")
@allow(*EVERYBODY)
def list_tokens() -> ResponseReturnValue:
    """Show one's own API tokens and the form for a new one."""
    return _tokens_page([])


@bp.post("/tokens")
@allow(*EVERYBODY)
def make_token() -> ResponseReturnValue:
    """Make a token and show its secret, this once."""
    new = new_token(request.form)
    findings = tokens.about_token(new, offered=scopes_of(web.actor().role))
    if findings:
        return _tokens_page(findings), 422
    with web.transaction() as session:
        secret = tokens.make(session, new, actor=web.actor(), now=web.now())
    return render_template("accounts/new_token.html", label=new.label, secret=secret)


@bp.post("/tokens/<int:api_token_id>/revoke")
@allow(*EVERYBODY)
def revoke_token(api_token_id: int) -> ResponseReturnValue:
    """Revoke one of one's own tokens."""
    with web.transaction() as session:
        tokens.revoke(session, _own_id(), api_token_id, actor=web.actor(), now=web.now())
    flash("The token is revoked.", "success")
    return redirect(url_for("own.list_tokens"), 303)


def _own_id() -> int:
    """Return the viewer's account; `allow` admits nobody without one."""
    return web.actor().account_id or 0


def _shown(findings: Sequence[FieldFinding]) -> dict[str, object]:
    """Return findings as the templates take them: all, and by field."""
    return {"findings": findings, "errors": {each.path: each for each in findings}}


def _password_page(findings: Sequence[FieldFinding]) -> str:
    with web.reading() as session:
        rows = tokens.of_account(session, _own_id(), now=web.now())
    return render_template(
        "accounts/password.html",
        active=[row for row in rows if row.state == "active"],
        revokes_tokens=request.form.get("revoke_tokens") == "yes",
        **_shown(findings),
    )


def _second_factor_page(series: int, findings: Sequence[FieldFinding]) -> str:
    with web.reading() as session:
        account = session.get_one(Account, _own_id())
    is_on = account.totp_series is not None
    secret = second_factor.secret_of(
        account.account_id, series=series, keyring=web.wiring().keyring
    )
    return render_template(
        "accounts/second_factor.html",
        is_on=is_on,
        series=series,
        secret="" if is_on else secret,
        address="" if is_on else second_factor.address_of(account.username, secret),
        **_shown(findings),
    )


def _tokens_page(findings: Sequence[FieldFinding]) -> str:
    with web.reading() as session:
        rows = tokens.of_account(session, _own_id(), now=web.now())
    offered = [(scope, SCOPES[scope]) for scope in scopes_of(web.actor().role)]
    return render_template(
        "accounts/tokens.html",
        rows=rows,
        offered=offered,
        scope_words=SCOPES,
        form=request.form,
        **_shown(findings),
        max_days=tokens.MAX_DAYS,
    )
