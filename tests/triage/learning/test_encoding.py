import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.learning import N_FEATURES, Encoder
from triage.learning.encoding import MAX_CHARS, tokens

ENCODE = Encoder().encode


def same(one, other) -> bool:
    return one.shape == other.shape and abs(one - other).max() < 1e-6


def test_a_placeholder_gives_no_feature_and_parts_the_words_beside_it():
    assert tokens("A [PERSON 1] cut it [ATTRIBUTE] twice") == ["\0", "cut", "it", "\0", "twice"]
    assert ENCODE(["[PERSON 1] [PLATE ~7F3K2A] [ATTRIBUTE]"]).nnz == 0
    assert same(ENCODE(["cut [PERSON 1] fence"]), ENCODE(["cut [LOCATION 9] fence"]))
    assert not same(ENCODE(["cut [PERSON 1] fence"]), ENCODE(["cut fence"]))


def test_an_empty_list_and_an_empty_text_have_their_rows():
    assert ENCODE([]).shape == (0, N_FEATURES)
    assert ENCODE(["", " ... "]).shape == (2, N_FEATURES)
    assert ENCODE(["", " ... "]).nnz == 0


def test_of_an_overlong_text_the_beginning_is_read():
    long = "fence gate " * 100_000
    assert same(ENCODE([long]), ENCODE([long[:MAX_CHARS]]))
    assert ENCODE(["x" * 1_000_000]).nnz < 200


def test_words_of_one_stem_are_alike_and_unlike_words_are_not():
    rows = ENCODE(["photographing", "photographed", "delivery"])
    likeness = (rows @ rows.T).toarray()
    lengths = np.sqrt(np.diag(likeness))
    cosines = likeness / lengths[:, None] / lengths[None, :]
    assert cosines[0, 1] > 0.2
    assert abs(cosines[0, 2]) < 0.1


@settings(max_examples=12)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_a_text_gives_the_same_row_alone_and_among_others(texts):
    together = ENCODE(texts)
    assert together.dtype == np.float32
    for number, text in enumerate(texts):
        assert same(together[number], ENCODE([text]))


def test_a_pair_is_two_words_in_their_order():
    assert not same(ENCODE(["gate the man shut"]), ENCODE(["man shut the gate"]))


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=80))
def test_the_fast_way_through_ascii_finds_what_the_pattern_finds(text):
    assert tokens(text) == [word for word in tokens(text + " é") if word != "é"]
