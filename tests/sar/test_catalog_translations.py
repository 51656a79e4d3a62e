"""A published version is translated by two people, and officers read it at once."""

import io

import polib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import drafts, factories, revisions
from tests.revisions import Plain

OWN, SPANISH = "Cutting a fence at night", "Cortar una cerca de noche"


def rename(behaviours: dict[str, Plain]) -> None:
    behaviours["ind-0001"]["name"] = OWN


def offer(client: FlaskClient, address: str, content: bytes, language: str = "es") -> TestResponse:
    token = factories.csrf_token(client.get(address).text)
    file = (io.BytesIO(content), "set.po")
    return client.post(address, data={"csrf_token": token, "language": language, "file": file})


def filled(text: str) -> bytes:
    first, _, rest = text.partition("\n")
    file = polib.pofile(rest)
    entry = file.find(OWN)
    assert entry
    assert not entry.msgstr
    entry.msgstr = SPANISH
    return f"{first}\n{file}".encode()


def test_a_translation_is_shown_once_a_second_person_approved_it(app: Flask) -> None:
    version = revisions.publish(app, rename).version
    address = f"/sets/{drafts.set_id_of(app, version)}/translations"
    first, second = factories.signed_in(app, "trainer"), factories.signed_in(app, "trainer2")
    officer = factories.signed_in(app, "officer")
    officer.set_cookie("sar_language", "es")
    assert "missing texts: 1" in first.get(address).text
    content = filled(first.get(f"{address}/es.po").text)
    assert offer(first, address, content).status_code == 303
    page = second.get(address)
    token = {"csrf_token": factories.csrf_token(page.text)}
    assert SPANISH in page.text
    decision = f"{address}/1"
    own = {"csrf_token": factories.csrf_token(first.get(address).text), "approve": "yes"}
    assert first.post(decision, data=own).status_code == 409
    shown = officer.get("/reports/new").text
    assert OWN in shown
    assert SPANISH not in shown
    assert second.post(decision, data=token | {"approve": "yes"}).status_code == 303
    assert second.post(decision, data=token | {"approve": "yes"}).status_code == 409
    shown = officer.get("/reports/new").text
    assert SPANISH in shown
    assert OWN not in shown
    assert SPANISH in officer.get("/training/job-aids/law_enforcement").text
    assert "missing texts: 0" in first.get(address).text
    assert drafts.row_of(app, drafts.set_id_of(app, version)).sha256 in content.decode()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda content: b"", "first line"),
        (lambda content: content.replace(b"SHA-256 ", b"SHA-256 0"), "first line"),
        (lambda content: content + b'\nmsgid "Not there"\nmsgstr "No"\n', "1 texts of this file"),
        (lambda content: content + b"\nno line of a PO file\n", "not a PO file"),
        (lambda content: content + b"\xff", "not a PO file"),
        (lambda content: content + b"\x00", "not a PO file"),
        (lambda content: content.replace(SPANISH.encode(), b"<b>{0}</b>"), "other values or tags"),
        (lambda content: content.partition(b"\n")[0] + b"\n", "Nothing is translated"),
    ],
)
def test_a_file_that_is_no_translation_of_this_version_is_refused(
    sqlite_app: Flask, spoil: object, said: str
) -> None:
    version = revisions.publish(sqlite_app, rename).version
    address = f"/sets/{drafts.set_id_of(sqlite_app, version)}/translations"
    trainer = factories.signed_in(sqlite_app, "trainer")
    content = filled(trainer.get(f"{address}/es.po").text)
    answer = offer(trainer, address, spoil(content))  # type: ignore[operator]
    assert answer.status_code == 422
    assert said in answer.text
    assert "Nothing was offered yet" in trainer.get(address).text
