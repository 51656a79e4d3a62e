"""The style guide: every part of the pages in every state, for whoever changes the style sheet."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from sar import web
from sar.models import Role
from sar.security import allow

bp = Blueprint("style_guide", __name__)


@bp.get("/style-guide")
@allow(Role.ADMINISTRATOR)
def show_style_guide() -> ResponseReturnValue:
    """Show every part of the pages; the people and reports in it are invented."""
    return render_template("style_guide.html", moment=web.now())
