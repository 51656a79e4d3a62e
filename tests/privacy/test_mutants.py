"""The command that tries small changes makes each of them, one at a time, and nothing else."""

import ast

from tests.mutants import AREAS, ROOT, TESTS, draw, mutants_of

SOURCE = """
def f(a, b=True):
    if a < 3 and not b:
        return a - 1
    return a
"""


def test_each_small_change_is_made_alone():
    mutants = list(mutants_of("f.py", SOURCE))
    assert sorted((each.line, each.change) for each in mutants) == [
        (2, "True -> False"),
        (3, "3 -> 4"),
        (3, "And -> Or"),
        (3, "Lt -> LtE"),
        (3, "a condition is turned round"),
        (4, "1 -> 2"),
        (4, "Sub -> Add"),
    ]
    same = ast.unparse(ast.parse(SOURCE))
    made = {each.source(SOURCE) for each in mutants}
    assert len(made | {same}) == len(mutants) + 1


def test_every_area_names_files_that_are_there_and_draws_the_same_for_a_seed():
    for area in AREAS.values():
        assert all((ROOT / path).is_file() for path in area.modules)
        assert all((TESTS / name).is_file() for name in area.tests)
    drawn = draw(["log"], number=5, seed=3)
    assert len(set(drawn)) == 5
    assert drawn == draw(["log"], number=5, seed=3)
