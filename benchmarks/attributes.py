"""Attributes: how often the role of a mention is right, and which descriptors are found.

    python -m benchmarks.attributes roles NARRATIVES ...     precision and recall of each role
    python -m benchmarks.attributes roles ... --errors       with the sentences that went wrong
    python -m benchmarks.attributes descriptors FILE         recall of each kind of attribute
    python -m benchmarks.attributes lookalikes FILE          sentences that are flagged

NARRATIVES are marked as `privacy/attributes/narratives.txt` is. A line for a descriptor is
"kind|sentence" with the words that must be found in brackets. Intervals hold 95 of 100 bootstrap
samples of whole narratives (seeded). The named baseline says "description" of everything but an
activity, and "lawful activity" of that.
"""

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.table import show
from privacy.attributes import ACTIVITIES, Role, find_mentions
from privacy.attributes.narratives import Marked, parse_narratives

SEED = 4
SAMPLES = 400
_BRACKETS = re.compile(r"\[([^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Judged:
    """A mark of a narrative: its role, what was said of it and what the baseline says."""

    marked: Role
    told: Role
    baseline: Role


def judge(marked: Marked) -> list[Judged]:
    """Compare one narrative; a mark that nothing was found at was told to play no part."""
    mentions = find_mentions(marked.text)
    judged = []
    for start, end, role in marked.marks:
        inside = [each for each in mentions if each.start < end and each.end > start]
        told = inside[-1].role if inside else Role.IRRELEVANT
        is_act = bool(inside) and inside[-1].attribute in ACTIVITIES
        judged.append(Judged(role, told, Role.LAWFUL_ACTIVITY if is_act else Role.DESCRIPTION))
    return judged


def rates(judged: Sequence[Judged], role: Role) -> tuple[float, float]:
    """Return precision and recall of a role; 1.0 where nothing was told or marked."""
    right = sum(each.marked is role and each.told is role for each in judged)
    told = sum(each.told is role for each in judged)
    marked = sum(each.marked is role for each in judged)
    return (right / told if told else 1.0, right / marked if marked else 1.0)


def stopped(judged: Sequence[Judged]) -> float:
    """Return the share of descriptions and targets that would be put to the officer as basis."""
    spared = [each for each in judged if each.marked in {Role.DESCRIPTION, Role.TARGET}]
    return sum(each.told is Role.BASIS for each in spared) / len(spared) if spared else 0.0


def interval(values: Sequence[float]) -> str:
    """Write the middle 95 of 100 values."""
    ordered = sorted(values)
    return f"{ordered[len(ordered) // 40]:.2f}-{ordered[-1 - len(ordered) // 40]:.2f}"


def print_roles(narratives: Sequence[list[Judged]]) -> None:
    """Print the rates of each role with intervals, and the share that is wrongly stopped."""
    chance = random.Random(SEED)
    flat = [each for judged in narratives for each in judged]
    samples = [
        [each for judged in chance.choices(narratives, k=len(narratives)) for each in judged]
        for _ in range(SAMPLES)
    ]
    rows = []
    for role in Role:
        precision, recall = rates(flat, role)
        spread = [rates(sample, role) for sample in samples]
        base = rates([Judged(each.marked, each.baseline, each.baseline) for each in flat], role)
        rows.append(
            (
                role.value,
                str(sum(each.marked is role for each in flat)),
                f"{precision:.3f} ({interval([each[0] for each in spread])})",
                f"{recall:.3f} ({interval([each[1] for each in spread])})",
                f"{base[0]:.2f} / {base[1]:.2f}",
            )
        )
    show("roles", ("role", "marks", "precision", "recall", "baseline"), rows)
    shares = [stopped(sample) for sample in samples]
    print(f"descriptions and targets stopped: {stopped(flat):.3f} ({interval(shares)})")


def print_errors(narratives: Sequence[Marked]) -> None:
    """Print the narratives that are decided otherwise than marked."""
    for marked in narratives:
        for (start, end, role), each in zip(marked.marks, judge(marked), strict=True):
            if each.told is not role:
                words = f"{marked.text[:start]}[{marked.text[start:end]}]{marked.text[end:]}"
                print(f"{role.value:>16} told {each.told.value:<16} {words}")


def print_descriptors(content: str) -> None:
    """Print how many of the bracketed words are found, by kind, and which are not."""
    found: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    missed = []
    for line in content.splitlines():
        if line.startswith("#") or "|" not in line:
            continue
        kind, _, sentence = line.partition("|")
        match = _BRACKETS.search(sentence)
        if match is None:
            continue
        start, end = match.start(), match.end() - 2
        text = _BRACKETS.sub(r"\1", sentence)
        is_found = any(
            each.attribute.value == kind and each.start < end and each.end > start
            for each in find_mentions(text)
        )
        found[kind][is_found] += 1
        if not is_found:
            missed.append(line)
    rows = [
        (kind, str(count.total()), f"{count[True] / count.total():.3f}")
        for kind, count in found.items()
    ]
    show("descriptors", ("kind", "descriptors", "recall"), rows)
    print("missed:", *missed, sep="\n  ")


def print_lookalikes(content: str) -> None:
    """Print the sentences in which something is found though nothing should be."""
    lines = [line for line in content.splitlines() if line and not line.startswith("#")]
    flagged = [line for line in lines if find_mentions(line)]
    print(f"{len(flagged)} of {len(lines)} flagged ({len(flagged) / len(lines):.3f}):")
    print(*flagged, sep="\n")


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["roles", "descriptors", "lookalikes"])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--errors", action="store_true", help="print what went wrong")
    options = parser.parse_args()
    content = "\n".join(path.read_text("utf-8") for path in options.files)
    if options.what == "descriptors":
        print_descriptors(content)
    elif options.what == "lookalikes":
        print_lookalikes(content)
    else:
        narratives = list(parse_narratives(content))
        print_roles(list(map(judge, narratives)))
        if options.errors:
            print_errors(narratives)


if __name__ == "__main__":
    main()
