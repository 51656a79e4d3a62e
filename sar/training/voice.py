"""How training is said: in the reader's language, and in English what nobody has translated."""

from collections.abc import Mapping

from markupsafe import Markup

from sar.values import frozen
from sar.wording import languages
from sar.wording.languages import ENGLISH, Language


@frozen
class Voice:
    """One language, in which the pages of training are said."""

    language: Language = ENGLISH

    def say(self, text: str, **values: object) -> str:
        """Return a text in this language, with values at its places ``%(name)s``."""
        said = languages.translate(text, self.language.code)
        return said % values if values else said

    def say_many(self, one: str, many: str, count: int, **values: object) -> str:
        """Return the form that fits `count`, with values at its places."""
        return languages.catalogue(self.language.code).say_many(one, many, count) % values

    def show(self, text: str) -> str:
        """Return a text for a page; what nobody has translated is marked as English."""
        if self.knows(text):
            return self.say(text)
        return Markup('<span lang="{}">{}</span>').format(ENGLISH.tag, text)

    def knows(self, text: str) -> bool:
        """Tell whether a text can be said in this language; nothing to say always can."""
        if self.language is ENGLISH or not text:
            return True
        return text in languages.catalogue(self.language.code).exact or self.say(text) != text

    @property
    def script_words(self) -> Mapping[str, str]:
        """Return what scripts say in this language, by the English."""
        return languages.script_words(self.language.code)
