"""The application's error tree: what happened, which status it is, and what the reader can do.

::

    SarError (500)
    ├── InvalidInputError (422)    carries findings
    ├── NotFoundError (404)
    ├── SignInRequiredError (401)
    ├── DeniedError (403)
    ├── ConflictError (409)        somebody else was faster, or a key was used twice
    ├── NotCurrentError (412)      If-Match names an older revision
    ├── NotStatedError (428)       If-Match is missing
    ├── TooLargeError (413)
    └── NotReadyError (503)        a part of the installation is missing

A message names an id, a field or a rule; it never quotes what somebody wrote.
`sar.serving.responses` is the one place where errors become responses.
"""

from collections.abc import Sequence

from sar.values import frozen


@frozen
class FieldFinding:
    """What is wrong with one field, how to mend it, and which indicator asks for it.

    `path` is dotted and addresses the submission, ``"place.street"`` for example.
    """

    path: str
    message: str
    remedy: str
    rule: str = "invalid"
    indicator_id: str | None = None

    @property
    def field_id(self) -> str:
        """Return the id of the form field that the finding is about."""
        return self.path.replace(".", "-")


class SarError(Exception):
    """Anything that the application refuses or fails to do."""

    status = 500
    title = "Something went wrong on our side"
    remedy = "Nothing was half-saved. Please try again; if it stays, tell your administrator."

    def __init__(self, detail: str = "", *, remedy: str | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        if remedy is not None:
            self.remedy = remedy


class InvalidInputError(SarError):
    """The request was understood, and something in it must be mended."""

    status = 422
    title = "Some answers need attention"
    remedy = "Mend the fields that are named, and send again."

    def __init__(self, findings: Sequence[FieldFinding]) -> None:
        super().__init__(f"{len(findings)} finding(s)")
        self.findings = tuple(findings)


class NotFoundError(SarError):
    """There is no such thing, or the viewer may not know of it."""

    status = 404
    title = "Not found"
    remedy = "Check the number or the link. You can only open what your role may see."


class SignInRequiredError(SarError):
    """Nobody is signed in."""

    status = 401
    title = "Please sign in"
    remedy = "Sign in and try again. An API request needs the header Authorization: Bearer <token>."


class DeniedError(SarError):
    """The viewer's role or the token's scope does not allow this."""

    status = 403
    title = "Your role does not allow this"
    remedy = "Ask an administrator if you need it for your work."


class ConflictError(SarError):
    """The thing changed in between, or is no longer in the state that this needs."""

    status = 409
    title = "This changed while you were working"
    remedy = "Open it again to see the present state, then decide anew."


class NotCurrentError(SarError):
    """The request is about an older revision than the present one."""

    status = 412
    title = "This changed since you read it"
    remedy = "Read it again, then send your request with the new ETag in If-Match."


class NotStatedError(SarError):
    """The request does not say which revision it is about."""

    status = 428
    title = "The header If-Match is missing"
    remedy = "Read the thing first, and send its ETag in If-Match."


class TooLargeError(SarError):
    """The request is larger than the limit."""

    status = 413
    title = "This is too large"
    remedy = "Shorten the text or split the file, and send again."


class NotReadyError(SarError):
    """A part of the installation is missing."""

    status = 503
    title = "This installation is not ready"
    remedy = "Run `sar doctor`; it says what is missing."
