"""The JSON API under /api/v1: OpenAPI 3.1 by flask-smorest, problems by `sar.serving.responses`."""

import json
from threading import Lock
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    jsonify,
    render_template,
    request,
    send_from_directory,
)
from flask.json.provider import DefaultJSONProvider
from flask.typing import ResponseReturnValue
from flask_smorest import Api, Blueprint
from flask_wtf import CSRFProtect

from sar import __version__, web
from sar.security import SCOPES, open_to_everyone
from sar.serving import uploads
from sar.serving.api_documents import ProblemSchema

# A report needs five levels; what is nested deeper is an accident or an attack.
MAX_NESTING = 20


class ProblemApi(Api):  # type: ignore[misc]
    """flask-smorest without its own error answers: `sar.serving.responses` gives them.

    The document is written when somebody asks for it: few do, and every start would wait for it.
    """

    ERROR_SCHEMA = ProblemSchema

    def __init__(self, app: Flask) -> None:
        """Install flask-smorest on `app`."""
        self._undescribed: list[Blueprint] = []
        self._lock = Lock()
        super().__init__(app)

    def _init_spec(self, **_options: Any) -> None:
        """Begin no document yet: `document` does."""

    def register_blueprint(self, blueprint: Blueprint) -> None:
        """Register the operations of `blueprint`; they are described later."""
        self._app.register_blueprint(blueprint)
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
        self._undescribed.append(blueprint)

    def document(self) -> dict[str, Any]:
        """Return the OpenAPI document of every operation that is registered."""
        with self._lock:
            if self.spec is None:
                super()._init_spec()
            while self._undescribed:
                blueprint = self._undescribed.pop(0)
                blueprint.register_views_in_doc(
                    self, self._app, self.spec, name=blueprint.name, parameters=None
                )
                self.spec.tag({"name": blueprint.name, "description": blueprint.description})
            described: dict[str, Any] = self.spec.to_dict()
        return described

    def _register_error_handlers(self) -> None:
        """Register nothing."""


class StrictJson(DefaultJSONProvider):
    """JSON as RFC 8259 has it: no NaN, no Infinity; nesting too deep is an error of the sender."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Parse `s`; raises ValueError for anything that is not JSON."""
        try:
            value = json.loads(s, parse_constant=_refuse, **kwargs)
        except RecursionError:
            raise ValueError("nested too deeply") from None
        if _is_deep(value):
            raise ValueError("nested too deeply")
        return value


def _is_deep(value: object) -> bool:
    """Tell whether `value` is nested deeper than MAX_NESTING; level by level, without recursion."""
    level = [value]
    for _ in range(MAX_NESTING):
        inner = [
            each
            for one in level
            if isinstance(one, dict | list)
            for each in (one.values() if isinstance(one, dict) else one)
        ]
        if not inner:
            return False
        level = inner
    return True


def _refuse(_name: str) -> None:
    raise ValueError("not a JSON number")


def require_json() -> None:
    """Refuse a body that is not JSON (415) or cannot be parsed (400), before anything reads it."""
    is_nowhere = request.endpoint is None
    if not web.is_api_request() or is_nowhere or uploads.is_taken_here():
        return
    if request.get_data(cache=True):
        request.get_json()


def install_api(app: Flask, *, csrf: CSRFProtect) -> None:
    """Register the API's blueprints; they take tokens only, so they need no CSRF token."""
    from sar.attachments.api import bp as attachments
    from sar.intake.api import bp as intake
    from sar.intake.following_api import bp as following
    from sar.review.api import bp as review
    from sar.review.changes_api import bp as changes
    from sar.review.incident_api import bp as incidents

    app.json = StrictJson(app)
    app.before_request(require_json)
    app.config.update(
        API_TITLE="SAR toolkit",
        API_VERSION=__version__,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {
                "description": "File reports, read the queue, record decisions. "
                "Scopes of tokens: "
                + "; ".join(f"`{scope}`: {words}" for scope, words in SCOPES.items())
            },
            "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
            "security": [{"token": []}],
        },
    )
    app.extensions["sar_api"] = api = ProblemApi(app)
    for blueprint in (intake, following, attachments, review, changes, incidents):
        csrf.exempt(blueprint)
        api.register_blueprint(blueprint)
    app.view_functions["api-docs.openapi_json"] = show_openapi
    app.add_url_rule("/api/docs", view_func=show_docs)
    app.add_url_rule("/api/docs/<path:name>", view_func=serve_docs_asset)


@open_to_everyone
def show_openapi() -> ResponseReturnValue:
    """Return the OpenAPI document; what the API can do is no secret."""
    api: ProblemApi = current_app.extensions["sar_api"]
    return jsonify(api.document())


@open_to_everyone
def show_docs() -> ResponseReturnValue:
    """Show the API's documentation; everything is served from here, nothing from elsewhere."""
    return Response(
        render_template("api_docs.html"),
        headers={
            # Swagger UI sets inline styles; scripts stay ours only.
            "Content-Security-Policy": "default-src 'none'; script-src 'self'; "
            "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        },
    )


@open_to_everyone
def serve_docs_asset(name: str) -> ResponseReturnValue:
    """Serve a file of the Swagger UI package."""
    import flask_swagger_ui

    return send_from_directory(f"{flask_swagger_ui.__path__[0]}/dist", name)
