"""Redaction takes linear time on any content: no pattern may explode.

Processor time is measured, so other work on the machine hardly matters; the bounds are wide.
"""

import time

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


def grown(seed, size):
    return (seed * (size // len(seed) + 1))[:size]


@pytest.mark.parametrize("seed", SEEDS)
def test_twice_the_text_takes_about_twice_the_time(seed):
    redact("John Smith")
    small = seconds(grown(seed, 50_000))
    assert seconds(grown(seed, 100_000)) < 3.5 * small + 0.2


def test_many_different_values_take_linear_time():
    def story(count):
        return "\n".join(
            f"Mr. Qz{n:x}y Smith, 312-555-{n:04d}, plate AB {n:05d}" for n in range(count)
        )

    redact("John Smith")
    small = seconds(story(1_000))
    assert seconds(story(2_000)) < 3.5 * small + 0.2


@pytest.mark.parametrize("letter", ["7", " ", "a", "@", "\n", "["])
def test_a_quarter_of_a_megabyte_of_one_character_takes_seconds(letter):
    assert seconds(letter * 250_000) < 8
