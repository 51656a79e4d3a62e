"""Every language says everything that people who file reports read; extraction runs here."""

import pytest

from indicators.loading import shipped_sets
from sar.wording import catalogues, sentences
from sar.wording.languages import ENGLISH, LANGUAGES, is_shape

CODES = [each.code for each in LANGUAGES if each != ENGLISH]


@pytest.mark.parametrize("code", CODES)
def test_everything_that_officers_read_is_translated_with_its_values(code: str) -> None:
    for file, wanted in catalogues.of_interface(code):
        assert not list(catalogues.gaps([file], wanted)), f"sar languages update {code}"
        assert not catalogues.leftovers(file, wanted), f"sar languages update {code}"


def test_no_template_for_officers_shows_words_that_nothing_can_translate() -> None:
    found = [each for path in sentences.templates() for each in sentences.unmarked(path)]
    assert not [each for each in found if '=""' not in each.text and '="true"' not in each.text]


def test_a_sentence_with_values_has_words_enough_to_be_recognised_by() -> None:
    shaped = [each for each in sentences.interface() if "{0}" in each.text]
    assert len(shaped) > 50
    assert not [each for each in shaped if not is_shape(each.text)]


@pytest.mark.parametrize("code", CODES)
def test_every_text_of_the_shipped_sets_is_translated_from_that_very_set(code: str) -> None:
    shipped = shipped_sets()
    for each in shipped:
        files = catalogues.set_files(each, code)
        assert not list(catalogues.gaps(files, catalogues.of_set(each)))
    for file in catalogues.TRANSLATED_SETS.glob(f"*.{code}.po"):
        sources = [each for each in shipped if catalogues.is_of(file, each)]
        assert len(sources) == 1, f"{file.name} names no set that is shipped"
        assert not catalogues.leftovers(file, catalogues.of_set(sources[0]))
