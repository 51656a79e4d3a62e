"""The files in which translations are kept: what one lacks, and bringing one up to date.

Translators edit PO files with the editor they like; nothing here translates.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import polib
from polib import POEntry

from indicators.definitions import DefinitionSet
from indicators.translation import course_texts_of, job_aid_texts_of, texts_of
from sar.values import frozen
from sar.wording import languages, sentences
from sar.wording.languages import LOCALES, TRANSLATED_SETS
from sar.wording.sentences import Sentence

_PLACE = re.compile(r"%\(\w+\)s|\{\d\}|<[^>]+>")
_WIDTH = 100
_HEADER = """# {about}
msgid ""
msgstr ""
"Language: {code}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


@frozen
class Gap:
    """A text that a catalogue cannot say yet: where it stands, and why."""

    text: str
    place: str
    why: str


def of_interface(code: str) -> tuple[tuple[Path, tuple[Sentence, ...]], ...]:
    """Give the files of the interface in a language, and what each must have."""
    folder = LOCALES / code
    return (
        (folder / "messages.po", tuple(sentences.interface())),
        (folder / "scripts.po", tuple(sentences.scripts())),
    )


def of_set(definition_set: DefinitionSet) -> tuple[Sentence, ...]:
    """Give what the translation of a set must have."""
    texts = (
        *texts_of(definition_set),
        *job_aid_texts_of(definition_set),
        *course_texts_of(definition_set),
    )
    return tuple(Sentence(each.words, each.place) for each in texts)


def set_files(definition_set: DefinitionSet, code: str) -> list[Path]:
    """Give the translations into a language of any version of a set: texts carry over."""
    return sorted(TRANSLATED_SETS.glob(f"{definition_set.set_id}-*.{code}.po"))


def gaps(files: Iterable[Path], wanted: Iterable[Sentence]) -> Iterator[Gap]:
    """Give what the files, taken together, do not say, or say with other values in it."""
    known = {text: entry for file in files if file.exists() for text, entry in _read(file).items()}
    for text, places in sentences.by_text(wanted).items():
        entry = known.get(text)
        if entry is None or not entry.translated():
            yield Gap(text, places[0].place, "is not translated")
        elif not _has_same_places(entry):
            yield Gap(text, places[0].place, "has other values or tags in its translation")


def leftovers(file: Path, wanted: Iterable[Sentence]) -> list[str]:
    """Give what a file translates and nothing says any more."""
    return sorted(_read(file).keys() - sentences.by_text(wanted).keys())


def update_interface(code: str, *, into: Path = LOCALES) -> None:
    """Write the files of the interface anew into ``into/code``: what is translated is kept."""
    for file, wanted in of_interface(code):
        header = _HEADER.format(about="What the pages and scripts of this project say.", code=code)
        _write(into / code / file.name, wanted, _read(file) if file.exists() else {}, header)


def update_set(definition_set: DefinitionSet, code: str, *, into: Path = TRANSLATED_SETS) -> Path:
    """Write the translation of a set anew into a folder, and return its file.

    What a translation of another version says already is left out: texts carry over.
    """
    name = f"{definition_set.set_id}-{definition_set.version}.{code}.po"
    others = [file for file in set_files(definition_set, code) if file.name != name]
    said = {text for file in others for text in _read(file)}
    wanted = [each for each in of_set(definition_set) if each.text not in said]
    header = _HEADER.format(about=_about(definition_set), code=code)
    own = TRANSLATED_SETS / name
    _write(into / name, wanted, _read(own) if own.exists() else {}, header)
    return into / name


def is_of(file: Path, definition_set: DefinitionSet) -> bool:
    """Tell whether a translation was made from this very set, by id, version and SHA-256."""
    with file.open(encoding="utf-8") as opened:
        return opened.readline().strip() == f"# {_about(definition_set)}"


def blank(definition_set: DefinitionSet, code: str) -> str:
    """Return a PO file of a set to fill in: what is translated already stands in it."""
    known = languages.catalogue(code).exact
    file = polib.POFile(wrapwidth=_WIDTH)
    file.metadata = {"Language": code, "Content-Type": "text/plain; charset=utf-8"}
    for text, places in sentences.by_text(of_set(definition_set)).items():
        occurrences = [(each.place, "") for each in places]
        said = known.get(text, "")
        file.append(POEntry(msgid=text, msgstr=said, occurrences=occurrences))
    return f"# {_about(definition_set)}\n{file}"


def missing(definition_set: DefinitionSet, code: str) -> int:
    """Count the texts of a set that a language cannot say, those that were adopted included."""
    known = languages.catalogue(code).exact
    return sum(each not in known for each in sentences.by_text(of_set(definition_set)))


def faults_of(content: bytes, definition_set: DefinitionSet) -> list[tuple[str, str]]:
    """Say what keeps a file from being a translation of a set, each with its remedy.

    It need not be whole: what it lacks is shown in English.
    """
    first = content.partition(b"\n")[0].decode("utf-8", "replace").strip()
    if first != f"# {_about(definition_set)}":
        message = "The first line does not name this version and its SHA-256."
        return [(message, "Begin with the file of this page, and keep its first line.")]
    try:
        file = polib.pofile(content.decode("utf-8"))
    except (UnicodeDecodeError, OSError, ValueError) as error:
        return [(f"This is not a PO file in UTF-8 ({type(error).__name__}).", "Save it again.")]
    wanted = sentences.by_text(of_set(definition_set))
    said = file.translated_entries()
    others = sum(each.msgid not in wanted for each in said)
    faults = []
    if not said:
        faults.append(("Nothing is translated in this file.", "Fill in some of its texts."))
    if others:
        message = f"{others} texts of this file do not stand in this version."
        faults.append((message, "Begin with the file of this page, and copy into it."))
    faults += [
        (
            f"At {wanted[each.msgid][0].place} the translation has other values or tags.",
            "Keep what stands between braces and angle brackets as it is.",
        )
        for each in said
        if each.msgid in wanted and not _has_same_places(each)
    ]
    return faults


def _about(definition_set: DefinitionSet) -> str:
    name = f"{definition_set.set_id} {definition_set.version}, SHA-256 {definition_set.sha256}"
    return f"{name}: a translation of this project's paraphrase, no official wording."


def _write(
    file: Path, wanted: Iterable[Sentence], known: Mapping[str, POEntry], header: str
) -> None:
    """Write everything wanted, with the translations that are known, the rest empty."""
    from babel.messages import Catalog  # only who writes files needs it
    from babel.messages.pofile import write_po

    catalog = Catalog(charset="utf-8")
    for text, places in sentences.by_text(wanted).items():
        entry, many = known.get(text), places[0].many
        sources = dict.fromkeys(each.place.partition(":")[0] for each in places)
        forms = tuple(entry.msgstr_plural.values()) if entry and many else ()
        catalog.add(
            (text, many) if many else text,
            forms or (entry.msgstr if entry else ""),
            locations=[(name, 1) for name in sources],
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        opened.write(header.encode())
        write_po(opened, catalog, width=_WIDTH, include_lineno=False, omit_header=True)


def _read(file: Path) -> dict[str, POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(str(file)) if not entry.obsolete}


def _has_same_places(entry: POEntry) -> bool:
    said = (entry.msgstr, *entry.msgstr_plural.values())
    wanted = set(_PLACE.findall(entry.msgid))
    return all(set(_PLACE.findall(each)) == wanted for each in said if each)
