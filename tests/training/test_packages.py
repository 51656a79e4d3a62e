"""Packages: valid by the published schemas, whole, safely named, and the same byte for byte."""

import io
import re
import stat
from dataclasses import replace
from zipfile import ZIP_STORED, ZipFile

import pytest
from lxml import etree

from indicators.definitions import Audience, DefinitionSet
from indicators.loading import shipped_sets
from sar.errors import NotReadyError
from sar.training.course import full_course
from sar.training.export import Export, Format, Order, export
from sar.training.packages import SCHEMA_FILES, cmi5, read_schemas, scorm12
from sar.wording.languages import LANGUAGES
from tests.training import schemas, sets

IMS = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"


def ask(format_: Format, audience: Audience, *, is_refresher: bool = False) -> Export:
    old, new = shipped_sets()[0], sets.shipped()
    made = export(Order(new, audience, format_, old if is_refresher else None))
    assert made is not None
    return made


def unpack(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def difficult(definition_set: DefinitionSet) -> DefinitionSet:
    """Return a set whose words would break a file that does not escape them."""
    words = "Rock & roll <b>\"'</b> ]]> \u2028 漢字 𝄞 &amp; \\ %s {{ 7*7 }}"
    return replace(
        sets.change(definition_set, 0, name=words, definition=words), title=words, notice=words
    )


@pytest.mark.parametrize("is_refresher", [False, True], ids=["full", "refresher"])
@pytest.mark.parametrize("audience", Audience)
def test_a_scorm_manifest_is_valid_by_the_published_schemas(
    audience: Audience, is_refresher: bool
) -> None:
    files = unpack(ask(Format.SCORM12, audience, is_refresher=is_refresher).content)
    schemas.scorm_schema().assertValid(etree.fromstring(files["imsmanifest.xml"]))


def test_the_schemas_do_refuse_what_is_wrong() -> None:
    files = unpack(ask(Format.SCORM12, Audience.FIRE_EMS).content)
    manifest = files["imsmanifest.xml"].decode()
    for wrong in (
        manifest.replace("<adlcp:masteryscore>", "<adlcp:mastery>").replace(
            "</adlcp:masteryscore>", "</adlcp:mastery>"
        ),
        manifest.replace(' identifier="', ' identifier="1 ', 1),
        manifest.replace("<resources>", "<resource>").replace("</resources>", "</resource>"),
    ):
        assert not schemas.scorm_schema().validate(etree.fromstring(wrong.encode()))


@pytest.mark.parametrize("is_refresher", [False, True], ids=["full", "refresher"])
def test_a_scorm_package_is_whole_and_its_manifest_says_what_is_in_it(is_refresher: bool) -> None:
    files = unpack(ask(Format.SCORM12, Audience.FIRE_EMS, is_refresher=is_refresher).content)
    assert next(iter(files)) == "imsmanifest.xml"
    root = etree.fromstring(files["imsmanifest.xml"])
    assert root.findtext(f"{IMS}metadata/{IMS}schema") == "ADL SCORM"
    assert root.findtext(f"{IMS}metadata/{IMS}schemaversion") == "1.2"
    organizations = root.find(f"{IMS}organizations")
    ids = [each.get("identifier") for each in organizations]
    assert organizations.get("default") in ids
    resource = root.find(f"{IMS}resources/{IMS}resource")
    assert resource.get(f"{ADL}scormtype") == "sco"
    assert resource.get("type") == "webcontent"
    item = root.find(f".//{IMS}item")
    assert item.get("identifierref") == resource.get("identifier")
    listed = [each.get("href") for each in resource.iter(f"{IMS}file")]
    assert sorted([*listed, "imsmanifest.xml"]) == sorted(files)
    assert resource.get("href") in listed
    asked_for = re.findall(r'(?:src|href)="([^"]+)"', files["index.html"].decode())
    assert {each for each in asked_for if not each.startswith("data:")} == set(listed) - {
        "index.html"
    }
    identifiers = [each.get("identifier") for each in root.iter() if each.get("identifier")]
    assert len(set(identifiers)) == len(identifiers)
    assert item.findtext(f"{ADL}masteryscore") == "80"


def test_the_schemas_of_an_operator_stand_at_the_root_and_are_referred_to() -> None:
    found = read_schemas(schemas.scorm_folder())
    course = full_course(sets.shipped(), Audience.FIRE_EMS)
    files = unpack(scorm12(course, schemas=found))
    assert set(SCHEMA_FILES) < set(files)
    assert files["adlcp_rootv1p2.xsd"] == found["adlcp_rootv1p2.xsd"]
    root = etree.fromstring(files["imsmanifest.xml"])
    schemas.scorm_schema().assertValid(root)
    where = root.get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation").split()
    assert set(where[1::2]) <= set(files)


def test_a_folder_without_the_schemas_is_told(tmp_path) -> None:
    (tmp_path / "ims_xml.xsd").write_bytes(b"")
    with pytest.raises(NotReadyError, match=r"lacks imscp_rootv1p1p2\.xsd, imsmd_rootv1p2p1\.xsd"):
        read_schemas(tmp_path)


@pytest.mark.parametrize("is_refresher", [False, True], ids=["full", "refresher"])
@pytest.mark.parametrize("audience", Audience)
def test_a_cmi5_course_structure_keeps_the_rules(audience: Audience, is_refresher: bool) -> None:
    files = unpack(ask(Format.CMI5, audience, is_refresher=is_refresher).content)
    assert next(iter(files)) == "cmi5.xml"
    assert schemas.cmi5_faults(files["cmi5.xml"], set(files)) == []


def test_the_rules_of_cmi5_do_refuse_what_is_wrong() -> None:
    files = unpack(ask(Format.CMI5, Audience.FIRE_EMS).content)
    structure = files["cmi5.xml"].decode()
    for was, wrong in (
        ("<au id=", "<au ident="),
        ('masteryScore="0.8"', 'masteryScore="80"'),
        ("<url>index.html", "<url>start.html"),
        ('moveOn="CompletedAndPassed"', 'moveOn="Done"'),
        ("urn:uuid:", ""),
        ('<langstring lang="en-US">', "<langstring>"),
        ("v1/CourseStructure.xsd", "v2/CourseStructure.xsd"),
    ):
        assert was in structure
        broken = structure.replace(was, wrong).encode()
        assert schemas.cmi5_faults(broken, set(files)), wrong


def test_difficult_words_break_no_file() -> None:
    course = full_course(difficult(sets.shipped()), Audience.PRIVATE_SECTOR)
    course = replace(course, title="A & B <c> \x00\x0b " + "long " * 100)
    files = unpack(scorm12(course))
    schemas.scorm_schema().assertValid(etree.fromstring(files["imsmanifest.xml"]))
    files = unpack(cmi5(replace(course, title="A & B <c>")))
    assert schemas.cmi5_faults(files["cmi5.xml"], set(files)) == []


@pytest.mark.parametrize("is_refresher", [False, True], ids=["full", "refresher"])
@pytest.mark.parametrize("format_", Format)
def test_the_same_order_gives_the_same_bytes(format_: Format, is_refresher: bool) -> None:
    first = ask(format_, Audience.TELECOMMUNICATOR, is_refresher=is_refresher)
    assert ask(format_, Audience.TELECOMMUNICATOR, is_refresher=is_refresher) == first


def test_an_archive_holds_nothing_of_the_machine_that_made_it() -> None:
    with ZipFile(io.BytesIO(ask(Format.CMI5, Audience.FIRE_EMS).content)) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.compress_type == ZIP_STORED
            assert entry.create_system == 3
            assert stat.S_IMODE(entry.external_attr >> 16) == 0o644
            assert not entry.filename.startswith(("/", ".."))


@pytest.mark.parametrize("audience", Audience)
def test_names_of_files_are_safe_and_tell_what_is_in_them(audience: Audience) -> None:
    names = [ask(each, audience).name for each in Format]
    names += [ask(each, audience, is_refresher=True).name for each in Format]
    for name in names:
        assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*\.(zip|html)", name)
        assert ".." not in name
    # The job aid is whole in both.
    assert len(set(names)) == 2 * len(Format) - 1


@pytest.mark.parametrize("format_", Format)
def test_a_file_in_spanish_stands_beside_the_english_one(format_: Format) -> None:
    order = Order(sets.shipped(), Audience.FIRE_EMS, format_)
    english, spanish = (export(replace(order, language=each)) for each in LANGUAGES)
    assert english is not None
    assert spanish is not None
    assert spanish.name == english.name.replace(f"-{format_}", f"-es-{format_}")
    if not format_.is_package:
        assert b'<html lang="es-US"' in spanish.content
        return
    files, others = unpack(spanish.content), unpack(english.content)
    assert b'<html lang="es-US"' in files["index.html"]
    about = "cmi5.xml" if format_ is Format.CMI5 else "imsmanifest.xml"
    # A name for each: a learning system shows both.
    names = [set(re.findall(rb'(?:<course id|<au id|<manifest identifier)="(.+?)"', each[about]))
             for each in (files, others)]  # fmt: skip
    assert names[0]
    assert not names[0] & names[1]
    assert b"Bomberos" in files[about]
    if format_ is Format.CMI5:
        assert schemas.cmi5_faults(files[about], set(files)) == []
        assert files[about].count(b'lang="es-US"') == 4
    else:
        schemas.scorm_schema().assertValid(etree.fromstring(files[about]))


def test_a_refresher_without_a_change_is_no_file() -> None:
    shipped = sets.shipped()
    for format_ in (Format.SCORM12, Format.CMI5, Format.HTML):
        assert export(Order(shipped, Audience.FIRE_EMS, format_, shipped)) is None


def test_a_course_without_a_quiz_is_completed_by_reading() -> None:
    shipped = sets.shipped()
    indicators = tuple(replace(each, examples=()) for each in shipped.indicators)
    bare = replace(shipped, indicators=indicators)
    course = full_course(bare, Audience.FIRE_EMS)
    files = unpack(cmi5(course))
    assert b'moveOn="Completed"' in files["cmi5.xml"]
    assert b"masteryScore" not in files["cmi5.xml"]
    assert schemas.cmi5_faults(files["cmi5.xml"], set(files)) == []
    manifest = unpack(scorm12(course))["imsmanifest.xml"]
    assert b"masteryscore" not in manifest
    schemas.scorm_schema().assertValid(etree.fromstring(manifest))
