"""Equal care: how many names of each origin are found, in mixed, large and small letters.

    python -m benchmarks.equal_care [--persons 200] [--model FOLDER]

The names are the eighth of the pools that training never sees (`privacy.training.pools`), and the
lexicon is made not to know them either: what is measured is care for names that nobody listed.
With --listed the program is measured as it is: patterns, lists and the shipped model, which know
most of these names. No name here is an ordinary word; the last origin shows family names that are
("Knight", "Field"), which training has seen. Intervals are 95 % bootstrap intervals over persons;
"gap" is the best minus the worst origin (goal: at most 2, 3 and 4 points).
Needs the extra "train".
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from benchmarks.table import show
from privacy.model.store import Trained, load, shipped
from privacy.model.tagging import tag
from privacy.recognizers import names
from privacy.spans import Kind
from privacy.training import people, pools

SENTENCES = (
    "Yesterday {} asked the clerk which doors lead to the loading bay.",
    "We were told that {} rented the storage unit in cash.",
    "The badge belongs to {}, who left the company in spring.",
    "Please forward the recording to {} before the weekend.",
    "{} stood at the fence for ten minutes and wrote something down.",
    "A neighbor saw {} carry two canisters into the garage.",
    "The pump was switched off while {} slept in the truck.",
    "The phone was registered in the name of {}.",
    "On the video {} climbs over the wall and drops a bag.",
    "It turned out that the second key had been copied by {}.",
    "Two of the drums were signed out under {} and never came back.",
    "There is no reason to think {} meant any harm.",
    "What did {} want with forty pounds of nails?",
    "The landlord says {} pays late and keeps odd hours.",
    "Because {} refused to open the trunk, the guard took down the plate.",
    "Police stopped {} twice that night close to the reservoir.",
    "I would rather talk to {} myself before anyone writes this up.",
    "The last person to use the terminal was {}.",
    "The drone crashed into the yard of {} around noon.",
    "Later that evening {} drove past the plant again, very slowly.",
    "Our receptionist gave {} a visitor pass without checking.",
    "The tall one is called {} and works nights.",
    "All three invoices carry the signature of {}.",
    "Can somebody check whether {} still has access to the roof?",
)
"""Sentences around a name; they are no templates of the training."""

CASES: dict[str, Callable[[str], str]] = {"cased": str, "UPPER": str.upper, "lower": str.lower}
RESAMPLES = 1_000


@dataclass(frozen=True, slots=True)
class Care:
    """Per origin and case, whether each name was found, (n_persons,) of 0 and 1."""

    found: dict[str, dict[str, NDArray[np.float64]]]
    words: dict[str, NDArray[np.float64]]
    """The same for persons whose family name is an ordinary word."""


def persons(origin: str, count: int, random: Random) -> list[str]:
    """Make full names of an origin from names that training never sees."""
    names = pools.names_by_origin()[origin]
    given = [name for name in names.given if pools.is_held_out(name)]
    family = [name for name in names.family if pools.is_held_out(name)]
    return [f"{random.choice(given)} {random.choice(family)}" for _ in range(count)]


def word_persons(count: int, random: Random) -> list[str]:
    """Make full names of given names that training never sees and ordinary words."""
    given = [
        name
        for names in pools.names_by_origin().values()
        for name in names.given
        if pools.is_held_out(name)
    ]
    families = people.soft_families()
    return [f"{random.choice(given)} {random.choice(families)}" for _ in range(count)]


def measure(trained: Trained, *, n_persons: int, is_listed: bool, seed: int = 7) -> Care:
    """Look for names of each origin in sentences, in each case."""
    random = Random(seed)

    def look(names: list[str]) -> dict[str, NDArray[np.float64]]:
        texts = [(random.choice(SENTENCES), name) for name in names]
        return {
            case: np.array(
                [
                    is_found(spelled(sentence), spelled(name), trained, is_listed=is_listed)
                    for sentence, name in texts
                ],
                dtype=np.float64,
            )
            for case, spelled in CASES.items()
        }

    found = {origin: look(persons(origin, n_persons, random)) for origin in sorted(pools.LOCALES)}
    return Care(found, look(word_persons(n_persons, random)))


def is_found(sentence: str, name: str, trained: Trained, *, is_listed: bool) -> bool:
    """Tell whether every letter of a name in a sentence is found to be a person's."""
    before, _, after = sentence.partition("{}")
    text = f"{before}{name}{after}"
    spans = _by_all(text) if is_listed else _by_model(text, trained, hidden=_words(name))
    covered = {place for start, end in spans for place in range(start, end)}
    wanted = range(len(before), len(before) + len(name))
    return all(place in covered for place in wanted if text[place].isalpha())


def _by_all(text: str) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in names.recognize(text) if s.kind is Kind.PERSON]


def _by_model(text: str, trained: Trained, *, hidden: frozenset[str]) -> list[tuple[int, int]]:
    found = tag(text, trained, hidden=hidden)
    return [(each.start, each.end) for each in found if each.label == "PERSON"]


def _words(name: str) -> frozenset[str]:
    return frozenset(name.replace("-", " ").split())


def interval(values: NDArray[np.float64], generator: np.random.Generator) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a mean."""
    picks = generator.integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.percentile(values[picks].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def main() -> None:
    """Print the table of recall by origin."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=200)
    parser.add_argument("--model", type=Path, help="A folder. Default: the model that is shipped.")
    parser.add_argument("--listed", action="store_true", help="Measure lists and patterns too.")
    asked = parser.parse_args()
    trained = load(asked.model) if asked.model else shipped()
    care = measure(trained, n_persons=asked.persons, is_listed=asked.listed)
    generator = np.random.default_rng(7)
    rows = []
    for origin, by_case in {**care.found, "(ordinary words)": care.words}.items():
        cells = []
        for values in by_case.values():
            low, high = interval(values, generator)
            cells.append(f"{values.mean():.3f} [{low:.3f}, {high:.3f}]")
        rows.append((origin.replace("_", " "), *cells))
    rows.append(("gap", *(f"{_gap(care, case):.3f}" for case in CASES)))
    rows.append(("mean", *(f"{_mean(care, case):.3f}" for case in CASES)))
    title = "Recall of unseen names by origin" + (" (listed)" if asked.listed else "")
    show(title, ("origin", *CASES), rows)


def _gap(care: Care, case: str) -> float:
    means = [by_case[case].mean() for by_case in care.found.values()]
    return float(max(means) - min(means))


def _mean(care: Care, case: str) -> float:
    return float(np.mean([by_case[case].mean() for by_case in care.found.values()]))


if __name__ == "__main__":
    main()
