"""Puts the application together; the only place where everything is wired."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from flask import Flask
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from privacy.recognizers import DEFAULT, Recognizer
from sar import installation, security, web
from sar import settings as configuration
from sar.api import install_api
from sar.log import checkpoint_clock
from sar.ranking import learner
from sar.serving import (
    addresses,
    compiled_pages,
    compression,
    limits,
    logs,
    metrics,
    navigation,
    responses,
    speaking,
    static_files,
    uploads,
)
from sar.sets import published
from sar.settings import Settings


def create_app(
    settings: Settings | None = None,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    recognizers: Sequence[Recognizer] = DEFAULT,
) -> Flask:
    """Return the application; without `settings` they are read from the environment.

    Raises NotReadyError if there is no database or no keyring.
    """
    settings = settings or configuration.from_environment()
    app = Flask(__name__)
    app.extensions["sar"] = parts = wire(settings, clock=clock, recognizers=recognizers)
    _configure(app, settings, session_secret=parts.keyring.session_secret)
    addresses.install(app)
    compiled_pages.install(app)
    static_files.install(app)
    logs.install(app)
    metrics.install(app)
    # The last to look at an answer is the first that is registered.
    compression.install(app)
    security.install(app)
    uploads.install(app)
    limits.install(app, storage=settings.rate_limit_storage)
    responses.install(app)
    speaking.install(app)
    navigation.install(app)
    checkpoint_clock.install(app)
    learner.install(app)
    _register(app)
    return app


def wire(
    settings: Settings,
    *,
    clock: Callable[[], datetime],
    recognizers: Sequence[Recognizer] = DEFAULT,
) -> web.Wiring:
    """Open the database and the keyring that the settings name.

    Raises NotReadyError if one of them is not there.
    """
    return web.Wiring(
        settings=settings,
        engine=installation.open_database(settings),
        keyring=installation.load_keyring(settings),
        intelligence_keyring=installation.load_intelligence_keyring(settings),
        clock=clock,
        recognizers=recognizers,
    )


def _configure(app: Flask, settings: Settings, *, session_secret: bytes) -> None:
    app.config.update(
        SECRET_KEY=session_secret,
        SESSION_COOKIE_NAME="sar_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.has_secure_cookies,
        MAX_CONTENT_LENGTH=settings.max_request_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_request_bytes,
        # An officer may leave a form open for a shift; the token lives as long as the sign-in.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.has_secure_cookies,
    )
    app.jinja_env.filters["local_time"] = web.local_time
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = False
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _register(app: Flask) -> None:
    from sar.accounts.desk_views import bp as own_desk
    from sar.accounts.own_views import bp as own
    from sar.accounts.people_views import bp as people
    from sar.accounts.views import bp as accounts
    from sar.catalog.activation_views import bp as activations
    from sar.catalog.adoption_views import bp as adoption
    from sar.catalog.board_views import bp as board
    from sar.catalog.comment_views import bp as comments
    from sar.catalog.consultation_views import bp as consultations
    from sar.catalog.drafts.behaviour_views import bp as behaviours
    from sar.catalog.drafts.case_views import bp as cases
    from sar.catalog.drafts.example_run_views import bp as example_runs
    from sar.catalog.drafts.example_views import bp as examples
    from sar.catalog.drafts.file_views import bp as files
    from sar.catalog.drafts.guidance_views import bp as guidance
    from sar.catalog.drafts.order_views import bp as orders
    from sar.catalog.drafts.phrase_views import bp as phrases
    from sar.catalog.drafts.question_views import bp as questions
    from sar.catalog.drafts.relation_views import bp as relations
    from sar.catalog.drafts.rule_views import bp as rules
    from sar.catalog.drafts.set_views import bp as wholes
    from sar.catalog.drafts.succession_views import bp as successions
    from sar.catalog.drafts.views import bp as drafts
    from sar.catalog.preview_views import bp as previews
    from sar.catalog.translation_views import bp as translations
    from sar.catalog.views import bp as catalog
    from sar.intake.views import bp as intake
    from sar.oversight.views import bp as oversight
    from sar.ranking.views import bp as ranking
    from sar.reveal.views import bp as reveal
    from sar.review.views import bp as review
    from sar.serving.style_guide import bp as style_guide
    from sar.training.practice_views import bp as practice
    from sar.training.views import bp as training

    csrf = CSRFProtect(app)
    desk = (catalog, drafts, activations, board, consultations, comments, adoption, previews)
    editor = (behaviours, questions, examples, rules, orders, relations, successions, wholes)
    content = (cases, example_runs, files, guidance, phrases, translations)
    work = (accounts, own, people, *desk, *editor, *content, intake, oversight, reveal, review)
    for blueprint in (*work, own_desk, ranking, training, practice):
        app.register_blueprint(blueprint)
    _register_phone(app)
    _register_desk(app)
    _register_privacy(app)
    app.register_blueprint(style_guide)
    install_api(app, csrf=csrf)
    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/readyz", view_func=readyz)


def _register_phone(app: Flask) -> None:
    """Register what an officer's phone keeps and sends, files too, and what follows a report."""
    from sar.alerting.views import bp as alerting
    from sar.attachments.showing_views import bp as attachments_shown
    from sar.attachments.views import bp as attachments
    from sar.intake.correct_views import bp as correcting
    from sar.intake.queue_views import bp as queue
    from sar.intake.supervise_views import bp as supervising
    from sar.phone.views import bp as kept
    from sar.phone.worker_views import bp as worker

    following = (alerting, correcting, supervising)
    for blueprint in (kept, worker, queue, attachments, attachments_shown, *following):
        app.register_blueprint(blueprint)


def _register_desk(app: Flask) -> None:
    """Register what an analyst does beside reading and deciding about one report."""
    from sar.linking.views import bp as links
    from sar.review.backlog_views import bp as backlog
    from sar.review.bulk_views import bp as bulk
    from sar.review.incident_views import bp as incidents
    from sar.review.mark_views import bp as marks
    from sar.review.snooze_views import bp as snoozes
    from sar.review.undo_views import bp as undo
    from sar.review.version_views import bp as versions
    from sar.search.saved_views import bp as saved
    from sar.search.views import bp as search

    desk = (backlog, bulk, incidents, links, marks, saved, search, snoozes, undo, versions)
    for blueprint in desk:
        app.register_blueprint(blueprint)


def _register_privacy(app: Flask) -> None:
    """Register the pages on which privacy is looked after."""
    from sar.disclosure.views import bp as disclosure
    from sar.intake.amend_views import bp as amending
    from sar.intelligence.reveal_views import bp as showing_records
    from sar.intelligence.views import bp as intelligence
    from sar.oversight.report_views import bp as oversight_reports
    from sar.oversight.selection_views import bp as selection
    from sar.oversight.watch_views import bp as watch
    from sar.redress.views import bp as redress
    from sar.retention.views import bp as retention
    from sar.reveal.request_views import bp as reveal_requests

    watching = (watch, reveal_requests, oversight_reports, selection)
    drawer = (intelligence, showing_records)
    for blueprint in (retention, *watching, disclosure, redress, amending, *drawer):
        app.register_blueprint(blueprint)


@security.open_to_everyone
def healthz() -> ResponseReturnValue:
    """Say that the process answers."""
    return {"status": "alive"}


@security.open_to_everyone
def readyz() -> ResponseReturnValue:
    """Say that the database answers and a set is in force; raises NotReadyError otherwise."""
    with web.reading() as session:
        current = published.current_set(session, now=web.now())
    return {"status": "ready", "set_version": current.definition_set.version}
