"""What is asked for when training is exported, and the file that it becomes."""

import re
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from indicators.definitions import DefinitionSet
from indicators.translation import job_aid_texts_of, texts_of
from sar.training.audiences import Audience
from sar.training.course import Course, Kind, full_course, short_course
from sar.training.job_aid import job_aid
from sar.training.packages import cmi5, plain_html, scorm12
from sar.training.refresher import refresher
from sar.training.rendering import Parts, render
from sar.training.voice import Voice
from sar.values import frozen
from sar.wording.languages import ENGLISH, Language


class Format(StrEnum):
    """What kind of file training is exported as."""

    JOB_AID = "job-aid"
    HTML = "html"
    SCORM12 = "scorm12"
    CMI5 = "cmi5"

    @property
    def label(self) -> str:
        """Return the format in words."""
        return _LABELS[self]

    @property
    def media_type(self) -> str:
        """Return the media type of the file."""
        return "application/zip" if self.is_package else "text/html; charset=utf-8"

    @property
    def is_package(self) -> bool:
        """Tell whether a learning system imports the file."""
        return self in (Format.SCORM12, Format.CMI5)


_LABELS = {
    Format.JOB_AID: "Job aid, one page",
    Format.HTML: "Course as one web page",
    Format.SCORM12: "SCORM 1.2 package",
    Format.CMI5: "cmi5 package",
}


@frozen
class Order:
    """What to make: for whom, of which version, in which format.

    A course is the short one unless `since` asks for what changed since a version, or `is_full`
    for all there is. What nobody has translated into `language` stands there in English, marked.
    """

    definition_set: DefinitionSet
    audience: Audience
    format: Format
    since: DefinitionSet | None = None
    is_full: bool = False
    language: Language = ENGLISH

    @property
    def scope(self) -> str:
        """Return how much the file holds, as its name says it; a job aid is always whole."""
        if self.format is Format.JOB_AID:
            return Kind.FULL
        if self.since is not None:
            return f"{Kind.REFRESHER}-{self.since.version}"
        return Kind.FULL if self.is_full else Kind.SHORT


@frozen
class Export:
    """A file: its name, safe on every system, its media type and its content."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


def export(order: Order, *, schemas: Mapping[str, bytes] | None = None) -> Export | None:
    """Make the file; None when a refresher has nothing to refresh.

    A job aid is always whole: one page has nothing to leave out. The same order gives the same
    bytes. See `packages.scorm12` for `schemas`.
    """
    if order.format is Format.JOB_AID:
        page = job_aid_page(order.definition_set, order.audience, language=order.language)
        return _named(order, page.encode())
    course = course_of(order)
    if course is None:
        return None
    match order.format:
        case Format.SCORM12:
            return _named(order, scorm12(course, language=order.language, schemas=schemas))
        case Format.CMI5:
            return _named(order, cmi5(course, language=order.language))
    return _named(order, plain_html(course, language=order.language))


def course_of(order: Order) -> Course | None:
    """Return the course or the refresher; None when there is nothing to refresh."""
    if order.since is not None:
        return refresher(order.since, order.definition_set, order.audience)
    make = full_course if order.is_full else short_course
    return make(order.definition_set, order.audience)


def job_aid_page(
    definition_set: DefinitionSet,
    audience: Audience,
    *,
    parts: Parts = Parts("job_aid.css", is_inline=True),  # noqa: B008  frozen
    back: str | None = None,
    is_draft: bool = False,
    language: Language = ENGLISH,
) -> str:
    """Render the job aid, by default as a page that needs no other file.

    What nobody has translated stands there in English, and the page says so.
    """
    voice = Voice(language)
    texts = (*texts_of(definition_set), *job_aid_texts_of(definition_set))
    return render(
        "job_aid.html",
        aid=job_aid(definition_set, audience, say=voice.say),
        parts=parts,
        back=back,
        is_draft=is_draft,
        lang=language.tag,
        _=voice.say,
        is_whole=all(voice.knows(each.words) for each in texts),
    )


def _named(order: Order, content: bytes) -> Export:
    made_of = order.definition_set
    parts = [made_of.set_id, made_of.version, order.audience, order.scope]
    parts += [] if order.language is ENGLISH else [order.language.code]
    suffix = "zip" if order.format.is_package else "html"
    plain = re.sub(r"[^a-z0-9.-]+", "-", "-".join([*parts, order.format]).lower()).strip("-.")
    return Export(f"{plain}.{suffix}", order.format.media_type, content)
