"""The language of a page: what templates say, and the choice that a person makes and keeps."""

from typing import Any

from flask import Flask, Response, after_this_request, g, request

from sar import web
from sar.errors import NotFoundError
from sar.models import Account
from sar.sets import adopted
from sar.wording import languages
from sar.wording.languages import BY_CODE, LANGUAGES, Language

CHOICE = "language"
"""The field in which a choice of language is sent, wherever it is made."""
_COOKIE_SECONDS = 400 * 24 * 3600  # browsers keep none longer (RFC 6265bis)


def install(app: Flask) -> None:
    """Teach the templates to speak, and say the language of every page in its headers."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=say, ngettext=_say_many, newstyle=True
    )
    app.jinja_env.filters["translated"] = say
    app.before_request(take_up_translations)
    app.context_processor(_surroundings)
    app.after_request(_add_headers)


def say(text: Any) -> Any:
    """Return what our own code says in the language of this request; never what a person wrote.

    Markup is finished, and anything that is no text has no language: both come back as they are.
    """
    return languages.translate(text, web.language().code) if isinstance(text, str) else text


def take_up_translations() -> None:
    """Before a page in another language than English: say what was approved in it meanwhile."""
    if request.endpoint == "static":
        return
    code = web.language().code
    if code != languages.ENGLISH.code:
        with web.reading() as session:
            adopted.take_up(session, code)


def keep(code: str) -> None:
    """Keep a choice of language: in the browser, and with the account of who is signed in.

    Raises NotFoundError if there is no such language.
    """
    if code not in BY_CODE:
        raise NotFoundError("There is no such language.", remedy="Choose one of those offered.")
    remember(code)
    who = web.actor()
    if who.account_id is not None:
        with web.transaction() as session:
            session.get_one(Account, who.account_id).language = code


def choose_anew() -> None:
    """Speak the chosen language from here on, whatever page was asked for: for errors."""
    if not web.is_api_request():
        g.sar_language = web.chosen_language()


def remember(code: str) -> None:
    """Let the browser keep a language, for pages on which nobody is signed in."""
    g.sar_language = BY_CODE.get(code, languages.ENGLISH)
    after_this_request(_set_cookie)


def _set_cookie(response: Response) -> Response:
    response.set_cookie(
        web.LANGUAGE_COOKIE,
        web.language().code,
        max_age=_COOKIE_SECONDS,
        secure=web.wiring().settings.has_secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return response


def _say_many(one: str, many: str, count: int) -> str:
    return languages.catalogue(web.language().code).say_many(one, many, count)


def page_language() -> Language:
    """Return the language of the page that is about to be sent, and note it for its headers."""
    spoken: Language = web.language()
    g.sar_page_language = spoken
    return spoken


def _surroundings() -> dict[str, object]:
    spoken = page_language()
    return {
        "lang": spoken.tag,
        "other_languages": [each for each in LANGUAGES if each != spoken and web.has_languages()],
        "language_names": {each.code: each.english for each in LANGUAGES},
        "says_all": lambda definition_set: languages.says_all(definition_set, spoken.code),
        "script_words": languages.script_words(spoken.code),
    }


def _add_headers(response: Response) -> Response:
    # A page that is made without our templates, of a course for example, has its own language.
    if "sar_page_language" in g:
        response.headers.setdefault("Content-Language", g.sar_page_language.tag)
        response.vary.update(("Accept-Language", "Cookie"))
    return response
