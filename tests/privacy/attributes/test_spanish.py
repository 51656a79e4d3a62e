"""Spanish sentences: traits are found, and do what Spanish words say they do."""

from collections import Counter
from pathlib import Path

import pytest

from privacy.attributes import Attribute, Reader, Role, find_mentions
from privacy.attributes.narratives import parse_narratives
from privacy.recognizers import descriptions

NARRATIVES = Path(__file__).with_name("spanish.txt").read_text("utf-8")
KINDS = ("sirio", "keniano", "cubano", "hispano", "musulmán", "sordo", "republicano", "transgénero")
FRAMES = {
    "Llamo porque el vecino es {} y no me gusta.": Role.BASIS,
    "Un hombre {} cortó el candado y se fue corriendo.": Role.DESCRIPTION,
    "Golpearon a un señor {} y le dijeron que se largara.": Role.TARGET,
    "El testigo es {} y vio la placa del camión.": Role.IRRELEVANT,
}


def roles_in(text):
    return {text[each.start : each.end]: each.role for each in find_mentions(text)}


@pytest.mark.parametrize(("frame", "role"), FRAMES.items())
def test_sentences_that_differ_only_in_the_trait_are_decided_alike(frame, role):
    told = {word: roles_in(frame.format(word)).get(word) for word in KINDS}
    assert told == dict.fromkeys(KINDS, role)


def test_nearly_every_mark_of_the_spanish_narratives_is_found_and_decided():
    seen, right = Counter(), Counter()
    for marked in parse_narratives(NARRATIVES):
        mentions = find_mentions(marked.text)
        for start, end, role in marked.marks:
            seen[role] += 1
            right[role] += role in {m.role for m in mentions if m.start < end and m.end > start}
    assert all(right[role] >= 0.9 * seen[role] > 0 for role in Role), (seen, right)


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("Una persona de la tercera edad reportó el robo.", Attribute.AGE),
        ("Vi a un hombre de raza negra con un machete.", Attribute.RACE),
        ("La mujer, embarazada, cortó el cable.", Attribute.SEX),
        ("El señor no tiene papeles.", Attribute.IMMIGRATION_STATUS),
        ("El tipo con acento cubano pidió la llave.", Attribute.LANGUAGE),
        ("Un muchacho bisexual dejó una mochila.", Attribute.SEXUAL_ORIENTATION),
    ],
)
def test_each_trait_is_of_its_own_class(text, attribute):
    assert attribute in {each.attribute for each in find_mentions(text)}


@pytest.mark.parametrize(
    "text",
    [
        "El piso estaba mojado y la pared era blanca.",
        "Una camioneta blanca con placas mexicanas se fue por la calle.",
        "Hace 3 años que vive aquí y nunca vi nada.",
        "Le dicen el Chino y siempre trae gorra.",
    ],
)
def test_what_says_nothing_of_a_person_is_not_found(text):
    assert find_mentions(text) == ()


def test_each_sentence_of_a_report_in_both_languages_is_read_in_its_own():
    text = "A Kenyan man cut the lock. Dijo que llama porque el inquilino es iraquí. Cleared."
    assert roles_in(text) == {
        "Kenyan": Role.DESCRIPTION,
        "man": Role.DESCRIPTION,
        "iraquí": Role.BASIS,
    }


def test_a_spanish_description_is_hidden_and_a_target_stays():
    text = "Un hombre cubano de unos 40 años huyó. Quemaron la mezquita."
    hidden = [text[each.start : each.end] for each in descriptions.read_by(Reader())(text)]
    assert hidden == ["hombre cubano de unos 40 años"]
