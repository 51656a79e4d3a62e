"""What the form sends when the officer changes their mind half-way."""

from flask import Flask
from sqlalchemy import select

from sar import db
from sar.models import Report
from tests import factories
from tests.pages import fields_of

FORM = "/reports/new"


def filed(app: Flask, **typed: str) -> Report:
    """File a report by the form, with these fields typed besides what it requires."""
    client = factories.signed_in(app, "officer")
    indicator = factories.newest_set().indicators[0]
    form = fields_of(client.get(f"{FORM}?behaviours={indicator.indicator_id}").text, FORM)
    for element in indicator.elements:
        if element.required and element.when is None:
            value = factories.answer(element)
            given = value if isinstance(value, list) else [value]
            name = f"answers.{indicator.indicator_id}.{element.element_id}"
            form.setlist(name, ["yes" if each is True else str(each) for each in given])
    told = {"narrative": "Two people cut the fence and ran.", "source": "officer_observed"}
    for name, text in (told | typed).items():
        form[name] = text
    answer = client.post(FORM, data=form)
    assert answer.status_code == 303, answer.text
    with db.reading(app.extensions["sar"].engine) as session:
        report = session.execute(select(Report)).scalar_one()
        session.expunge(report)
    return report


def test_a_street_that_was_typed_before_coordinates_were_chosen_is_in_the_report(
    app: Flask,
) -> None:
    place = {"place.kind": "coordinates", "place.latitude": "41.88", "place.longitude": "-87.63"}
    report = filed(app, **{**place, "place.street": "12 Elm Street", "occurred.kind": "now"})
    assert report.place_shown == "near 41.88, -87.63"
    assert report.redacted is not None
    # It is there, and hidden as every street is.
    assert "place.street" in report.redacted
    assert "Elm" not in str(report.redacted)


def test_a_date_that_was_typed_before_earlier_today_was_chosen_does_not_count(
    sqlite_app: Flask,
) -> None:
    when = {"occurred.kind": "today", "occurred.date": "2025-12-24", "occurred.time": "08:00"}
    place = {"place.kind": "facility", "place.facility": "North substation"}
    report = filed(sqlite_app, **when, **place, **{"occurred.zone": "UTC"})
    assert report.occurred_at.date() == sqlite_app.extensions["sar"].clock().date()


def test_a_time_in_words_without_a_zone_is_one_fault(sqlite_app: Flask) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    form = fields_of(client.get(f"{FORM}?behaviours=ind-0001").text, FORM)
    form["occurred.kind"], form["occurred.words"] = "at", "yesterday 9 pm"
    for zone, message in (("", "The time has no zone."), ("Mars/Base", "This zone is not known.")):
        form["occurred.zone"] = zone
        page = client.post(FORM, data=form).text
        summary = page.partition('id="error-summary"')[2].partition("</ul>")[0]
        about_time = [each for each in ("zone", "date is missing", "time is missing", "time could")
                      if each in summary]  # fmt: skip
        assert about_time == ["zone"]
        assert message in summary
