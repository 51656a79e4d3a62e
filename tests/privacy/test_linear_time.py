"""Redaction takes linear time on any content: no pattern may explode.

Processor time is measured, and the smallest of up to five times counts: other work on the machine
can only make a time longer. The bounds are wide.
"""

import time
from math import inf

import pytest

from privacy.redaction import redact

SEEDS = [
    "John ",
    "1.",
    "S/",
    "a@",
    "www.",
    "AA11 ",
    " at a dot com",
    "The suspect John Smith, DOB 03/14/1987, ran at St and 1-1- A. Mr. Qy &#45; call 1 ",
]


def seconds(text):
    began = time.process_time()
    redact(text)
    return time.process_time() - began


def assert_linear(text, size):
    """Redacting `text(2 * size)` takes about twice the time of `text(size)`."""
    redact("John Smith")
    small = large = inf
    for _ in range(5):
        small, large = min(small, seconds(text(size))), min(large, seconds(text(2 * size)))
        if large < 3 * small + 0.1:
            return
    raise AssertionError(f"{large:.2f} s for twice the text that takes {small:.2f} s")


def grown(seed, size):
    return (seed * (size // len(seed) + 1))[:size]


@pytest.mark.parametrize("seed", SEEDS)
def test_twice_the_text_takes_about_twice_the_time(seed):
    assert_linear(lambda size: grown(seed, size), 40_000)


def test_many_different_values_take_linear_time():
    def story(count):
        return "\n".join(
            f"Mr. Qz{n:x}y Smith, 312-555-{n:04d}, plate AB {n:05d}" for n in range(count)
        )

    assert_linear(story, 1_000)


@pytest.mark.parametrize("letter", ["7", " ", "a", "@", "\n", "["])
def test_a_quarter_of_a_megabyte_of_one_character_takes_seconds(letter):
    assert seconds(letter * 250_000) < 8
