"""What each kind of front-line staff is told of a behaviour, as a form with one point in a line."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from indicators.definitions import Audience, Indicator
from indicators.neutral_words import trait_words
from sar.catalog.drafts.phrase_forms import TRAIT
from sar.catalog.form_reader import MAX_HELP_CHARS, MAX_TEXT_CHARS, Form, Reader
from sar.catalog.wording import AUDIENCES
from sar.errors import FieldFinding

# A job aid is one page for all behaviours: more than two points are shortened there.
MAX_POINTS = 8


def guidance_form(indicator: Indicator) -> Form:
    """Fill in the form of the guidance for roles."""
    form: Form = MultiDict()
    for each in indicator.role_guidance:
        form.add(f"role.{each.audience}", "\n".join(each.texts))
    return form


def read_guidance(
    form: Form, indicator: Indicator
) -> tuple[dict[Audience, tuple[str, ...]], list[FieldFinding]]:
    """Read the points for every audience, one in a line; an empty box means none.

    A new point with a word that may say who somebody is, is found unless a box is ticked.
    """
    read = Reader(form)
    texts = {each: _read_points(read, each) for each in Audience}
    if not read.findings and form.get("is_no_reason") != "yes":
        known = {point for each in indicator.role_guidance for point in each.texts}
        for audience, points in texts.items():
            for words in (trait_words(each) for each in points if each not in known):
                if words:
                    read.findings.append(_about_trait(audience, words))
    return texts, read.findings


def _about_trait(audience: Audience, words: Sequence[str]) -> FieldFinding:
    shown = " and ".join(f"“{word}”" for word in words)
    return FieldFinding(
        f"role.{audience}",
        f"A point for {AUDIENCES[audience]} has {shown}, which may say who somebody is.",
        "Who somebody is, is never a reason for suspicion. Write what is done. If the point says "
        "that, or the word is about a thing, tick the box that says so.",
        TRAIT,
    )


def _read_points(read: Reader, audience: Audience) -> tuple[str, ...]:
    name = f"role.{audience}"
    text = read.text(name, limit=MAX_TEXT_CHARS)
    points = tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
    longest = max(map(len, points), default=0)
    if longest > MAX_HELP_CHARS:
        read.refuse(
            name,
            f"A point for {AUDIENCES[audience]} has {longest} characters; {MAX_HELP_CHARS} fit.",
            "Put each point on a line of its own, and keep it short.",
        )
    if len(points) > MAX_POINTS:
        read.refuse(
            name,
            f"These are {len(points)} points for {AUDIENCES[audience]}; {MAX_POINTS} fit.",
            "Keep what matters most in their work.",
        )
    return points
