from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.spans import Kind, Span, is_inside, merge, merge_apart, outside

spans = st.builds(
    lambda start, length, kind: Span(start, start + length, kind, "rule"),
    st.integers(0, 40),
    st.integers(1, 12),
    st.sampled_from(list(Kind)),
)


@given(st.lists(spans, max_size=12))
def test_merging_covers_exactly_what_was_covered_sorted_and_without_overlap(given_spans):
    merged = merge(given_spans)
    covered = {place for span in given_spans for place in range(span.start, span.end)}
    assert {place for span in merged for place in range(span.start, span.end)} == covered
    assert all(one.end <= two.start for one, two in pairwise(merged))
    assert merge(merged) == merged


@given(st.lists(spans, max_size=8), st.randoms(use_true_random=False))
def test_merging_does_not_depend_on_the_order(given_spans, random):
    shuffled = list(given_spans)
    random.shuffle(shuffled)
    assert merge(shuffled) == merge(given_spans)


def test_a_union_is_named_after_its_longest_part():
    merged = merge([Span(0, 4, Kind.SSN, "short"), Span(2, 12, Kind.ADDRESS, "long")])
    assert merged == (Span(0, 12, Kind.ADDRESS, "long"),)


def test_of_equally_long_parts_the_more_specific_kind_names_the_union():
    merged = merge([Span(0, 9, Kind.PHONE, "phone"), Span(0, 9, Kind.SSN, "ssn")])
    assert merged == (Span(0, 9, Kind.SSN, "ssn"),)


def test_spans_that_only_touch_stay_apart():
    touching = (Span(0, 3, Kind.PERSON, "a"), Span(3, 5, Kind.PLATE, "b"))
    assert merge(touching) == touching


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2)])
def test_a_span_is_never_empty_nor_before_the_text(start, end):
    with pytest.raises(ValueError, match="start < end"):
        Span(start, end, Kind.PERSON, "rule")


@given(st.lists(spans, max_size=8), st.lists(spans, max_size=8))
def test_merging_apart_keeps_the_first_group_whole_and_cuts_the_second(first, second):
    merged = merge_apart(first, second)
    assert all(one.end <= two.start for one, two in pairwise(merged))
    assert set(merge(first)) <= set(merged)
    covered = {place for span in [*first, *second] for place in range(span.start, span.end)}
    assert {place for span in merged for place in range(span.start, span.end)} == covered


@given(st.lists(spans, max_size=12), st.lists(spans, max_size=12))
def test_outside_are_the_spans_that_lie_in_none_of_the_others(some, given_others):
    others = merge(given_others)
    in_order = sorted(some, key=lambda span: span.start)
    assert outside(in_order, others) == [s for s in in_order if not is_inside(s, others)]
