"""Redaction takes linear time on any content: no pattern may explode.

Processor time is measured, and the smallest of up to five times counts: other work on the machine
can only make a time longer. The bounds are wide; `benchmarks.redaction` gives the figures.
"""

import time
from math import inf

import pytest

from privacy.recognizers import DEFAULT, RULES
from privacy.redaction import redact

SEEDS = [
    "1.", "1-", "1\n", "S/", "a@", "www.", "AA11 ", ":a:1", "&#45;", "one two ", "a\u200b", "%41a",
    "5 St at ", "jan 1 ", "<A<<", "(", "[", " ", "7", "O1", "+1(2)", "\u0661", "1/2/", "#1234 ",
    " at a dot com", "ABC 1234 ", "acct 12345 ", "IL 62701 ", "34 yoa ", "user#1234 ",
]  # fmt: skip
WITH_NAMES = ["John ", "Mr. Qy ", "The suspect John Smith, DOB 03/14/1987, ran at St and 1-1- A. "]
SIZE = 6_000


def seconds(text, recognizers):
    began = time.process_time()
    redact(text, recognizers=recognizers)
    return time.process_time() - began


def assert_linear(text, *, recognizers, size=SIZE):
    """Redacting `text(4 * size)` takes about four times the time of `text(size)`."""
    redact("John Smith 1", recognizers=recognizers)
    small = large = inf
    for _ in range(5):
        small = min(small, seconds(text(size), recognizers))
        large = min(large, seconds(text(4 * size), recognizers))
        if large < 7 * small + 0.1:
            return
    raise AssertionError(f"{large:.2f} s for four times the text that takes {small:.2f} s")


def grown(seed, size):
    return (seed * (size // len(seed) + 1))[:size]


@pytest.mark.parametrize("seed", SEEDS)
def test_rules_take_linear_time(seed):
    assert_linear(lambda size: grown(seed, size), recognizers=RULES)


@pytest.mark.parametrize("seed", WITH_NAMES)
def test_names_take_linear_time(seed):
    assert_linear(lambda size: grown(seed, size), recognizers=DEFAULT, size=SIZE // 3)


def test_many_different_values_take_linear_time():
    def story(count):
        return "\n".join(
            f"Mr. Qz{n:x}y Smith, 312-555-{n:04d}, plate AB {n:05d}" for n in range(count)
        )

    assert_linear(story, recognizers=DEFAULT, size=120)
