"""The pages of a report that is being written: the behaviours to pick from, and the form."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from flask import render_template
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from indicators.codes import TARGET_SECTOR
from indicators.definitions import DefinitionSet, Group, Indicator, Status
from indicators.forms import how_many
from indicators.selection import offered, select, successors
from indicators.truth import elements_of
from sar import web
from sar.errors import FieldFinding
from sar.findings import flatten
from sar.intake import (
    asked_times,
    checking,
    forms,
    gate,
    occurring,
    reading_back,
    schemas,
    upgrades,
)
from sar.intake.correcting import Own
from sar.intake.folding import folded_questions
from sar.intake.forms import Form
from sar.intake.submission import Source
from sar.intake.suggesting import suggest_behaviours
from sar.intake.when_words import in_words, which_of_two
from sar.reports.lately import recent_behaviours
from sar.serving import navigation
from sar.sets import published
from sar.sets.published import PublishedSet, SetReference
from sar.wording import languages
from sar.wording.zones import ZONES, zone_name

SOURCE_LABELS = {
    Source.OFFICER_OBSERVED: "I saw it myself",
    Source.WITNESS_NAMED: "A witness who gave a name told me",
    Source.WITNESS_ANONYMOUS: "Somebody told me without a name",
    Source.PRIVATE_SECTOR: "Security staff or a business told me",
    Source.OTHER_AGENCY: "Another agency told me",
    Source.ONLINE: "I found it online",
    Source.OTHER: "Some other way",
}

# In which order the form asks, by the first part of a field's name.
_ORDER = (
    *("behaviours", "place", "sector", "occurred", "narrative", "attributes", "answers", "source"),
    *("people", "vehicles"),
)
MOST_RECENT = 6
"""Behaviors that an officer reported lately, offered by one tap: as many as fit a phone."""


def ids_of(current: PublishedSet) -> set[str]:
    """Return the ids of all behaviours of a version."""
    return {indicator.indicator_id for indicator in current.definition_set.indicators}


def new_form(current: PublishedSet, picked: Sequence[str], told: str = "") -> MultiDict[str, str]:
    """Return the form as it is before anything is filled in."""
    return MultiDict[str, str](
        [
            ("set.set_id", current.definition_set.set_id),
            ("set.version", current.definition_set.version),
            ("set.sha256", current.sha256),
            ("key", secrets.token_urlsafe(24)),
            ("narrative", told),
            ("occurred.zone", web.viewer_zone()),
            ("occurred.begun", web.now().isoformat()),
            ("people.0.name", ""),
            ("vehicles.0.plate", ""),
            *(("behaviours", each) for each in picked),
        ]
    )


def behaviours_page(
    current: PublishedSet,
    picked: Sequence[str],
    findings: Sequence[FieldFinding],
    *,
    told: str = "",
    is_asked: bool = False,
) -> str:
    """Show the behaviours to pick from, those first that may fit what was told."""
    definition_set = current.definition_set
    with web.reading() as session:
        lately = recent_behaviours(session, viewer=web.actor())
    # What is longer is refused later, and is not read to its end for a suggestion.
    limit = web.wiring().settings.max_narrative_chars
    read = told[:limit]
    hints = suggest_behaviours(read, definition_set, web.wiring().recognizers) if read else ()
    return render_template(
        "intake/behaviours.html",
        definition_set=definition_set,
        groups=_groups(definition_set),
        notes=_notes(definition_set),
        recent=_recent(lately, definition_set),
        picked=picked,
        findings=findings,
        told=told,
        hints=[(definition_set.indicator(each.indicator_id), each.phrases) for each in hints],
        is_asked=is_asked,
        max_narrative_chars=limit,
    )


def _groups(definition_set: DefinitionSet) -> list[tuple[Group, list[Indicator]]]:
    by_group = [
        (group, [each for each in offered(definition_set) if each.group is group])
        for group in Group
    ]
    return [(group, members) for group, members in by_group if members]


def _recent(lately: Sequence[str], definition_set: DefinitionSet) -> list[Indicator]:
    known = {each.indicator_id: each for each in offered(definition_set)}
    return [known[each] for each in lately if each in known][:MOST_RECENT]


def _notes(definition_set: DefinitionSet) -> dict[str, str]:
    """Say of each behaviour on its way out what to pick instead, where there is something."""
    notes = {}
    for each in definition_set.indicators:
        instead = " or ".join(f"“{after.name}”" for after in successors(each, definition_set))
        if each.status is Status.DEPRECATED:
            better = f"On its way out: better pick {instead}."
            notes[each.indicator_id] = better if instead else "On its way out."
        if each.status is Status.RETIRED:
            other = f"No longer reported: pick {instead}."
            notes[each.indicator_id] = other if instead else "No longer reported."
    return notes


def carried_page(
    form: Form, reference: SetReference, set_findings: Sequence[FieldFinding]
) -> ResponseReturnValue:
    """Bring the form to the version in force, or ask which behaviours fit it now."""
    with web.reading() as session:
        current = published.current_set(session, now=web.now())
        begun = published.find_set(session, set_id=reference.set_id, version=reference.version)
    if (
        begun is None
        or reference.sha256 not in ("", begun.sha256)
        or begun.definition_set.set_id != current.definition_set.set_id
    ):
        return form_page(current, form, set_findings), 422
    status = 422 if set_findings else 200
    if begun.sha256 == current.sha256:
        return form_page(current, form, []), status
    upgrade = upgrades.bring_over(form, begun.definition_set, current.definition_set)
    if upgrade.choices:
        return _choose_page(begun, current, upgrade), 422 if upgrade.findings else status
    note = set_findings[0].message if set_findings else ""
    return form_page(current, upgrade.form, upgrade.findings, note=note), status


def _choose_page(begun: PublishedSet, current: PublishedSet, upgrade: upgrades.Upgrade) -> str:
    asked = {"csrf_token", "carry", "choose", *(each.field_name for each in upgrade.choices)}
    return render_template(
        "intake/choose_again.html",
        begun=begun.definition_set,
        current=current.definition_set,
        choices=upgrade.choices,
        fields=[each for each in upgrade.form.items(multi=True) if each[0] not in asked],
        findings=upgrade.findings,
    )


def begun_page(shown: PublishedSet, form: Form, findings: Sequence[FieldFinding]) -> str:
    """Show the form under the version that it was begun with; say so if a newer one is in force."""
    now = web.now()
    with web.reading() as session:
        current = published.current_set(session, now=now)
    if shown.sha256 == current.sha256:
        return form_page(shown, form, findings)
    newer = upgrades.Newer(
        version=current.definition_set.version,
        until=next((each.accept_until for each in shown.periods if each.holds(now)), None),
        changed=upgrades.count_changed(form, shown.definition_set, current.definition_set),
    )
    return form_page(shown, form, findings, newer=newer)


def form_page(
    shown: PublishedSet,
    form: Form,
    findings: Sequence[FieldFinding],
    *,
    newer: upgrades.Newer | None = None,
    note: str = "",
    around: Mapping[str, object] = MappingProxyType({}),
) -> str:
    """Show the form with what was typed and what is wrong with it, in the order of the page."""
    findings = sorted(findings, key=_place_on_page)
    definition_set = shown.definition_set
    picked = [each for each in form.getlist("behaviours") if each in ids_of(shown)]
    indicators = [definition_set.indicator(each) for each in dict.fromkeys(picked)]
    return render_template(
        "intake/form.html",
        definition_set=definition_set,
        indicators=indicators,
        folded_questions=folded_questions,
        choices=_choices(definition_set, indicators),
        how_many=how_many,
        elements_of=elements_of,
        form=form,
        # A phone gives each report that it keeps a key of its own.
        key=form.get("key") or ("" if "is_shell" in around else secrets.token_urlsafe(24)),
        newer=newer,
        note=note,
        changes=upgrades.changes(form, definition_set),
        findings=findings,
        errors={finding.path: finding for finding in reversed(findings)},
        sectors=[(code, labels.normalised) for code, labels in TARGET_SECTOR.items()],
        sources=list(SOURCE_LABELS.items()),
        states=[(state, state) for state in schemas.STATES],
        zones=_zones(form.get("occurred.zone", "")),
        people=max(1, forms.count_of(form, "people")),
        vehicles=max(1, forms.count_of(form, "vehicles")),
        max_narrative_chars=web.wiring().settings.max_narrative_chars,
        times=times_in_words(occurring.told(form, now=web.now())),
        meant={
            each.name: _choices_in_words(each.choices, each.zone)
            for each in asked_times.read(form, indicators, now=web.now())
            if len(each.choices) > 1
        },
        read_at=web.now().isoformat(),
        is_asked="attributes.asked" in form or any(each.rule == gate.RULE for each in findings),
        beside=gate.beside(forms.told_texts(form, indicators)),
        **around,
    )


def shell_page(shown: PublishedSet) -> str:
    """Return the form with the questions of every behaviour, which is nobody's in particular.

    With it go the findings about an empty form: the phone says them before anything is sent.
    """
    definition_set = shown.definition_set
    form = new_form(shown, [each.indicator_id for each in offered(definition_set)])
    form["key"], form["occurred.zone"] = "", web.wiring().settings.zone
    form["occurred.begun"] = ""
    submission = forms.submission_from_form(form, definition_set)
    _report, messages = schemas.load_report(submission)
    nothing_chosen = select([], definition_set).findings
    own = {
        "is_shell": True,
        "groups": _groups(definition_set),
        "notes": _notes(definition_set),
        "missing": [
            *map(checking.field_finding, nothing_chosen),
            *checking.about_answers(submission, shown),
            *flatten(messages, ""),
        ],
    }
    return form_page(shown, form, [], around=navigation.bare() | own)


def _place_on_page(finding: FieldFinding) -> int:
    first = finding.path.partition(".")[0]
    return _ORDER.index(first) if first in _ORDER else len(_ORDER)


def times_in_words(when: occurring.Told) -> list[tuple[str, str]]:
    """Return the moments that a time may mean, each with its code, in the reader's language."""
    moments = when.choices or ({"": when.moment} if when.moment else {})
    return _choices_in_words(moments, when.zone)


def _choices_in_words(moments: Mapping[str, datetime], zone: str) -> list[tuple[str, str]]:
    return [(code, _in_words(moment, zone)) for code, moment in moments.items()]


def _in_words(moment: datetime, zone: str) -> str:
    if web.language() is languages.ENGLISH:
        return in_words(moment, zone)
    local = moment.astimezone(ZoneInfo(zone))
    name = languages.translate(zone_name(zone), web.language().code)
    return f"{languages.spell_moment(local, web.language().code)} {name}{which_of_two(local)}"


def check_page(
    shown: PublishedSet, form: Form, when: occurring.Told, *, correction: Own | None = None
) -> str:
    """Show what will be sent in words, each answer with a way back to it."""
    indicators = [shown.definition_set.indicator(each) for each in form.getlist("behaviours")]
    times = asked_times.read(form, indicators, now=web.now())
    chosen = {each.name + asked_times.CHOSEN: each.chosen for each in times}
    chosen |= {"occurred.chosen": when.chosen} if when.chosen else {}
    asked = {"csrf_token", "key", "check", "change", "occurred.read_at", "occurred.chosen", *chosen}
    return render_template(
        "intake/check.html",
        correction=correction,
        rows=reading_back.rows(
            form,
            indicators,
            when=_in_words(when.moment, when.zone) if when.moment else "",
            times={each.name: _in_words(each.moment, each.zone) for each in times if each.moment},
            sources=SOURCE_LABELS,
        ),
        fields=[
            ("key", form.get("key") or secrets.token_urlsafe(24)),
            *(each for each in form.items(multi=True) if each[0] not in asked),
            *chosen.items(),
            *([("occurred.read_at", web.now().isoformat())] if chosen else []),
        ],
    )


def _choices(definition_set: DefinitionSet, picked: Sequence[Indicator]) -> list[dict[str, str]]:
    """List the behaviours to pick from where the choice itself must be mended."""
    notes = _notes(definition_set)
    listed = dict.fromkeys((*picked, *offered(definition_set)))
    return [
        {"code": each.indicator_id, "label": each.name, "hint": notes.get(each.indicator_id, "")}
        for each in listed
    ]


def _zones(chosen: str) -> list[tuple[str, str]]:
    known = list(ZONES)
    own = {web.viewer_zone(), web.wiring().settings.zone}
    if chosen and chosen not in dict(ZONES) and chosen in own:
        known.insert(0, (chosen, chosen))
    return known
