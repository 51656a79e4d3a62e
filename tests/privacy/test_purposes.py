import pytest

from privacy.errors import RevealRefusedError
from privacy.purposes import PURPOSES, allowed_purposes, check_purpose
from privacy.retention_policies import Drawer

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


def test_what_is_about_a_report_opens_no_record_of_the_other_drawer():
    codes = {
        drawer: {each.code for each in allowed_purposes("analyst", drawer=drawer)}
        for drawer in Drawer
    }
    assert codes[Drawer.TIPS] == {"check_detail", "review_nexus"}
    assert codes[Drawer.INTELLIGENCE] == {"check_detail", "validate_record", "answer_inquiry"}
    assert allowed_purposes("supervisor", drawer=Drawer.INTELLIGENCE) == (
        allowed_purposes("supervisor")[0],
    )
    with pytest.raises(RevealRefusedError, match="purpose"):
        check_purpose("analyst", "review_nexus", words=WORDS, drawer=Drawer.INTELLIGENCE)


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
