import pytest

from privacy.errors import RevealRefusedError
from privacy.purposes import PURPOSES, allowed_purposes, check_purpose

WORDS = "Compare the plate with the stolen list"


def test_codes_are_unique_and_every_purpose_is_short_and_open_to_somebody():
    assert len({purpose.code for purpose in PURPOSES}) == len(PURPOSES)
    assert all(purpose.roles and 0 < purpose.minutes <= 15 for purpose in PURPOSES)


@pytest.mark.parametrize("role", ["officer", "trainer", "administrator", "", "ANALYST"])
def test_other_roles_may_reveal_nothing(role):
    assert allowed_purposes(role) == ()
    for purpose in PURPOSES:
        with pytest.raises(RevealRefusedError, match="purpose"):
            check_purpose(role, purpose.code, words=WORDS)


@pytest.mark.parametrize("role", ["analyst", "supervisor", "privacy_officer"])
def test_a_role_may_reveal_for_its_own_purposes_only(role):
    own = allowed_purposes(role)
    assert own
    for purpose in PURPOSES:
        if purpose in own:
            assert check_purpose(role, purpose.code, words=WORDS) is purpose
        else:
            with pytest.raises(RevealRefusedError, match="purpose"):
                check_purpose(role, purpose.code, words=WORDS)


@pytest.mark.parametrize(
    "words", ["", "because", " " * 40, "a        b", "\n\n\n\n\n\n\n\n\n\n\n", "123456789"]
)
def test_too_few_words_are_refused(words):
    with pytest.raises(RevealRefusedError, match="10 characters"):
        check_purpose("analyst", "check_detail", words=words)


def test_ten_characters_are_enough():
    assert check_purpose("analyst", "check_detail", words="1234567890").code == "check_detail"


def test_a_refusal_quotes_nothing_that_was_typed():
    with pytest.raises(RevealRefusedError) as caught:
        check_purpose("analyst", "Quillfeather", words="Quillfeather and company")
    assert "Quillfeather" not in str(caught.value)
