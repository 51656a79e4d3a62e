"""The job aid of one audience: everything that fits on one printed page, and how small to set it.

A page is as high as Letter and as wide as A4, so that it fits both. How much fits was measured in
a browser with the metrics of Arial; tests/browser/test_job_aid.py measures it again.
"""

from collections.abc import Callable
from dataclasses import replace

from indicators.definitions import DefinitionSet, Group, Indicator
from sar.training.audiences import CONDUCT, LESSONS, ROLES, Audience, guidance_for, taught
from sar.values import frozen


@frozen
class Size:
    """A size of type: characters in a line of a column, and lines for entries on the page."""

    line_chars: int
    page_lines: int


SIZES = {
    "roomy": Size(34, 136),
    "usual": Size(38, 156),
    "dense": Size(41, 180),
    "tight": Size(44, 212),
}
"""9, 8.2, 7.5 and 7 points in three columns; smaller type is not read in a patrol car."""

GAP_LINES = 0.4


WRITE_DOWN = (
    ("What", "each act, in order; what was said, word for word"),
    ("Where, when", "the exact place and time; how long"),
    ("Who, which", "what you saw: clothes, vehicle, plate, direction. No guesses about a person"),
    ("Why it stands out", "how it differs from what is normal there"),
    ("Innocent reasons", "which ones you looked at, and what you learned"),
)
"""What to write down, in this project's words."""


@frozen
class Entry:
    """One behaviour: its name, what it is, and what this audience should look for."""

    name: str
    text: str
    hints: tuple[str, ...]

    def lines(self, size: Size) -> float:
        """Return how many lines of a column the entry takes, with the gap after it."""
        texts = [self.name, self.text, *(f"{each}   " for each in self.hints)]
        return sum(-(-len(each) // size.line_chars) for each in texts) + GAP_LINES


@frozen
class JobAid:
    """One page about one version of a set; `size` is a key of `SIZES`."""

    audience: Audience
    role: str
    emergency: str
    conduct: str
    activity: str
    never: tuple[str, ...]
    write_down: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    size: str
    set_id: str
    version: str
    edition: str
    sha256: str


def job_aid(
    definition_set: DefinitionSet, audience: Audience, *, say: Callable[[str], str] = str
) -> JobAid:
    """Make the job aid of `audience`; what does not fit is shortened, and no behaviour left out.

    `say` gives each text in the reader's language, which may be longer than the English.
    """
    indicators = [each for each in definition_set.indicators if taught(each)]
    entries, size = _fitted([_entry(each, audience, say) for each in indicators])
    by_group = {
        group: tuple(
            entry for entry, each in zip(entries, indicators, strict=True) if each.group is group
        )
        for group in Group
    }
    role = ROLES[audience]
    return JobAid(
        audience=audience,
        role=say(role.label),
        emergency=say(role.emergency),
        conduct=say(CONDUCT),
        activity=_shortened(say(definition_set.definition_of_suspicious_activity), 320),
        never=tuple(map(say, definition_set.protected_characteristics)),
        write_down=tuple((say(title), say(text)) for title, text in WRITE_DOWN),
        groups=tuple((say(LESSONS[group][0]), found) for group, found in by_group.items() if found),
        size=size,
        set_id=definition_set.set_id,
        version=definition_set.version,
        edition=definition_set.edition,
        sha256=definition_set.sha256,
    )


def _entry(indicator: Indicator, audience: Audience, say: Callable[[str], str]) -> Entry:
    """Take what the set tells this audience, or else what it tells everybody to weigh first."""
    hints = guidance_for(indicator, audience) or indicator.guidance[:1]
    return Entry(say(indicator.name), say(indicator.definition), tuple(map(say, hints)))


def _fitted(entries: list[Entry]) -> tuple[list[Entry], str]:
    """Find the largest type for the entries; shorten them where even the smallest is too large."""
    for name, size in SIZES.items():
        if _fits(entries, size):
            return entries, name
    for most in (2, 1):
        entries = [replace(each, hints=each.hints[:most]) for each in entries]
        if _fits(entries, size):
            return entries, name
    share = size.page_lines / max(len(entries), 1)
    return [_cut(each, size, share) for each in entries], name


def _fits(entries: list[Entry], size: Size) -> bool:
    return sum(each.lines(size) for each in entries) <= size.page_lines


def _cut(entry: Entry, size: Size, share: float) -> Entry:
    """Bring an entry down to its share of the page: the hint goes first, then the text's end."""
    if entry.lines(size) <= share:
        return entry
    bare = replace(entry, hints=())
    room = int(share - replace(bare, text="").lines(size)) * size.line_chars
    return replace(bare, text=_shortened(bare.text, room))


def _shortened(text: str, most: int) -> str:
    """Cut a text after a whole word, with a mark; nothing is left where there is no room."""
    if len(text) <= most:
        return text
    if most < 20:
        return ""
    return text[: most - 1].rpartition(" ")[0].rstrip(",;:") + " …"
