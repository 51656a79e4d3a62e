"""The changes between two versions, grouped as release notes are, for people and for programs."""

from dataclasses import dataclass
from enum import StrEnum

from indicators.changes import Change, ChangeKind, Level, compare, next_version
from indicators.definitions import DefinitionSet, Json

FORMAT = "sar-changes-1"
"""Names the shape of `to_plain`; another number when a program would have to be changed."""


class Category(StrEnum):
    """Under which heading a change stands, in the order of the headings.

    The headings are those of the release notes of MITRE ATT&CK (additions, major and minor
    version changes, patches, deprecations, revocations), with splits and merges of our own:
    https://github.com/mitre-attack/mitreattack-python/tree/master/mitreattack/diffStix
    """

    ADDED = "added"
    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    SPLIT = "split"
    MERGED = "merged"
    DEPRECATED = "deprecated"
    REVOKED = "revoked"


HEADINGS = {
    Category.ADDED: "Added",
    Category.MAJOR: "Major: refuses what was accepted, or gives an answer another meaning",
    Category.MINOR: "Minor: asks, accepts or weighs more",
    Category.PATCH: "Patch: wording only",
    Category.SPLIT: "Split",
    Category.MERGED: "Merged",
    Category.DEPRECATED: "Deprecated: accepted, no longer offered",
    Category.REVOKED: "Revoked: retired or removed",
}
_BY_KIND = {
    ChangeKind.SPLIT: Category.SPLIT,
    ChangeKind.MERGED: Category.MERGED,
    ChangeKind.DEPRECATED: Category.DEPRECATED,
    ChangeKind.RETIRED: Category.REVOKED,
}
_BY_LEVEL = {
    Level.MAJOR: Category.MAJOR,
    Level.MINOR: Category.MINOR,
    Level.PATCH: Category.PATCH,
}


@dataclass(frozen=True, slots=True)
class ReleaseNotes:
    """All changes from one version to another, and the least number that the newer one may have."""

    old: DefinitionSet
    new: DefinitionSet
    changes: tuple[Change, ...]
    next_version: str

    def groups(self) -> tuple[tuple[Category, tuple[Change, ...]], ...]:
        """Group the changes by category, in the order of the categories, without empty ones."""
        groups = (
            (category, tuple(each for each in self.changes if category_of(each) is category))
            for category in Category
        )
        return tuple((category, changes) for category, changes in groups if changes)


def release_notes(old: DefinitionSet, new: DefinitionSet) -> ReleaseNotes:
    """Compare two versions of a set; raises IncomparableSetsError when the set ids differ."""
    return ReleaseNotes(old, new, compare(old, new), next_version(old, new))


def category_of(change: Change) -> Category:
    """Give the heading of a change.

    What was added stands under "major" if it refuses something: that is what has to be read first.
    """
    if change.kind is ChangeKind.ADDED and change.level is not Level.MAJOR:
        return Category.ADDED
    return _BY_KIND.get(change.kind) or _BY_LEVEL[change.level]


def to_plain(notes: ReleaseNotes) -> dict[str, Json]:
    """Give the notes as JSON types.

    Keys: `format`, `set_id`, `old` and `new` (each `version` and `sha256`), `next_version`,
    `counts` (category to number, none left out) and `changes`, in the order of `compare`. Each
    change has `category`, `kind`, `level`, `indicator_id`, `element_id`, `rule_id` (null where the
    change is about no such thing), `field` ("" where a whole thing came or went), `before`,
    `after` and `sentence`.
    """
    groups = dict(notes.groups())
    return {
        "format": FORMAT,
        "set_id": notes.new.set_id,
        "old": {"version": notes.old.version, "sha256": notes.old.sha256},
        "new": {"version": notes.new.version, "sha256": notes.new.sha256},
        "next_version": notes.next_version,
        "counts": {each.value: len(groups.get(each, ())) for each in Category},
        "changes": [_plain_change(each) for each in notes.changes],
    }


def _plain_change(change: Change) -> Json:
    return {
        "category": category_of(change).value,
        "kind": change.kind.value,
        "level": change.level.name.lower(),
        "indicator_id": change.indicator_id,
        "element_id": change.element_id,
        "rule_id": change.rule_id,
        "field": change.field_name,
        "before": change.before,
        "after": change.after,
        "sentence": change.sentence,
    }
