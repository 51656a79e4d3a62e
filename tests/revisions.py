"""Revisions of the set in force, published while somebody is writing under the old one."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from indicators.changes import next_version
from indicators.definitions import DefinitionSet, to_plain
from indicators.loading import from_plain
from sar import db
from sar.actors import COMMAND_LINE
from sar.catalog import publication
from sar.catalog.publication import Dates
from tests import factories

Plain = dict[str, Any]


def publish(app: Flask, edit: Callable[[dict[str, Plain]], object]) -> DefinitionSet:
    """Publish the newest set with an edit of its behaviours, by id; the old one lasts two weeks."""
    old = factories.newest_set()
    plain: Plain = to_plain(old)
    behaviours = {each["indicator_id"]: each for each in plain["indicators"]}
    edit(behaviours)
    plain["indicators"] = list(behaviours.values())
    plain["version"] = next_version(old, from_plain(plain, name="revision"))
    new = from_plain(plain, name="revision")
    parts = app.extensions["sar"]
    with db.transaction(parts.engine) as session:
        publication.publish_file(
            session, new, Dates(), signed_by=None, actor=COMMAND_LINE, now=parts.clock()
        )
    return new


def question(behaviour: Plain, element_id: str) -> Plain:
    """Find a question of a behaviour."""
    found: Plain = next(each for each in behaviour["elements"] if each["element_id"] == element_id)
    return found


def change_sabotage(behaviours: dict[str, Plain]) -> None:
    """Shorten one question, count another in another unit, ask a new one, and drop one."""
    sabotage = behaviours["ind-0004"]
    sabotage["elements"] = [
        each
        for each in sabotage["elements"]
        if "el-0020" not in (each["element_id"], each.get("when", {}).get("element_id"))
    ]
    sabotage["rules"] = []
    question(sabotage, "el-0017")["max_chars"] = 10
    question(sabotage, "el-0019")["unit"] = "days"
    sabotage["elements"].append(
        {"element_id": "el-0990", "label": "Who was told?", "kind": "yes_no", "required": True}
    )
    sabotage["examples"] = [_without_answers(each) for each in sabotage["examples"]]
    sabotage["cases"] = []


def split_sabotage(behaviours: dict[str, Plain]) -> None:
    """Retire the behaviour in favour of two that were split from it."""
    sabotage = behaviours["ind-0004"]
    elements = sabotage.pop("elements")
    rest = {each: sabotage[each] for each in ("niem_code", "group", "sources", "confidence")}
    for number, (name, own) in enumerate((("Damage", elements[:2]), ("Outage", elements[2:])), 1):
        behaviours[f"ind-099{number}"] = rest | {
            "indicator_id": f"ind-099{number}",
            "name": name,
            "definition": f"{name}, on purpose.",
            "weight": 100,
            "elements": own,
            "examples": [_without_answers(each) for each in sabotage["examples"]],
            "related": [{"kind": "split_from", "indicator_id": "ind-0004"}],
        }
    sabotage |= {"status": "retired", "cases": [], "rules": []}
    sabotage["examples"] = [_without_answers(each) for each in sabotage["examples"]]


def _without_answers(example: Plain) -> Plain:
    return {key: value for key, value in example.items() if key != "answers"}
