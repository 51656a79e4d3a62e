"""What every page shows around its content: the menu of the viewer's role, the name, the zone."""

import hmac
from collections.abc import Mapping

from flask import Flask, request, url_for

from sar import __version__, web
from sar.actors import FILERS, Actor
from sar.drawer import MAY_HOLD, has_permission
from sar.models import Role
from sar.reports.saved_searches import count_new
from sar.serving import speaking
from sar.serving.keys import KEY_ROLES, SHIPPED, as_names, chosen_keys
from sar.serving.notices import notices_for
from sar.values import frozen
from sar.wording.zones import zone_name


@frozen
class Entry:
    """One entry of the menu; `endpoint` is where it leads, `key` names its shortcut."""

    label: str
    endpoint: str
    key: str = ""


@frozen
class Item:
    """An entry as the layout shows it."""

    label: str
    href: str
    is_current: bool
    key: str = ""
    count: str = ""


@frozen
class Viewer:
    """The signed-in person as the layout names them."""

    name: str
    role_label: str
    href: str


TRAINING = Entry("Training", "training.show_start")
RANKING = Entry("Ranking", "ranking.list_versions")
DRAWER = Entry("Intelligence drawer", "intelligence.show_drawer")
REQUESTS = Entry("Requests", "reveal_requests.list_requests")
OWN_REPORTS = Entry("My reports", "intake.list_reports")
UNSENT = Entry("Unsent", "phone.show_unsent")
QUEUE = "review.show_queue"
# The page on which a report is begun.
FORM = "intake.start_report"

MENU: dict[str, tuple[Entry, ...]] = {
    Role.OFFICER: (
        Entry("File a report", "intake.start_report"),
        OWN_REPORTS,
        UNSENT,
        TRAINING,
    ),
    Role.SUPERVISOR: (
        Entry("Our reports", "intake.list_reports"),
        Entry("File a report", "intake.start_report"),
        UNSENT,
        Entry("Backlog", "backlog.show_backlog"),
        Entry("What the order misses", "selection.show_selection"),
        TRAINING,
    ),
    Role.PRIVACY_OFFICER: (
        Entry("Oversight", "oversight.show_start"),
        Entry("Log", "oversight.show_log"),
        Entry("Reveals", "oversight.list_reveals"),
        REQUESTS,
        Entry("Ledger", "oversight.show_ledger"),
        Entry("Held", "oversight.list_held"),
        Entry("Retention", "retention.show_start"),
        Entry("Releases", "disclosure.show_register"),
        Entry("Requests", "redress.list_requests"),
        Entry("Open a report", "review.find_report", key="search"),
        DRAWER,
        Entry("Indicator sets", "catalog.list_sets"),
        RANKING,
        TRAINING,
    ),
    Role.ANALYST: (
        Entry("Queue", QUEUE, key="queue"),
        Entry("Backlog", "backlog.show_backlog", key="backlog"),
        Entry("Search", "search.show_search", key="search"),
        DRAWER,
        REQUESTS,
        TRAINING,
    ),
    Role.ADMINISTRATOR: (
        Entry("People", "people.list_people"),
        Entry("Intelligence drawer", "intelligence.list_permissions"),
        Entry("Agencies", "people.list_agencies"),
        Entry("Indicator sets", "catalog.list_sets"),
        RANKING,
        TRAINING,
    ),
    Role.TRAINER: (
        Entry("Indicator sets", "catalog.list_sets"),
        Entry("Board", "board.show_board"),
        RANKING,
        TRAINING,
        Entry("Export training", "training.show_export"),
    ),
}


def install(app: Flask) -> None:
    """Give every template its surroundings."""
    app.context_processor(surroundings)


def home_endpoint(role: str) -> str:
    """Return where somebody with `role` starts."""
    entries = MENU.get(role, ())
    return entries[0].endpoint if entries else "own.show_account"


def surroundings() -> dict[str, object]:
    """Return the variables of `layout.html`."""
    who = web.actor()
    shown: dict[str, object] = {
        "notice_banner": web.wiring().settings.banner,
        "version": __version__,
        "viewer_zone": web.viewer_zone(),
        "viewer_zone_name": zone_name(web.viewer_zone()),
        "home_href": "/",
        "sign_out_href": url_for("accounts.sign_out"),
        "sign_in_href": url_for("accounts.sign_in"),
        "viewer": None,
        "nav": [],
        "notices": None,
        "keys": as_names(dict.fromkeys(SHIPPED, "")),
        "phone_owner": phone_owner(),
    }
    if who.account_id is not None:
        keys, has_drawer = _own(who)
        shown["keys"] = as_names(keys)
        shown["keys_href"] = url_for("own_desk.show_desk") if who.role in KEY_ROLES else ""
        shown["viewer"] = Viewer(who.name, who.role_label, url_for("own.show_account"))
        entries = _entries(who, has_drawer=has_drawer)
        shown["nav"] = [
            Item(
                entry.label,
                url_for(entry.endpoint),
                is_current=request.endpoint == entry.endpoint,
                key=keys.get(entry.key, ""),
                count=_news(who) if entry.endpoint == QUEUE else "",
            )
            for entry in entries
        ]
        shown["has_drawer"] = DRAWER in entries
        shown |= _notices()
    return shown


def phone_owner() -> str:
    """Return under which name a phone keeps what the viewer has not sent; "" for who files nothing.

    It says nothing of the person: an account's number, keyed with a secret of this installation.
    """
    who = web.actor()
    if who.account_id is None or not who.is_one_of(*FILERS):
        return ""
    secret = web.wiring().keyring.session_secret
    return hmac.new(secret, f"drafts:{who.account_id}".encode(), "sha256").hexdigest()[:32]


def bare() -> dict[str, object]:
    """Return the variables of `layout.html` for a page that a phone keeps: nobody's in particular.

    The phone shows it without a network, whoever holds it; nothing of the viewer may be in it.
    """
    entries = (Entry("File a report", "intake.write_report"), UNSENT, OWN_REPORTS)
    return {
        "viewer": None,
        "sign_in_href": "",
        "keys_href": "",
        "viewer_zone": "",
        "viewer_zone_name": "",
        "notices": None,
        "phone_owner": "",
        "is_kept_page": True,
        "other_languages": [],
        "nav": [
            Item(each.label, url_for(each.endpoint), request.endpoint == each.endpoint)
            for each in entries
        ],
    }


def _news(who: Actor) -> str:
    """Say how many new reports fit what the viewer keeps; the queue itself says more."""
    if request.endpoint == QUEUE:
        return ""
    with web.reading() as session:
        count = count_new(session, viewer=who)
    return f"{count} {speaking.say('new')}" if count else ""


def _own(who: Actor) -> tuple[Mapping[str, str], bool]:
    """Return the viewer's single keys by name ("" if off), and whether they have a drawer."""
    keys: Mapping[str, str] = dict.fromkeys(SHIPPED, "")
    if who.role not in KEY_ROLES | MAY_HOLD:
        return keys, False
    with web.reading() as session:
        if who.role in KEY_ROLES:
            keys = chosen_keys(session, who.account_id)
        return keys, who.role in MAY_HOLD and has_permission(session, who.account_id)


def _entries(who: Actor, *, has_drawer: bool) -> list[Entry]:
    """Return the menu of somebody, without what this installation or they themselves have not."""
    left_out = set() if web.wiring().settings.needs_second_person else {REQUESTS}
    if not has_drawer:
        left_out.add(DRAWER)
    return [each for each in MENU.get(who.role, ()) if each not in left_out]


def _notices() -> dict[str, object]:
    """Return what the viewer should know where they start, and in the form.

    Its links stand only where nothing is typed yet.
    """
    who = web.actor()
    if request.method != "GET" or request.endpoint not in (home_endpoint(who.role), FORM):
        return {}
    with web.reading() as session:
        found = notices_for(session, viewer=who, now=web.now())
    return {"notices": found, "may_leave": "behaviours" not in request.args}
