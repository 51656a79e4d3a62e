"""The form that a phone keeps: nobody's in particular, made once for a version and a language."""

from flask import current_app

from sar import web
from sar.intake import pages
from sar.serving import speaking
from sar.sets.published import PublishedSet


def kept_form(shown: PublishedSet) -> str:
    """Return the form with the questions of every behaviour of a version.

    To make it takes ten times as long as any other page of an officer, and every phone asks for it
    when a new version is in force.
    """
    made: dict[tuple[object, ...], str] = current_app.extensions.setdefault("sar.kept_forms", {})
    wanted = (shown.sha256, speaking.page_language().code, web.wiring().settings)
    if wanted not in made:
        made[wanted] = pages.shell_page(shown)
    return made[wanted]
