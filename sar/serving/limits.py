"""Rate limits on sign-in, intake and redress (Flask-Limiter); the numbers are settings."""

from collections.abc import Callable
from typing import TypeVar, cast

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from sar import web
from sar.security import digest

View = TypeVar("View", bound=Callable[..., object])

limiter = Limiter(get_remote_address, strategy="moving-window")


def install(app: Flask, *, storage: str) -> None:
    """Count requests of `app` in `storage`: ``memory://`` for one process, Redis for several."""
    app.config["RATELIMIT_STORAGE_URI"] = storage
    limiter.init_app(app)


def limit_sign_ins(view: View) -> View:
    """Limit attempts to sign in per address, and five times as many per name from all addresses.

    So no crowd of addresses guesses one password, and no single one shuts somebody out by trying.
    """
    per_address = limiter.limit(lambda: f"{web.wiring().settings.sign_ins_per_minute}/minute")
    per_name = limiter.limit(
        lambda: f"{5 * web.wiring().settings.sign_ins_per_minute}/minute",
        key_func=_name_typed,
        exempt_when=lambda: "username" not in request.form,
    )
    return cast(View, per_address(per_name(view)))


def _name_typed() -> str:
    """Return what stands for the name that was typed, which may be a password by mistake.

    The limiter writes what it counts by into its log and its storage.
    """
    return f"name:{digest(request.form['username'].strip().lower())}"


def limit_reports(view: View) -> View:
    """Limit filing, per account."""
    rate = limiter.limit(
        lambda: f"{web.wiring().settings.reports_per_minute}/minute",
        key_func=lambda: f"account:{web.actor().account_id}",
    )
    return cast(View, rate(view))


def limit_requests(view: View) -> View:
    """Limit requests from outside, per address."""
    rate = limiter.limit(lambda: f"{web.wiring().settings.requests_per_hour}/hour")
    return cast(View, rate(view))
