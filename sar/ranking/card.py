"""The card of a ranker: what it learned from, what it reads, how good and how fair it is."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from privacy.suppression import SMALLEST, publish
from sar.models import RankerVersion
from sar.ranking.judging import Judgement
from sar.ranking.lessons import Lesson
from triage.audits.checks import fifths
from triage.audits.gate import Judged, Limits
from triage.audits.probe import auc
from triage.audits.rates import Rate, is_at_top, rates
from triage.audits.swaps import BINS, Moved

FORMAT = "sar-ranker-card 1"
READ_SHARES = (0.1, 0.2)
ROUNDED_TO = 10

READS = (
    "The redacted account, with every protected attribute masked: words, parts of words, pairs.",
    "Facts: behaviors and how far their questions are answered, sector, source, hour, how the "
    "place is given, whether people and vehicles are described, likeness, links made before it was "
    "read.",
    "The points of the rules.",
)
NEVER_READS = (
    "Who filed the report, and where they work.",
    "Names, numbers and addresses: they are placeholders before a ranker sees a text.",
    "Protected attributes and activities: they are masked before a ranker sees a text.",
    "The place itself, and the day of the week, which may be a day of worship.",
)


def make_card(
    version: RankerVersion,
    judgement: Judgement,
    lessons: Sequence[Lesson],
    *,
    against: str,
    secret: bytes,
) -> dict[str, Any]:
    """Return the card as JSON values; no count in it is about fewer people than may be told."""
    evidence = judgement.evidence
    held_back = [each for each in lessons if each.is_held_back]
    labels = evidence.labels
    return {
        "format": FORMAT,
        "ranker": _origin(version),
        "reads": list(READS),
        "never_reads": list(NEVER_READS),
        "data": {
            "sha256": version.data_sha256,
            "learned_from": version.reports,
            "of_these_mattered": version.relevant,
            "held_back": len(held_back),
            "of_held_back_mattered": int(labels.sum()),
        },
        "against": against,
        "measured": {
            "ranker": _measured(judgement.candidate, judgement),
            "active": _measured(judgement.active, judgement),
        },
        "fifths": [
            {"said": round(each.said, 4), "true": round(each.true, 4)}
            for each in fifths(judgement.candidate.chances, labels, evidence.weights)
        ],
        "swaps": [_moved(each) for each in evidence.as_used],
        "swaps_unhidden": [_moved(each) for each in evidence.alone],
        "probes": [asdict(each) for each in evidence.probes],
        "groups": {
            kind: group_rates(rates(groups, labels, is_at_top(judgement.candidate.scores)), secret)
            for kind, groups in evidence.groups.items()
        },
        "gate": {
            "is_passed": judgement.verdict.is_passed,
            "limits": asdict(Limits()),
            "findings": [asdict(each) for each in judgement.verdict.findings],
        },
    }


def _origin(version: RankerVersion) -> dict[str, Any]:
    return {
        "number": version.ranker_version_id,
        "sha256": version.sha256,
        "bytes": len(version.artefact),
        "code_version": version.code_version,
        "seed": version.seed,
        "trained_at": version.trained_at.isoformat(),
        "set": {
            "id": version.set_id,
            "version": version.set_version,
            "sha256": version.set_sha256,
        },
    }


def group_rates(counted: Sequence[Rate], secret: bytes) -> list[dict[str, Any]]:
    """Return, for each group, how many of 100 reports that mattered were not at the top.

    None where a count is withheld. Shares are rounded to tens, because the tables of two versions
    are about some of the same reports, and their difference must tell of no single one.
    """
    table = publish(
        [(each.overlooked, each.relevant - each.overlooked) for each in counted],
        secret=secret[:64],
        smallest=SMALLEST,
    )
    return [
        {"group": each.group, "overlooked_of_100": _of_100(cells)}
        for each, cells in zip(counted, table.cells, strict=True)
    ]


def _of_100(cells: Sequence[int | None]) -> int | None:
    overlooked, found = cells
    if overlooked is None or found is None or not overlooked + found:
        return None
    return round(100 * overlooked / (overlooked + found) / ROUNDED_TO) * ROUNDED_TO


def _measured(judged: Judged, judgement: Judgement) -> Mapping[str, float | None]:
    """Return the area under the curve, and the share of what mattered in the top of the queue."""
    labels, weights = judgement.evidence.labels, judgement.evidence.weights
    area = auc(labels, judged.scores, weights)
    found: dict[str, float | None] = {"area": None if area != area else round(area, 4)}
    for share in READ_SHARES if labels.sum() else ():
        at_top = is_at_top(judged.scores, share=share)
        recall = float(labels[at_top].sum() / labels.sum())
        found[f"recall_{round(100 * share)}"] = round(recall, 4)
    return found


def _moved(each: Moved) -> dict[str, Any]:
    return asdict(each) | {"bins_up_to": list(BINS)}
