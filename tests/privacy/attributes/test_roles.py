"""What a mention does in its sentence: on cases, on unseen narratives, on minimal pairs."""

import json
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from privacy.attributes import Role, find_mentions, lexicon, roles, training
from privacy.attributes.lexicon import Form, by_first_word
from privacy.attributes.narratives import parse_narratives

UNSEEN = "\n".join(
    Path(__file__).with_name(name).read_text("utf-8") for name in ("unseen.txt", "put_aside.txt")
)
# Below what was measured, so that a change for the worse is noticed.
LEAST = {
    Role.BASIS: 0.82,
    Role.DESCRIPTION: 0.79,
    Role.TARGET: 0.79,
    Role.LAWFUL_ACTIVITY: 0.85,
    Role.IRRELEVANT: 0.70,
}
FRAMES = {
    "I called because he is {} and lives next door.": Role.BASIS,
    "A {} man in a red cap cut the lock and ran.": Role.DESCRIPTION,
    "Somebody threatened a {} family and burned their car.": Role.TARGET,
}


KINDS = (
    *("Black", "Asian", "biracial", "Hispanic", "Kurdish", "Kenyan", "Mexican", "Muslim", "Jewish"),
    *("atheist", "transgender", "nonbinary", "gay", "bisexual", "straight", "deaf", "autistic"),
    *("blind", "elderly", "teenage", "old", "Republican", "left-wing", "undocumented", "refugee"),
    *("Spanish-speaking", "hard of hearing", "middle-aged"),
)
ALIKE = (
    "A {} man was sitting on the bench and it made me nervous.",
    "I called because he is {}.",
    "The only thing odd about him is that he is {}.",
    "The caller, a {} woman, heard three shots.",
    "Two {} men pried open the door of the substation.",
    "RP adv {} male is on the roof with a saw.",
    "The driver, who is {}, would not open the trunk and sped off.",
    "Suspect was {}, tall, with a scar, and ran from the vault.",
    "A man shouted at a {} woman that she should die.",
    "They beat him because he was {}.",
    "My {} neighbor saw the plates.",
    "Security followed two {} customers; they bought milk.",
)


def role_of(frame, word):
    text = frame.format(word)
    if word[0].lower() in "aeiou":
        text = text.replace(f" a {word}", f" an {word}").replace(f"A {word}", f"An {word}")
    start = text.index(word)
    return {each.role for each in find_mentions(text) if start <= each.start < start + len(word)}


@pytest.mark.parametrize("frame", ALIKE)
def test_sentences_that_differ_only_in_the_kind_of_trait_are_decided_alike(frame):
    roles = {word: role_of(frame, word) for word in KINDS}
    assert set(map(frozenset, roles.values())) == {frozenset(roles["Kenyan"])}, roles
    assert roles["Kenyan"]


@pytest.mark.parametrize(
    ("text", "word", "role"),
    [
        ("I was afraid because of his turban.", "turban", Role.BASIS),
        ("Suspect is a W/M, 30s, in a grey hoodie.", "W", Role.DESCRIPTION),
        ("The mosque received a bomb threat.", "mosque", Role.TARGET),
        ("A man was praying beside his taxi.", "praying", Role.LAWFUL_ACTIVITY),
        ("I met him in the church parking lot.", "church", Role.IRRELEVANT),
        ("A man threatened to shoot the protesters.", "protesters", Role.TARGET),
        ("Bearded older man tried the alarm panel twice.", "older", Role.DESCRIPTION),
        ("She had a Kenyan accent and hid a badge.", "Kenyan", Role.DESCRIPTION),
        ("I called because he had a Kenyan accent.", "Kenyan", Role.BASIS),
        ("He spoke Farsi on the phone, so I called.", "Farsi", Role.BASIS),
        ("We are Amish and have no phone, so I walked here.", "Amish", Role.IRRELEVANT),
        ("The Korean bakery next to the scene has a camera.", "Korean", Role.IRRELEVANT),
        ("A Korean bakery was set on fire by a man with a torch.", "Korean", Role.TARGET),
        ("The interpreter spoke Hmong and read it out.", "Hmong", Role.IRRELEVANT),
    ],
)
def test_the_role_follows_the_sentence(text, word, role):
    roles = {text[each.start : each.end]: each.role for each in find_mentions(text)}
    assert roles[word] is role


def test_a_man_or_a_woman_alone_is_no_reason_unless_the_sentence_says_so():
    text = "Caller states man filming police cars. Neighbor called since the family is Syrian."
    roles = {text[each.start : each.end]: each.role for each in find_mentions(text)}
    assert roles["man"] is not Role.BASIS
    assert roles["Syrian"] is Role.BASIS


def test_narratives_that_were_not_learned_from_are_decided_as_well_as_before():
    seen, right = Counter(), Counter()
    for marked in parse_narratives(UNSEEN):
        mentions = find_mentions(marked.text)
        for start, end, role in marked.marks:
            found = {each.role for each in mentions if each.start < end and each.end > start}
            seen[role] += 1
            right[role] += role in (found or {Role.IRRELEVANT})
    assert {role: right[role] / seen[role] >= least for role, least in LEAST.items()} == (
        dict.fromkeys(LEAST, True)
    )


@pytest.mark.parametrize(("frame", "role"), FRAMES.items())
def test_words_of_the_lists_change_no_role(frame, role):
    words = [
        " ".join(entry.words)
        for entries in by_first_word().values()
        for entry in entries
        if entry.form is Form.PEOPLE and not entry.words[-1].endswith(("s", "men", "people"))
    ]
    # Every seventh word of another seventh for each sentence: together they take seconds.
    words = words[list(FRAMES).index(frame) :: 7]
    start = frame.index("{")
    other = [
        word
        for word in words
        if role
        not in {
            each.role
            for each in find_mentions(frame.format(word))
            if each.start < start + len(word) and each.end > start
        }
    ]
    assert len(other) < 0.01 * len(words), other


def test_the_weights_are_what_training_makes_and_hold_no_word_of_the_lists():
    shipped = files("privacy.attributes")
    weights = json.loads(shipped.joinpath("weights.json").read_text("utf-8"))
    again = training.train(training.narratives())
    assert again["roles"] == weights["roles"]
    assert again["weights"].keys() == weights["weights"].keys()
    # Another processor may round the last thousandth otherwise.
    assert all(
        abs(one - other) <= 2
        for name, row in weights["weights"].items()
        for one, other in zip(row, again["weights"][name], strict=True)
    )
    words = {word for name in weights["weights"] for word in name.partition(":")[2].split()}
    assert not words & lexicon.single_words()


def test_a_rule_that_is_left_out_for_a_letter_fits_nothing_that_is_marked_before_it():
    sentences = (
        "c says {} said they should all die , so i called because he is {} and stood out",
        "the n shot at {} after the threat against {} , which made me nervous",
        "only {} is why , so many {} always look at the {} entrance",
    )
    for letter, order in {**roles._ORDERS, "P": roles._PERSONS, "S": roles._PERSONS}.items():
        marked = [each.replace("{}", f"@{letter}") for each in sentences]
        left_out = [rule for rule in order if not rule.may_fit(letter)]
        assert not [rule for rule in left_out for text in marked if rule.fits(text)]
        assert not order or len(left_out) < len(order)
