"""The versions of a report that its officer corrected, and what differs from one to the next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators.codes import TARGET_SECTOR
from indicators.definitions import DefinitionSet, Element, ElementKind
from indicators.errors import UnknownIndicatorError
from sar.models import Report, ReportVersion
from sar.reports.word_marks import Part, marked_words
from sar.values import frozen

LocalTime = Callable[[datetime], str]
_PLACES = {"street": "Street", "facility": "Facility", "city": "City"}
_PARTS = {"name": "name", "plate": "plate", "description": "description"}
_OTHERS = {
    "behaviours": "What was seen",
    "narrative": "What happened",
    "occurred": "When",
    "place": "Where",
    "sector": "Kind of place",
    "source": "How it is known",
    "attributes.reason": "Why the words have to stay",
    "attributes.facts": "What makes it more than lawful",
}
SOURCES = {
    "officer_observed": "The officer saw it",
    "witness_named": "A witness who gave a name",
    "witness_anonymous": "Somebody without a name",
    "private_sector": "Security staff or a business",
    "other_agency": "Another agency",
    "online": "Found online",
    "other": "Another way",
}
"""How it is known, said to those who read a report, by the codes of `Source`."""


@frozen
class Difference:
    """What differs in one answer; without `parts` it differs only where it is hidden."""

    path: str
    label: str
    parts: tuple[Part, ...] = field(repr=False)


@frozen
class Version:
    """One version; `differences` from the one before are None where they are not shown any more."""

    number: int
    filed_at: datetime
    content_sha256: str
    differences: tuple[Difference, ...] | None = field(repr=False, default=())


def snapshot(report: Report) -> dict[str, Any]:
    """Return what is shown of a report now, as it is kept when a new version takes its place."""
    return {
        "redacted": report.redacted,
        "coded_answers": report.coded_answers,
        "behaviours": [each.indicator_id for each in report.behaviours],
        "place": report.place_shown,
        "occurred": report.occurred_at.isoformat(),
        "sector": report.sector,
        "source": report.source,
    }


def versions_of(
    session: Session, report: Report, definition_set: DefinitionSet, *, local_time: LocalTime
) -> list[Version]:
    """Return the versions of a report, the first one first; nothing if it was never corrected.

    `definition_set` is the version of the set that the report is pinned to.
    """
    rows = rows_of(session, report.report_id)
    shown = [*(row.shown for row in rows[:-1]), snapshot(report)]
    versions = []
    for number, row in enumerate(rows):
        before, after = shown[max(number - 1, 0)], shown[number]
        differences: tuple[Difference, ...] | None = None
        if before is not None and after is not None:
            say = _Saying(definition_set, local_time)
            differences = tuple(say.difference(path, before, after) for path in row.changed)
        versions.append(Version(row.number, row.filed_at, row.content_sha256, differences))
    return versions


def told(
    report: Report, definition_set: DefinitionSet, *, local_time: LocalTime
) -> list[tuple[str, str]]:
    """Return everything that a report shows, redacted: each question with its answer."""
    shown, say = snapshot(report), _Saying(definition_set, local_time)
    coded = (
        f"answers.{indicator_id}.{element_id}"
        for indicator_id, given in report.coded_answers.items()
        for element_id in given
    )
    paths = dict.fromkeys(("behaviours", "narrative", "occurred", "place", "sector", "source"))
    paths.update(dict.fromkeys((*(report.redacted or {}), *coded)))
    texts = [(say.label(path), say.text(path, shown)) for path in paths]
    return [(label, text) for label, text in texts if text]


def rows_of(session: Session, report_id: int) -> Sequence[ReportVersion]:
    """Return the stored versions of a report in their order."""
    query = (
        select(ReportVersion)
        .where(ReportVersion.report_id == report_id)
        .order_by(ReportVersion.number)
    )
    return session.execute(query).scalars().all()


@frozen
class _Saying:
    """Says answers in words, as the pinned set names them."""

    definition_set: DefinitionSet
    local_time: LocalTime

    def difference(
        self, path: str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> Difference:
        was, now = self.text(path, before), self.text(path, after)
        return Difference(path, self.label(path), marked_words(was, now) if was != now else ())

    def text(self, path: str, shown: Mapping[str, Any]) -> str:
        if path in (shown["redacted"] or {}):
            return str(shown["redacted"][path]["text"])
        if path == "behaviours":
            return ", ".join(self._name(each) for each in shown["behaviours"])
        if path == "occurred":
            return self.local_time(datetime.fromisoformat(shown["occurred"]))
        if path == "sector":
            labels = TARGET_SECTOR.get(shown["sector"])
            return labels.normalised if labels else ""
        if path == "source":
            return SOURCES.get(shown["source"], "")
        if path.startswith("answers."):
            _, indicator_id, element_id = path.split(".")
            answer = shown["coded_answers"].get(indicator_id, {}).get(element_id)
            return "" if answer is None else self._answer(indicator_id, element_id, answer)
        return str(shown.get(path, ""))

    def _answer(self, indicator_id: str, element_id: str, answer: Any) -> str:
        element = self._element(indicator_id, element_id)
        if isinstance(answer, bool):
            return "Yes" if answer else "No"
        if element is not None and element.kind is ElementKind.DATE_TIME:
            return self.local_time(datetime.fromisoformat(answer))
        labels = {each.code: each.label for each in element.options} if element else {}
        given = answer if isinstance(answer, list) else [answer]
        return "; ".join(labels.get(str(each), str(each)) for each in given)

    def label(self, path: str) -> str:
        first, _, rest = path.partition(".")
        if path in _OTHERS:
            return _OTHERS[path]
        if first == "place":
            return _PLACES.get(rest, rest)
        if first == "answers":
            element = self._element(*rest.split("."))
            return element.label if element else path
        number, _, part = rest.partition(".")
        return f"{'Person' if first == 'people' else 'Vehicle'} {int(number) + 1}: {_PARTS[part]}"

    def _name(self, indicator_id: str) -> str:
        try:
            return self.definition_set.indicator(indicator_id).name
        except UnknownIndicatorError:
            return indicator_id

    def _element(self, indicator_id: str, element_id: str) -> Element | None:
        try:
            elements = self.definition_set.indicator(indicator_id).elements
        except UnknownIndicatorError:
            return None
        return next((each for each in elements if each.element_id == element_id), None)
