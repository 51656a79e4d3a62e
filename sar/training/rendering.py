"""Templates that become files: the same markup on a page of ours and in a package.

This needs no running application. What a file must carry in itself, its styles and scripts, is
allowed by hash, so that nothing else in it can run.
"""

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sar.values import frozen

_ROOT = Path(__file__).resolve().parent.parent
_ASSETS = _ROOT / "static" / "training"


@frozen
class Parts:
    """Styles and scripts of a page, by the names of their files in ``static/training``.

    With `is_inline` the page carries them in itself; otherwise it asks for them at `prefix`.
    `connects_to` is where the page may send requests, for its content security policy.
    """

    style: str
    scripts: tuple[str, ...] = ()
    is_inline: bool = False
    prefix: str = ""
    connects_to: str = "'none'"

    @property
    def policy(self) -> str:
        """Return the content security policy of the page (W3C CSP Level 3)."""
        scripts, styles = "'self'", "'self'"
        if self.is_inline:
            scripts = " ".join(_hash_source(asset(each)) for each in self.scripts) or "'none'"
            styles = _hash_source(asset(self.style))
        return (
            f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; "
            f"connect-src {self.connects_to}; base-uri 'none'; form-action 'none'"
        )

    @property
    def css(self) -> Markup:
        """Return the styles to stand inside the page."""
        return Markup(asset(self.style))  # noqa: S704  our own file

    def code(self, name: str) -> Markup:
        """Return a script to stand inside the page."""
        return Markup(asset(name))  # noqa: S704  our own file

    @property
    def names(self) -> tuple[str, ...]:
        """Return the files that the page asks for."""
        return () if self.is_inline else (self.style, *self.scripts)


@cache
def asset(name: str) -> str:
    """Return a style sheet or script of ``static/training``."""
    return (_ASSETS / name).read_text(encoding="utf-8")


def render(name: str, **values: Any) -> str:
    """Fill in ``templates/training/<name>``; every value is escaped, for HTML and XML alike."""
    return _environment().get_template(f"training/{name}").render(**values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _hash_source(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"
