"""Words that say who somebody is, told from words that look like them."""

import pytest

from indicators.neutral_words import says_something, trait_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a Muslim man took pictures", ("Muslim", "man")),
        ("MEXICANS in a White van, white again", ("MEXICANS", "White")),
        ("counted how many lights were missing", ()),
        ("cut the fence", ()),
        ("", ()),
    ],
)
def test_each_trait_is_named_once_as_it_is_written(text: str, found: tuple[str, ...]) -> None:
    assert trait_words(text) == found


def test_traits_and_empty_words_alone_say_nothing_of_what_was_done() -> None:
    assert not says_something("the old black man with her")
    assert says_something("the old man cut it")
