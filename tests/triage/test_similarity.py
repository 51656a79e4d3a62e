import random
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.similarity import N_FEATURES, Trace, fingerprint, similar

FENCE = "A man cut the fence behind the substation at night and left wire cutters in the ditch."
CAKE = "Two visitors asked the museum desk about opening hours and bought tickets for Sunday."


def trace(key: str, text: str = "", **facts) -> Trace:
    return Trace(key, fingerprint(text), **{name: frozenset(v) for name, v in facts.items()})


def test_the_same_account_has_likeness_one():
    (match,) = similar(trace("a", FENCE), [trace("b", FENCE)], limit=5)
    assert match.likeness == pytest.approx(1)
    assert match.reasons == ("Much of the wording is alike",)


def test_another_story_is_no_match():
    assert similar(trace("a", FENCE), [trace("b", CAKE)], limit=5) == []


def test_a_retelling_is_a_match_of_some_likeness():
    retold = "RP ADV SUBJ CUT THE FENCE BEHIND SUBSTATION LAST NIGHT, WIRE CUTTERS FOUND IN DITCH."
    (match,) = similar(trace("a", FENCE), [trace("b", retold), trace("c", CAKE)], limit=5)
    assert match.key == "b"
    assert 0.3 <= match.likeness < 1


def test_placeholders_case_and_accents_make_no_difference():
    plain = fingerprint("took pictures of the café fence")
    assert fingerprint("[PERSON 1] TOOK PICTURES OF THE CAFE FENCE [DRIVER_LICENCE 12]") == plain
    assert fingerprint("[DESCRIPTION ~7F3K2A] took pictures of the cafe fence [ATTRIBUTE]") == plain


def test_texts_that_share_only_placeholders_are_no_match():
    a, b = trace("a", "[PERSON 1] [PLATE 1] fence"), trace("b", "[PERSON 1] [PLATE 1] museum")
    assert similar(a, [b], limit=5) == []


def test_an_empty_text_has_an_empty_fingerprint_and_resembles_nothing():
    assert fingerprint(" [PERSON 1] ") == ()
    assert similar(trace("a"), [trace("b")], limit=5) == []


def test_a_shared_vehicle_is_told_before_a_shared_place_and_behaviour():
    one = trace("a", FENCE, vehicles={"v1"}, places={"p1"}, indicator_ids={"ind-0001"})
    other = trace("b", CAKE, vehicles={"v1"}, places={"p1"}, indicator_ids={"ind-0001"})
    (match,) = similar(one, [other], limit=5)
    assert match.reasons == ("Same vehicle", "Same place", "Same behavior")


def test_a_shared_behaviour_alone_is_no_match():
    one, other = (trace(key, indicator_ids={"ind-0001"}) for key in "ab")
    assert similar(one, [other], limit=5) == []


def test_a_report_is_never_its_own_match():
    assert similar(trace("a", FENCE), [trace("a", FENCE)], limit=5) == []


def test_the_most_alike_come_first_and_no_more_than_asked_for():
    others = [
        trace("place", places={"p"}),
        trace("vehicle", vehicles={"v"}),
        trace("both", places={"p"}, vehicles={"v"}),
    ]
    found = similar(trace("a", places={"p"}, vehicles={"v"}), others, limit=2)
    assert [match.key for match in found] == ["both", "vehicle"]


texts = st.lists(st.sampled_from((FENCE + " " + CAKE).split()), max_size=15).map(" ".join)
tokens = st.frozensets(st.sampled_from("xyz"))
traces = st.builds(
    lambda key, text, ids, places, vehicles: Trace(key, fingerprint(text), ids, places, vehicles),
    st.uuids().map(str),
    texts,
    tokens,
    tokens,
    tokens,
)


@given(traces, st.lists(traces, max_size=6), st.randoms(use_true_random=False))
def test_likeness_lies_between_0_and_1_and_no_order_of_the_others_matters(one, others, shuffle):
    found = similar(one, others, limit=10)
    assert all(0 < match.likeness <= 1 + 1e-9 and match.reasons for match in found)
    shuffle.shuffle(others)
    assert similar(one, others, limit=10) == found


@given(traces, traces)
def test_likeness_is_the_same_in_both_directions(one, other):
    there = [match.likeness for match in similar(one, [other], limit=1)]
    back = [match.likeness for match in similar(other, [one], limit=1)]
    assert there == back


@given(texts)
def test_a_fingerprint_is_sorted_and_within_its_range(text):
    found = fingerprint(text)
    assert list(found) == sorted(set(found))
    assert all(0 <= number < N_FEATURES for number in found)


def test_a_fingerprint_is_the_same_in_every_process():
    code = f"from triage.similarity import fingerprint; print(fingerprint({FENCE!r}))"
    elsewhere = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert elsewhere.stdout.decode().strip() == str(fingerprint(FENCE))


def test_triage_is_imported_without_loading_scikit_learn():
    code = "import sys, triage.rules, triage.similarity; print('sklearn' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert loaded.stdout.decode().strip() == "False"


def test_ten_times_the_reports_take_about_ten_times_the_time():
    rng = random.Random(7)
    numbers = [tuple(sorted(rng.sample(range(N_FEATURES), 300))) for _ in range(2001)]
    one, *others = [Trace(str(n), each) for n, each in enumerate(numbers)]
    small = min(_seconds(one, others[:200]) for _ in range(5))
    large = min(_seconds(one, others) for _ in range(5))
    assert large < 20 * small + 0.1


def _seconds(one: Trace, others: list[Trace]) -> float:
    started = time.process_time()
    similar(one, others, limit=10)
    return time.process_time() - started
