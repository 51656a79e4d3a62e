"""Links between reports: made with three characters, taken back without a trace but the log."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import MetaData, select

from sar import db
from sar.actors import actor_of
from sar.errors import ConflictError, NotFoundError
from sar.linking import drawing, service
from sar.models import Account, Report, ReportLink
from sar.reports import linked
from tests import desk, factories

# The log only ever grows; what it says of each report is asked for apart.
LOG = {"audit_entries", "audit_heads", "sign_ins"}


def tables_of(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table but the log's."""
    engine = app.extensions["sar"].engine
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table.name not in LOG
        }


def analyst_of(app: Flask) -> Any:
    with db.reading(app.extensions["sar"].engine) as session:
        return actor_of(session.get_one(Account, factories.account_id(app, "analyst")))


def corroboration_of(app: Flask, receipts: list[str]) -> list[int]:
    with db.reading(app.extensions["sar"].engine) as session:
        query = select(Report.receipt, Report.report_id).where(Report.receipt.in_(receipts))
        ids = dict(session.execute(query).all())
        counts = linked.corroboration(session, list(ids.values()))
    return [counts[ids[receipt]] for receipt in receipts]


def test_linking_and_taking_back_is_the_identity_in_any_order(app: Flask) -> None:
    parts, actor, rng = app.extensions["sar"], analyst_of(app), Random(11)
    first = factories.file_by_api(app)["receipt"]
    receipts = [first, *desk.multiply(app, first, 5)]
    pairs = [(one, other) for one in receipts for other in receipts if one < other]
    for round_number in range(3):
        stays, passing = rng.sample(pairs, 3), rng.sample(pairs, 5)
        passing = [pair for pair in passing if pair not in stays]
        with db.transaction(parts.engine) as session:
            for pair in stays:
                service.link(session, *pair, actor=actor, now=parts.clock())
        before, counts = tables_of(app), corroboration_of(app, receipts)
        said = len(desk.log_of(app))
        later = parts.clock() + timedelta(days=3 * round_number)
        with db.transaction(parts.engine) as session:
            for one, other in passing:
                assert service.link(session, other, one, actor=actor, now=parts.clock())
            for one, other in rng.sample(passing, len(passing)):
                assert service.unlink(session, one, other, actor=actor, now=later)
                assert not service.unlink(session, one, other, actor=actor, now=later)
        assert tables_of(app) == before
        assert corroboration_of(app, receipts) == counts
        # The log alone knows of it: each link and each undoing, in the history of both reports.
        fresh = desk.log_of(app)[said:]
        assert len(fresh) == 4 * len(passing)
        assert {entry.action for entry in fresh} == {"link.made", "link.undone"}
        with db.transaction(parts.engine) as session:
            for pair in stays:
                service.unlink(session, *pair, actor=actor, now=later)


def test_an_analyst_links_by_three_characters_and_undoes_it_days_later(
    sqlite_app: Flask,
) -> None:
    one, other = (
        factories.file_by_api(sqlite_app, sector=sector)["receipt"] for sector in ("ENRG", "DAMS")
    )
    before = tables_of(sqlite_app)
    analyst = desk.sign_in(sqlite_app, "analyst")
    answer = desk.post(analyst, f"/review/{one}/links", other=other[:3].lower(), sector="ENRG")
    assert answer.status_code == 303
    assert answer.location == f"/review/{one}?sector=ENRG"
    page = analyst.get(f"/review/{one}").text
    assert "This event was told 2 times." in page
    assert corroboration_of(sqlite_app, [one, other]) == [1, 1]
    again = desk.post(
        desk.sign_in(sqlite_app, "analyst"), f"/review/{other}/links", other=one, incident="7"
    )
    assert again.location == f"/review/{other}?incident=7"
    undone = desk.post(analyst, f"/review/{other}/links/undo", other=one)
    assert undone.status_code == 303
    assert tables_of(sqlite_app) == before
    assert "told 2 times" not in analyst.get(f"/review/{one}").text


def test_what_several_receipts_begin_with_is_asked_back_and_links_nothing(
    sqlite_app: Flask,
) -> None:
    one = factories.file_by_api(sqlite_app)["receipt"]
    desk.multiply(sqlite_app, one, 3)
    analyst = desk.sign_in(sqlite_app, "analyst")
    asked = desk.post(analyst, f"/review/{one}/links", other="CL5")
    assert asked.status_code == 422
    assert asked.text.count("Link with this one") == 3
    for typed in ("", "C", one, "%%%", "___", "'; --", "zzzz"):
        answer = desk.post(analyst, f"/review/{one}/links", other=typed)
        assert answer.status_code == 422
        assert "No other report begins like this" in answer.text
    likely = desk.post(analyst, f"/review/{one}/links", other="CL5", shown="CL5-0001 X")
    assert likely.status_code == 303
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        assert len(session.execute(select(ReportLink)).all()) == 1


def test_a_held_or_unknown_report_and_itself_cannot_be_linked(sqlite_app: Flask) -> None:
    parts, actor = sqlite_app.extensions["sar"], analyst_of(sqlite_app)
    one, held = factories.file_by_api(sqlite_app)["receipt"], desk.file_held(sqlite_app)
    with db.transaction(parts.engine) as session:
        for other, error in ((held, NotFoundError), ("NOPE", NotFoundError), (one, ConflictError)):
            with pytest.raises(error):
                service.link(session, one, other, actor=actor, now=parts.clock())
        assert service.find_other(session, one, held[:4], likely=()) == []


def test_a_group_is_told_with_a_map_and_a_line_of_time_and_its_reading_is_logged(
    sqlite_app: Flask,
) -> None:
    places = [(41.88, -87.63), (41.90, -87.60), (41.88, -87.63)]
    receipts = [
        factories.file_by_api(
            sqlite_app,
            narrative=f"Somebody cut the fence and ran, told for the {number}th time.",
            place={"kind": "coordinates", "latitude": latitude, "longitude": longitude},
        )["receipt"]
        for number, (latitude, longitude) in enumerate(places)
    ]
    analyst = desk.sign_in(sqlite_app, "analyst")
    for other in receipts[1:]:
        desk.post(analyst, f"/review/{receipts[0]}/links", other=other)
    page = analyst.get(f"/review/{receipts[2]}/links").text
    assert all(receipt in page for receipt in receipts)
    assert "By way of another report" in page
    assert "2 places, at most 3.3 km apart" in page
    assert desk.log_of(sqlite_app)[-1].action == "links.viewed"
    assert desk.sign_in(sqlite_app, "analyst").get("/review/NOPE/links").status_code == 404


def test_points_keep_their_distances_and_stay_within_the_picture() -> None:
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    told = [
        drawing.Told(str(n), at + timedelta(hours=n), f"near {latitude:.2f}, {longitude:.2f}")
        for n, (latitude, longitude) in enumerate([(60.0, 10.0), (60.1, 10.0), (60.0, 10.2)])
    ]
    area = drawing.area_map(told)
    assert area is not None
    (x0, y0), (x1, y1), (x2, y2) = ((dot.x, dot.y) for dot in area.dots)
    # A tenth of a degree north is as far as a fifth east at 60 degrees, where cos is a half.
    assert y0 - y1 == pytest.approx(x2 - x0, rel=0.02)
    assert (x1, y2) == (pytest.approx(x0), pytest.approx(y0))
    assert all(0 <= dot.x <= drawing.WIDTH and 0 <= dot.y <= drawing.HEIGHT for dot in area.dots)
    assert area.bar_km in {1, 2, 5}
    assert drawing.area_map(told[:1]) is None
    assert [dot.x for dot in drawing.time_line(told).dots] == [40.0, 320.0, 600.0]
