"""One behaviour becomes several, several become one, or one takes another's place: pure functions.

The new behaviours, the relations in pairs, the status of the old ones and what the new ones take
over are one change. A behaviour that is retired gives its questions and rules away under their own
ids, so that the answers of older reports follow them; one that is still accepted keeps them, and
the new ones get copies under new ids.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indicators.definitions import (
    Case,
    Condition,
    Confidence,
    CrossRule,
    DefinitionSet,
    Element,
    Example,
    Indicator,
    Relation,
    RelationKind,
    RoleGuidance,
    Status,
    needs_innocent_explanation,
)
from indicators.examples import with_cases_as_found
from indicators.truth import elements_of
from sar.catalog.drafts import relations
from sar.catalog.drafts.edits import with_behaviour, without_question, without_rule
from sar.catalog.drafts.rule_tests import renamed
from sar.catalog.identity import FreshIds, IdKind
from sar.values import frozen


@frozen
class Heir:
    """A new behaviour: its words, and the questions and examples that it takes over.

    `examples` are pairs of a behaviour's id and the number of its example, from 1.
    """

    indicator_id: str
    name: str
    definition: str = field(repr=False)
    element_ids: frozenset[str]
    examples: frozenset[tuple[str, int]]


@frozen
class Plan:
    """What becomes of the old behaviours: `into` are new ones, or the id of one that is there."""

    kind: RelationKind
    old_ids: tuple[str, ...]
    into: tuple[Heir, ...] | str
    status: Status


def carried_out(draft: DefinitionSet, *, plan: Plan, fresh: FreshIds) -> DefinitionSet:
    """Carry a plan out; raises UnknownIndicatorError if the draft has no such behaviour."""
    olds = tuple(draft.indicator(each) for each in plan.old_ids)
    handing = _Handing(olds, fresh, keeps_ids=plan.status is Status.RETIRED)
    heirs = () if isinstance(plan.into, str) else plan.into
    # Nobody has said yet what is to be found in the cases of a new behaviour: what is found now.
    new = tuple(with_cases_as_found(handing.heir(each), draft) for each in heirs)
    place = 1 + max(draft.indicators.index(each) for each in olds)
    draft = replace(draft, indicators=(*draft.indicators[:place], *new, *draft.indicators[place:]))
    for old in olds:
        draft = with_behaviour(draft, old.indicator_id, handing.left_of)
        draft = relations.with_status(draft, indicator_id=old.indicator_id, status=plan.status)
    heir_ids = [each.indicator_id for each in new] or [str(plan.into)]
    for old in olds:
        for heir_id in heir_ids:
            draft = _related(draft, plan.kind, old.indicator_id, heir_id)
    return draft


def _related(draft: DefinitionSet, kind: RelationKind, old_id: str, heir_id: str) -> DefinitionSet:
    if kind is RelationKind.MERGED_INTO:
        return relations.with_relation(draft, old_id, Relation(kind, heir_id))
    return relations.with_relation(draft, heir_id, Relation(kind, old_id))


@dataclass(slots=True)
class _Handing:
    """Hands the parts of old behaviours to new ones, and remembers which went under their ids."""

    olds: Sequence[Indicator]
    fresh: FreshIds
    keeps_ids: bool
    gone: set[str] = field(default_factory=set)

    def heir(self, heir: Heir) -> Indicator:
        """Make a new behaviour of what it takes over."""
        first = self.olds[0]
        elements, ids = self._elements(heir, is_asked=needs_innocent_explanation(first))
        rules = tuple(self._rules(ids))
        return Indicator(
            heir.indicator_id,
            first.niem_code,
            first.group,
            heir.name,
            heir.definition,
            _union(each.sources for each in self.olds),
            Confidence.MEMORY,
            max(each.weight for each in self.olds),
            elements=elements,
            guidance=_union(each.guidance for each in self.olds),
            examples=tuple(_examples(self.olds, heir, ids)),
            role_guidance=_role_guidance(self.olds),
            rules=rules,
            cases=tuple(_cases(self.olds, ids)),
            phrases=_union(each.phrases for each in self.olds),
        )

    def left_of(self, old: Indicator) -> Indicator:
        """Give an old behaviour without what went under its own id."""
        for element in old.elements:
            if element.when is not None and element.when.element_id in self.gone:
                kept = replace(element, when=None)
                elements = tuple(kept if each is element else each for each in old.elements)
                old = replace(old, elements=elements)
        for rule in old.rules:
            if rule.rule_id in self.gone:
                old = without_rule(old, rule_id=rule.rule_id)
        for element in old.elements:
            if element.element_id in self.gone:
                old = without_question(old, element_id=element.element_id)
        return old

    def _elements(
        self, heir: Heir, *, is_asked: bool
    ) -> tuple[tuple[Element, ...], Mapping[str, str]]:
        taken = [
            each
            for old in self.olds
            for each in old.elements
            if each.element_id in heir.element_ids
        ]
        # Two behaviours that are merged both ask for the innocent explanation; one question is
        # enough.
        explaining = [each for each in taken if each.explains_innocence]
        taken = [each for each in taken if each not in explaining[1:]]
        ids = {each.element_id: self._id(each.element_id, IdKind.QUESTION) for each in taken}
        return (
            tuple(
                replace(
                    each,
                    element_id=ids[each.element_id],
                    when=_renamed_condition(each.when, ids),
                    explains_innocence=each.explains_innocence and is_asked,
                )
                for each in taken
            ),
            ids,
        )

    def _rules(self, ids: Mapping[str, str]) -> Iterator[CrossRule]:
        for old in self.olds:
            for rule in old.rules:
                if elements_of(rule.holds) <= ids.keys():
                    rule_id = self._id(rule.rule_id, IdKind.RULE)
                    yield replace(rule, rule_id=rule_id, holds=renamed(rule.holds, ids))

    def _id(self, own: str, kind: IdKind) -> str:
        """Give a part its own id if it can take it along, else a new one."""
        if not self.keeps_ids or own in self.gone:
            return self.fresh.take(kind)
        self.gone.add(own)
        return own


def _examples(olds: Sequence[Indicator], heir: Heir, ids: Mapping[str, str]) -> Iterator[Example]:
    for old in olds:
        for number, example in enumerate(old.examples, start=1):
            if (old.indicator_id, number) in heir.examples:
                answers = {ids[k]: v for k, v in (example.answers or {}).items() if k in ids}
                yield replace(example, answers=answers or None)


def _cases(olds: Sequence[Indicator], ids: Mapping[str, str]) -> Iterator[Case]:
    """Give the answers of the cases that speak of nothing but what is taken over."""
    for old in olds:
        for case in old.cases:
            if case.answers.keys() <= ids.keys():
                yield Case({ids[key]: value for key, value in case.answers.items()})


def _renamed_condition(when: Condition | None, ids: Mapping[str, str]) -> Condition | None:
    return None if when is None else replace(when, element_id=ids[when.element_id])


def _role_guidance(olds: Sequence[Indicator]) -> tuple[RoleGuidance, ...]:
    every = [each for old in olds for each in old.role_guidance]
    return tuple(
        RoleGuidance(audience, _union(each.texts for each in every if each.audience is audience))
        for audience in dict.fromkeys(each.audience for each in every)
    )


def _union(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for one in lists for each in one))
