"""The pages on which people sign in and out, and replace a temporary password."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from sar import web
from sar.accounts import forms, passwords, people, service
from sar.errors import FieldFinding, SignInRequiredError
from sar.log import audit
from sar.models import Account, Role
from sar.security import allow, digest, end_sign_in, open_to_everyone, start_sign_in
from sar.serving import navigation, speaking, unsent
from sar.serving.limits import limit_sign_ins

bp = Blueprint("accounts", __name__)

EVERYBODY = tuple(Role)

# Under this key the (signed) cookie holds whose temporary password was just proved, and which.
_CHOOSING = "choosing"
_TIME_TO_CHOOSE = timedelta(minutes=15)

_REFUSED = FieldFinding(
    "username",
    "Name, password or code do not fit.",
    "Check all three; a code works only once. After several tries, wait a minute.",
)


@bp.get("/")
@allow(*EVERYBODY)
def go_home() -> ResponseReturnValue:
    """Lead to where the viewer's work begins."""
    return redirect(_home())


@bp.get("/sign-in")
@open_to_everyone
def sign_in() -> ResponseReturnValue:
    """Show the sign-in form; who is signed in already is led home."""
    if web.actor().account_id is not None:
        return redirect(_destination(request.args.get("next", "")))
    target = request.args.get("next", "")
    return render_template("accounts/sign_in.html", username="", findings=[], next=target)


@bp.post("/language")
@open_to_everyone
def choose_language() -> ResponseReturnValue:
    """Keep the choice of a language and lead back to the page on which it was made."""
    speaking.keep(request.form.get(speaking.CHOICE, ""))
    target = _safe_target(request.form.get("next", "").rstrip("?"))
    return redirect(target if web.is_page(target) else url_for("accounts.go_home"), 303)


@bp.post("/sign-in")
@open_to_everyone
@limit_sign_ins
def submit_sign_in() -> ResponseReturnValue:
    """Sign in, or say that name, password or code do not fit; never which of them."""
    if speaking.CHOICE in request.form:
        speaking.keep(request.form[speaking.CHOICE])
        return _sign_in_page([]), 200
    username = forms.line(request.form, "username")[:200]
    with web.reading() as session:
        claim = service.check_password(
            session, username=username, password=request.form.get("password", "")[:1000]
        )
    with web.transaction() as session:
        account = service.authenticate(
            session,
            claim,
            code=request.form.get("code", "")[:20],
            keyring=web.wiring().keyring,
            now=web.now(),
        )
        if account is not None:
            # Whoever was signed in at this browser is not any more.
            end_sign_in(session, now=web.now())
            if account.password_expires_at is not None:
                cookie[_CHOOSING] = _proof(account)
                return redirect(url_for("accounts.choose_password"), 303)
            _start(session, account)
            return _go_on(_destination(request.form.get("next", "")))
    return _sign_in_page([_REFUSED]), 422


@bp.get("/sign-in/new-password")
@open_to_everyone
def choose_password() -> ResponseReturnValue:
    """Show the form on which a temporary password is replaced."""
    if _CHOOSING not in cookie:
        raise SignInRequiredError()
    return render_template("accounts/new_password.html", findings=[], errors={})


@bp.post("/sign-in/new-password")
@open_to_everyone
@limit_sign_ins
def submit_password() -> ResponseReturnValue:
    """Replace the temporary password that was just proved, and sign in."""
    proof = cookie.get(_CHOOSING)
    if proof is None:
        raise SignInRequiredError()
    new = request.form.get("new_password", "")
    with web.reading() as session:
        account = _proved(session.get_one(Account, proof["account_id"]), proof)
        words = passwords.words_around(account, account.agency)
    findings = passwords.about_new_password(words, new, request.form.get("again", ""))
    if not findings:
        with web.transaction() as session:
            account = _proved(people.by_id(session, proof["account_id"]), proof)
            findings = passwords.choose(session, account, new=new, now=web.now())
            if not findings:
                _start(session, account)
                flash("Your password is set, and you are signed in.", "success")
                return redirect(_home(), 303)
    errors = {finding.path: finding for finding in findings}
    return render_template("accounts/new_password.html", findings=findings, errors=errors), 422


@bp.post("/sign-out")
@open_to_everyone
def sign_out() -> ResponseReturnValue:
    """Sign out on the server and in the browser."""
    who = web.actor()
    with web.transaction() as session:
        end_sign_in(session, now=web.now())
        if who.account_id is not None:
            event = audit.Event("account.signed_out", f"account:{who.account_id}")
            audit.record(session, event, actor=who, now=web.now())
    return redirect(url_for("accounts.sign_in"), 303)


def _sign_in_page(findings: Sequence[FieldFinding]) -> str:
    """Show the sign-in once more with what was typed, but for the password."""
    return render_template(
        "accounts/sign_in.html",
        username=forms.line(request.form, "username")[:200],
        findings=findings,
        next=request.form.get("next", ""),
        unsent=request.form.get("unsent", ""),
    )


def _go_on(target: str) -> ResponseReturnValue:
    """Lead to `target`; if something typed was to be sent there, offer to send it once more."""
    fields = unsent.unpacked(request.form.get("unsent", ""))
    if fields:
        return render_template("accounts/send_again.html", unsent=fields, target=target)
    return redirect(target, 303)


def _start(session: Session, account: Account) -> None:
    start_sign_in(session, account, now=web.now(), hours=web.wiring().settings.sign_in_hours)
    if account.language:
        speaking.remember(account.language)


def _proof(account: Account) -> dict[str, object]:
    """Return what shows, for a short while, that this very temporary password was given."""
    return {
        "account_id": account.account_id,
        "password_sha256": digest(account.password_hash),
        "until": int((web.now() + _TIME_TO_CHOOSE).timestamp()),
    }


def _proved(account: Account, proof: Mapping[str, Any]) -> Account:
    """Return an account whose temporary password was proved just now, or raise."""
    if not _is_proved(account, proof):
        cookie.clear()
        raise SignInRequiredError()
    return account


def _is_proved(account: Account, proof: Mapping[str, Any]) -> bool:
    now = web.now()
    return (
        account.is_active
        and account.password_expires_at is not None
        and account.password_expires_at > now
        and proof["password_sha256"] == digest(account.password_hash)
        and proof["until"] > now.timestamp()
    )


def _home() -> str:
    return url_for(navigation.home_endpoint(web.actor().role))


def _destination(asked: str) -> str:
    """Return where whoever is signed in now goes; not by way of a page that only leads home."""
    target = _safe_target(asked)
    return _home() if target == url_for("accounts.go_home") else target


def _safe_target(target: str) -> str:
    """Return `target` if it is a path of this site, else the start page (no open redirect)."""
    is_path = target.startswith("/") and not target.startswith("//")
    # Browsers read a backslash as a slash and skip tabs and line ends (WHATWG URL Standard).
    is_plain = target.isprintable() and "\\" not in target
    return target if is_path and is_plain else url_for("accounts.go_home")
