"""Single keys of the desk: their names, where each stands by default, and what somebody changed.

A page names a key (`keys.next`), never a letter, so everybody may put it elsewhere or switch all
of them off (WCAG 2.2, success criterion 2.1.4). One name means one thing on every page, and no two
names share a key: that is checked when this module is loaded and whenever somebody changes a key.
"""

import re
from collections import Counter
from collections.abc import Mapping
from types import SimpleNamespace

from sqlalchemy.orm import Session

from sar.models import DeskSettings, Role
from sar.values import frozen

# Whose pages have single keys.
KEY_ROLES = frozenset({Role.ANALYST, Role.PRIVACY_OFFICER})

# Shows the list of keys on every page and stands for nothing else.
HELP = "?"
_ONE_KEY = re.compile(r"[!-~]")
_TWO_KEYS = re.compile(r"([!-~]) [!-~]")


@frozen
class Shortcut:
    """A key by its name: where it stands as shipped, and what it does, in words.

    `key` is one character, or two with a space between: the first one is pressed before the other.
    """

    name: str
    key: str
    label: str
    group: str


_ANYWHERE, _LIST, _REPORT, _DECISION = (
    "Everywhere",
    "In the queue",
    "On a report",
    "While you decide",
)

SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut("next", "n", "Take the next report", _ANYWHERE),
    Shortcut("search", "/", "Search, or open a report", _ANYWHERE),
    Shortcut("queue", "g q", "Go to the queue", _ANYWHERE),
    Shortcut("backlog", "g b", "Go to the backlog", _ANYWHERE),
    Shortcut("down", "j", "Next row", _LIST),
    Shortcut("up", "k", "Row before", _LIST),
    Shortcut("tick", "x", "Tick the row and go on", _LIST),
    Shortcut("bulk", "b", "Decide about the ticked rows", _LIST),
    Shortcut("claim", "a", "Take this report", _REPORT),
    Shortcut("put_back", "l", "Leave it: put it back", _REPORT),
    Shortcut("snooze", "s", "Set it aside until later", _REPORT),
    Shortcut("rank", "w", "The rank is wrong", _REPORT),
    Shortcut("tuning", "t", "This indicator needs tuning", _REPORT),
    Shortcut("link", "d", "Link a duplicate", _REPORT),
    Shortcut("undo", "z", "Undo the decision or the link", _ANYWHERE),
    Shortcut("export", "e", "Give it to another agency", _REPORT),
    Shortcut("yes", "y", "It meets the criteria, or there is a nexus", _DECISION),
    Shortcut("no", "u", "It does not, or there is none", _DECISION),
    Shortcut("question", "r", "Return with a question", _DECISION),
    Shortcut("refer", "f", "Pass on to another team", _DECISION),
    Shortcut("unfounded", "c", "Close as unfounded", _DECISION),
    Shortcut("protected", "p", "Close as protected", _DECISION),
    Shortcut("correct", "m", "Correct part one", _DECISION),
    Shortcut("withdraw", "v", "Take back", _DECISION),
    Shortcut("first", "1", "First reason or question", _DECISION),
    Shortcut("second", "2", "Second", _DECISION),
    Shortcut("third", "3", "Third", _DECISION),
    Shortcut("fourth", "4", "Fourth", _DECISION),
    Shortcut("fifth", "5", "Fifth", _DECISION),
)

SHIPPED: Mapping[str, str] = {each.name: each.key for each in SHORTCUTS}
ORDINALS = ("first", "second", "third", "fourth", "fifth")


def collisions(keys: Mapping[str, str]) -> dict[str, str]:
    """Return by name what is wrong with keys, and nothing if each can be pressed on its own.

    A key that begins a sequence ("g" of "g q") can mean nothing by itself.
    """
    times = Counter(keys.values())
    begins = {found[1] for key in keys.values() if (found := _TWO_KEYS.fullmatch(key))}
    wrong = {}
    for name, key in keys.items():
        if not (_ONE_KEY.fullmatch(key) or _TWO_KEYS.fullmatch(key)):
            wrong[name] = "This is not one key, or two with a space between."
        elif HELP in key:
            wrong[name] = f"“{HELP}” shows the list of keys and stands for nothing else."
        elif times[key] > 1:
            others = [each.label for each in SHORTCUTS if each.name != name]
            twin = next(each for each in others if keys[_NAMES[each]] == key)
            wrong[name] = f"“{key}” is the key of “{twin}” too."
        elif key in begins:
            wrong[name] = f"“{key}” begins another shortcut, so it can mean nothing by itself."
    return wrong


_NAMES = {each.label: each.name for each in SHORTCUTS}

if _found := collisions(SHIPPED):
    raise ValueError(f"keys as shipped collide: {_found}")


def chosen_keys(session: Session, account_id: int | None) -> Mapping[str, str]:
    """Return somebody's keys by name; every one is "" if they switched them off."""
    own = session.get(DeskSettings, account_id) if account_id else None
    if own is None:
        return SHIPPED
    if not own.has_keys:
        return dict.fromkeys(SHIPPED, "")
    # A change that no longer fits a later version's keys is set aside rather than doubled.
    keys = with_changes(own.keys)
    return SHIPPED if collisions(keys) else keys


def with_changes(changed: Mapping[str, str]) -> dict[str, str]:
    """Return every key by name, as shipped or as changed; names that are no more are left out."""
    return {name: changed.get(name, key) for name, key in SHIPPED.items()}


def as_names(keys: Mapping[str, str]) -> SimpleNamespace:
    """Return keys as a template reads them: `keys.next`, and `keys.ordinals` for 1 to 5."""
    return SimpleNamespace(**keys, ordinals=[keys[each] for each in ORDINALS])
