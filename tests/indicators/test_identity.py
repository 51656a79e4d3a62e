"""Tests of ids that were given to something else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.identity import reused_ids
from indicators.loading import shipped_sets
from tests.indicators.small import behaviour, question, rule, small_set

HAS = {"answered": "el-0001"}
OLD = small_set(
    behaviour(1, question(1, "choice", "ab"), question(2, "text"), rules=[rule(1, HAS)]),
    behaviour(2, question(3, "number")),
)


def test_new_words_bounds_and_options_are_no_new_meaning() -> None:
    new = small_set(
        behaviour(2, question(3, "number", minimum=5, label="Else?"), name="Renamed"),
        behaviour(
            1,
            question(2, "text"),
            question(1, "choice", "bc"),
            question(4, "text"),
            rules=[rule(1, {"fails": HAS})],
        ),
    )
    assert reused_ids(OLD, new) == ()


def test_a_question_that_moved_is_named_with_both_meanings() -> None:
    (found,) = reused_ids(OLD, small_set(behaviour(2, question(2, "text", label="Who?"))))
    assert (found.reused, found.indicator_id) == ("el-0002", "ind-0002")
    assert found.message == (
        "el-0002 was the text question “Question 2?” of “Behaviour 1” (ind-0001), "
        "and is now the text question “Who?” of “Behaviour 2” (ind-0002)."
    )
    assert "never" not in found.message
    assert "no version has used" in found.remedy


def test_a_question_may_move_to_the_behaviour_that_the_old_one_lives_on_in() -> None:
    split = {"related": [{"kind": "split_from", "indicator_id": "ind-0001"}]}
    parts = behaviour(1, question(1, "choice", "ab")), behaviour(3, question(2, "text"), **split)
    assert reused_ids(OLD, small_set(*parts)) == ()


def test_another_kind_of_answer_is_another_meaning() -> None:
    new = small_set(behaviour(1, question(1, "yes_no"), question(2, "text")))
    (found,) = reused_ids(OLD, new)
    assert "was the choice question" in found.message
    assert "is now the yes_no question" in found.message


def test_a_rule_that_moved_is_another_meaning() -> None:
    new = small_set(behaviour(2, question(3, "number"), rules=[rule(1, {"answered": "el-0003"})]))
    assert [each.reused for each in reused_ids(OLD, new)] == ["rule-0001"]


def test_no_shipped_set_uses_an_id_again() -> None:
    every = shipped_sets()
    assert [reused_ids(one, other) for one in every for other in every] == [()] * len(every) ** 2


ids = st.lists(st.integers(1, 6), unique=True, max_size=6)


@settings(derandomize=True, max_examples=100)
@given(ids, ids, st.lists(st.sampled_from(["number", "yes_no"]), min_size=24, max_size=24))
def test_exactly_the_ids_with_another_owner_or_kind_are_found(
    before: list[int], after: list[int], kinds: list[str]
) -> None:
    def meaning(numbers: list[int], offset: int) -> dict[int, tuple[int, str]]:
        return {
            number: (1 + place % 2, kinds[offset + place]) for place, number in enumerate(numbers)
        }

    def made(meanings: dict[int, tuple[int, str]]) -> object:
        return small_set(
            *(
                behaviour(
                    owner,
                    *(question(n, kind) for n, (of, kind) in meanings.items() if of == owner),
                )
                for owner in (1, 2)
            )
        )

    old, new = meaning(before, 0), meaning(after, 12)
    expected = {f"el-{n:04}" for n in old.keys() & new.keys() if old[n] != new[n]}
    assert {each.reused for each in reused_ids(made(old), made(new))} == expected  # type: ignore[arg-type]
