"""Redaction: characters per second on reports, and seconds for a hostile megabyte.

    python -m benchmarks.redaction                      a minute or two
    python -m benchmarks.redaction --hostile 1000000    all kinds at full size, several minutes
    python -m benchmarks.redaction --baseline presidio  beside Presidio, if it is installed

Reports are made from the examples of the shipped indicator sets, with invented identifiers at
seeded places: "prose" has none, "reports" one sentence with an identifier in three, "dense"
nothing else. Named baselines in the same run: one `re.sub` of one word, and `str.lower()`. Rules
are everything but names; "all" is what `sar redact` does. Seconds are those of the processor, the
smallest of three.

Goals on a usual core: rules 1,000,000 characters a second; one hostile megabyte in 2 s by the rules
and 15 s by all; two megabytes at most 2.2 times the time of one.
"""

import argparse
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from math import inf

from benchmarks.table import show
from indicators.loading import shipped_sets
from privacy.recognizers import DEFAULT, RULES
from privacy.redaction import redact

SEED = 4
SIZE = 200_000
HOSTILE = {
    "(": "(", "[": "[", "spaces": " ", "newlines": "\n", "digits": "7", "a.": "a.", "1-": "1-",
    "1.": "1.", "www.": "www.", "a@": "a@", "1, newline": "1\n", ":": ":a:1", "tags": "<b>",
    "references": "&#45;", "dates": "jan 1 ", "streets": "5 St at ", "invisible": "a\u200b",
    "identifiers": "SSN 536-22-8714, 312-555-0142, plate ABC 1234, jane@example.com; ",
}  # fmt: skip
SENTENCES = (
    "He called from {phone} twice.", "The car had plate {plate}.", "She wrote to {email} at once.",
    "He was born {date} and is {age} years old.", "SSN {ssn} was on the form.",
    "They live at {house} N Oak St, Apt 3B.", "The login came from {ip}.", "It was {date}, 10:30.",
)  # fmt: skip


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=SIZE, help="characters of a text")
    parser.add_argument("--hostile", type=int, default=100_000, help="characters of a kind")
    parser.add_argument("--baseline", choices=["presidio"])
    options = parser.parse_args()
    ways: dict[str, Callable[[str], object]] = {
        "str.lower()": str.lower,
        "re.sub of one word": lambda text: re.sub(r"\bgate\b", "[X]", text),
        "rules": lambda text: redact(text, recognizers=RULES),
        "all": lambda text: redact(text, recognizers=DEFAULT),
    }
    if options.baseline:
        ways["presidio"] = _presidio()
    texts = {share: story(options.size, one_in=one_in) for share, one_in in SHARES.items()}
    show(
        f"Characters per second, {options.size:,} characters",
        ("way", *texts),
        [_speeds(name, way, list(texts.values())) for name, way in ways.items()],
    )
    show(
        f"Hostile kinds, {options.hostile:,} characters, and twice as many",
        ("kind", "rules s", "rules s per MB", "ratio", "all s per MB"),
        list(_hostile(options.hostile)),
    )


SHARES = {"prose": 0, "reports": 3, "dense": 1}


def story(size: int, *, one_in: int) -> str:
    """Return a seeded text; one sentence in so many holds an identifier, 0 for none."""
    chance = random.Random(SEED)
    prose = [
        each.text
        for definition_set in shipped_sets()
        for indicator in definition_set.indicators
        for each in indicator.examples
    ]
    parts: list[str] = []
    length = 0
    while length < size:
        has_identifier = one_in and chance.randrange(one_in) == 0
        parts.append(_sentence(chance) if has_identifier else chance.choice(prose))
        length += len(parts[-1]) + 1
    return " ".join(parts)[:size]


def _sentence(chance: random.Random) -> str:
    def digits(count: int) -> str:
        return "".join(chance.choices("23456789", k=count))

    return chance.choice(SENTENCES).format(
        phone=f"312-555-{digits(4)}",
        plate=f"{''.join(chance.choices('ABCDEFGH', k=3))} {digits(4)}",
        email=f"user{digits(3)}@example.com",
        date=f"03/{chance.randrange(10, 29)}/19{digits(2)}",
        age=chance.randrange(18, 90),
        ssn=f"536-{digits(2)}-{digits(4)}",
        house=digits(4),
        ip=f"203.0.113.{chance.randrange(256)}",
    )


def seconds(way: Callable[[str], object], text: str, *, times: int = 3) -> float:
    """Return the smallest processor time of a few runs."""
    best = inf
    for _ in range(times):
        began = time.process_time()
        way(text)
        best = min(best, time.process_time() - began)
    return best


def _speeds(name: str, way: Callable[[str], object], texts: Sequence[str]) -> tuple[object, ...]:
    way(texts[0][:100])
    return (name, *(f"{len(text) / max(seconds(way, text), 1e-9):,.0f}" for text in texts))


def _hostile(size: int) -> Iterator[tuple[object, ...]]:
    for name, seed in HOSTILE.items():
        one, two = (_grown(seed, size * factor) for factor in (1, 2))
        rules = seconds(lambda text: redact(text, recognizers=RULES), one)
        twice = seconds(lambda text: redact(text, recognizers=RULES), two)
        everything = seconds(redact, one, times=1)
        yield (
            name,
            f"{rules:.2f}",
            f"{rules * 1e6 / size:.1f}",
            f"{twice / max(rules, 1e-9):.2f}",
            f"{everything * 1e6 / size:.1f}",
        )


def _grown(seed: str, size: int) -> str:
    return (seed * (size // len(seed) + 1))[:size]


def _presidio() -> Callable[[str], object]:
    try:
        from presidio_analyzer import AnalyzerEngine
    except ImportError:
        sys.exit("Presidio is not installed: pip install presidio-analyzer, and a spaCy model")
    engine = AnalyzerEngine()
    return lambda text: engine.analyze(text=text, language="en")


if __name__ == "__main__":
    main()
