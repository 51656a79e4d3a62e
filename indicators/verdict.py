"""What a version of a set refuses that another one accepts, in words and with a made-up report."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.definitions import DefinitionSet, Json
from indicators.errors import IncomparableSetsError
from indicators.inclusion import Refusal, inclusion
from indicators.reasons import Sides, clause, report_in_words, undecided_clause

FORMAT = "sar-verdict-1"
"""Names the shape of `to_plain`; another number when a program would have to be changed."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why reports are refused: a clause that names the question and the behaviour, and an example.

    `refusal` has ids, the field that differs, and the smallest report that is refused for this
    reason; every value in that report is made up from the definitions. `example` is that report
    in words.
    """

    clause: str
    example: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Direction:
    """What `refusing` does with reports that `accepting` accepts; both are version numbers.

    `is_backward` says that `refusing` is the newer version. `undecided` names what was too much
    to try.
    """

    accepting: str
    refusing: str
    is_backward: bool
    reasons: tuple[Reason, ...]
    undecided: tuple[str, ...]

    @property
    def accepts_all(self) -> bool | None:
        """Tell whether nothing is refused that was accepted; None when that cannot be told."""
        if self.reasons:
            return False
        return None if self.undecided else True

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say the verdict: one sentence for each reason, or that nothing is refused."""
        accepts = "accepted" if self.is_backward else "accepts"
        refuses = f"Version {self.refusing} refuses reports that version {self.accepting} {accepts}"
        said = [f"{refuses}: {each.clause}." for each in self.reasons]
        said += [
            f"Whether version {self.refusing} refuses more cannot be told: {each} "
            "has too many sets of answers to try them all."
            for each in self.undecided
        ]
        nothing = f"Version {self.refusing} accepts every report that version {self.accepting} "
        return tuple(said) or (f"{nothing}{accepts}.",)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the newer of two versions accepts what the older accepted, and the reverse."""

    backward: Direction
    forward: Direction


def verdict(old: DefinitionSet, new: DefinitionSet) -> Verdict:
    """Say what each of two versions refuses of what the other one accepts; exact, see `inclusion`.

    Raises
    ------
    IncomparableSetsError
        When the two have different set ids.
    """
    if old.set_id != new.set_id:
        raise IncomparableSetsError(f"{old.set_id} and {new.set_id} are different sets")
    return Verdict(_direction(old, new, is_backward=True), _direction(new, old, is_backward=False))


def verdict_in_words(versions: Iterable[DefinitionSet], new: DefinitionSet) -> tuple[str, ...]:
    """Say which earlier versions a new one refuses reports of, and which not.

    Those that it refuses something of come first, each with its reasons.
    """
    refused: list[str] = []
    rest: list[str] = []
    for old in versions:
        backward = verdict(old, new).backward
        if backward.accepts_all:
            rest.append(f"Version {old.version} is unaffected.")
        else:
            refused += backward.sentences
    return (*refused, *rest)


def to_plain(old: DefinitionSet, new: DefinitionSet) -> dict[str, Json]:
    """Give the verdict as JSON types.

    Keys: `format`, `set_id`, `old`, `new` (versions), `backward` and `forward`. Each direction has
    `accepts_all` (true, false, or null where it cannot be told), `sentences`, `undecided` (what
    was too much to try) and `reasons`; each reason has `clause`, `finding` (the
    `indicators.rules.Rule`), `indicator_id`, `element_id`, `rule_id`, `field` and `example`, a
    report of `behaviours` and `answers` that the one version accepts and the other refuses.
    """
    found = verdict(old, new)
    return {
        "format": FORMAT,
        "set_id": new.set_id,
        "old": old.version,
        "new": new.version,
        "backward": _plain_direction(found.backward),
        "forward": _plain_direction(found.forward),
    }


def _direction(
    accepting: DefinitionSet, refusing: DefinitionSet, *, is_backward: bool
) -> Direction:
    sides = Sides(accepting, refusing, is_backward)
    found = inclusion(accepting, refusing)
    return Direction(
        accepting.version,
        refusing.version,
        is_backward,
        tuple(
            Reason(clause(each, sides), report_in_words(each, accepting), each)
            for each in found.refusals
        ),
        tuple(undecided_clause(each, sides) for each in found.undecided),
    )


def _plain_direction(direction: Direction) -> Json:
    return {
        "accepts_all": direction.accepts_all,
        "sentences": list(direction.sentences),
        "undecided": list(direction.undecided),
        "reasons": [_plain_reason(each) for each in direction.reasons],
    }


def _plain_reason(reason: Reason) -> Json:
    refusal = reason.refusal
    return {
        "clause": reason.clause,
        "finding": refusal.rule.value,
        "indicator_id": refusal.indicator_id,
        "element_id": refusal.element_id,
        "rule_id": refusal.rule_id,
        "field": refusal.field_name,
        "example": {
            "behaviours": list(refusal.behaviours),
            "answers": {each: dict(answers) for each, answers in refusal.answers.items()},
        },
    }
