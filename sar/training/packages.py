"""A course as files: a SCORM 1.2 package, a cmi5 package, or one plain HTML page."""

import re
from collections.abc import Mapping
from pathlib import Path

from sar.archive import pack
from sar.errors import NotReadyError
from sar.training.audiences import ROLES
from sar.training.course import WHOLE, Course, Kind, about_course
from sar.training.rendering import Parts, asset, render
from sar.training.voice import Voice
from sar.training.words import minutes, of_course, of_lesson, texts_of_course
from sar.wording.languages import ENGLISH, Language

MAX_TITLE_CHARS = 200
"""IMS Content Packaging 1.1.2 promises 200 characters of a title; more may be cut off."""

SCHEMA_FILES = ("imscp_rootv1p1p2.xsd", "imsmd_rootv1p2p1.xsd", "adlcp_rootv1p2.xsd", "ims_xml.xsd")
"""The control documents of SCORM 1.2; they are ADL's and IMS's, and not part of the toolkit."""

# What XML 1.0 cannot hold, escaped or not (section 2.2).
_NOT_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"

_SCORM = Parts("course.css", ("scorm12.js", "course.js"))
# The learning system decides where a cmi5 course sends its statements.
_CMI5 = Parts("course.css", ("cmi5.js", "course.js"), connects_to="http: https:")
_PLAIN = Parts("course.css", ("course.js",), is_inline=True)


def course_page(
    course: Course, parts: Parts, *, back: str | None = None, language: Language = ENGLISH
) -> str:
    """Render a course as a page; `back` is where a page of ours leads back to.

    What nobody has translated stands there in English, and the page says so.
    """
    voice = Voice(language)
    say = voice.say
    return render(
        "course.html",
        course=course,
        parts=parts,
        back=back,
        role=ROLES[course.audience].label,
        minutes=minutes(of_course(course, say=say)),
        chapter_minutes={
            each.lesson_id: minutes(of_lesson(each, say=say)) for each in course.lessons
        },
        lang=language.tag,
        _=say,
        ngettext=voice.say_many,
        show=voice.show,
        script_words=voice.script_words,
        is_whole=all(map(voice.knows, texts_of_course(course))),
    )


def plain_html(course: Course, *, language: Language = ENGLISH) -> bytes:
    """Make one page that holds everything, its styles and script as well."""
    return course_page(course, _PLAIN, language=language).encode()


def scorm12(
    course: Course, *, language: Language = ENGLISH, schemas: Mapping[str, bytes] | None = None
) -> bytes:
    """Make a SCORM 1.2 package: one organization, one item, one SCO.

    With `schemas`, files by name, the manifest refers to them and they stand at the root beside it.
    """
    content = _content(course, _SCORM, language)
    manifest = render(
        "imsmanifest.xml",
        course=course,
        title=package_title(course, language),
        token=course.identity.in_language(language.code).token,
        files=list(content),
        schemas=bool(schemas),
    )
    return pack({"imsmanifest.xml": manifest.encode(), **(schemas or {}), **content})


def cmi5(course: Course, *, language: Language = ENGLISH) -> bytes:
    """Make a cmi5 package: one course, one assignable unit."""
    structure = render(
        "cmi5.xml",
        course=course,
        identity=course.identity.in_language(language.code),
        # The words are American; so is the name of the Spanish.
        lang="en-US" if language is ENGLISH else language.tag,
        title=package_title(course, language),
        description=package_description(course, language),
    )
    return pack({"cmi5.xml": structure.encode(), **_content(course, _CMI5, language)})


def package_title(course: Course, language: Language = ENGLISH) -> str:
    """Return a title that tells audience and version, fit for XML, of at most 200 characters."""
    say = Voice(language).say
    parts = [say(ROLES[course.audience].label)]
    parts += [say(WHOLE)] if course.kind is Kind.FULL else []
    title = f"{say(course.title)}: {', '.join(parts)} ({course.set_id} {course.version})"
    return re.sub(_NOT_XML, "", title)[:MAX_TITLE_CHARS]


def package_description(course: Course, language: Language = ENGLISH) -> str:
    """Return what the catalogue of a learning system says of a course."""
    say = Voice(language).say
    role, about = say(ROLES[course.audience].label), say(about_course(course))
    return f"{role}. {about} {course.set_id} {course.version}."


def read_schemas(folder: Path) -> dict[str, bytes]:
    """Read the control documents of SCORM 1.2 from a folder; raises NotReadyError if one lacks."""
    missing = [name for name in SCHEMA_FILES if not (folder / name).is_file()]
    if missing:
        raise NotReadyError(
            f"The folder of SCORM schemas lacks {', '.join(missing)}.",
            remedy="Put the four files of SCORM 1.2 into it, or leave the setting empty.",
        )
    return {name: (folder / name).read_bytes() for name in SCHEMA_FILES}


def _content(course: Course, parts: Parts, language: Language) -> dict[str, bytes]:
    page = course_page(course, parts, language=language).encode()
    return {"index.html": page} | {name: asset(name).encode() for name in parts.names}
