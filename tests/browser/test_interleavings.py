"""500 random orders of what happens to a phone: nothing is lost that the browser did not evict,
nothing is sent twice or checked against a wrong version, and what is gone is noticed.

The phone's own scripts run in a real browser against a real server; a model in Python says what
must be there in the end. What is random comes from the number of the interleaving.
"""

import random
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from jinja2 import BytecodeCache
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page
from playwright.sync_api import TimeoutError as LateError
from sqlalchemy import delete, select

from indicators.definitions import DefinitionSet, to_plain
from indicators.loading import from_plain
from privacy.keyring import Keyring
from sar import db
from sar.models import Attachment, DraftHeader, Report
from tests import factories
from tests.browser.conftest import PATIENCE_MS, serve

COUNT, PARTS = 500, 10
MOST_VERSIONS = 4
THINGS = ("ladder", "bucket", "hammer", "rope", "lamp", "shovel", "hose", "barrel")
NEW_QUESTION = {
    "element_id": "el-0990",
    "label": "Was somebody told?",
    "kind": "yes_no",
    "required": True,
}
Wsgi = Callable[..., Any]


@dataclass
class Line:
    """The way to the server: it can lose the answer to what it carried."""

    app: Wsgi
    is_losing: bool = False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        is_sending = environ["PATH_INFO"].endswith(("/reports/queued", "/files"))
        if not (self.is_losing and is_sending):
            return self.app(environ, start_response)
        b"".join(self.app(environ, lambda *_: None))
        start_response("503 Service Unavailable", [("Content-Length", "0")])
        return [b""]


@dataclass
class Draft:
    """What must be true of one draft; `told` are all its texts, the last one last.

    Of the `files` that were chosen for it, those in `kept` have not been evicted.
    """

    key: str
    definition_set: DefinitionSet
    is_known_version: bool
    told: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    is_here: bool = False
    is_announced: bool = False

    @property
    def draft_id(self) -> str:
        return sha256(self.key.encode()).hexdigest()

    def pairs(self, text: str) -> list[tuple[str, str]]:
        """Return the form, filled in for its version and no other."""
        plain = factories.submission(narrative=text, people=[], vehicles=[])
        plain["set"] |= {
            "version": self.definition_set.version,
            "sha256": self.definition_set.sha256 if self.is_known_version else "0" * 64,
        }
        if NEW_QUESTION["element_id"] in ids_of(self.definition_set):
            plain["answers"]["ind-0001"][NEW_QUESTION["element_id"]] = True
        return factories.form_of(plain, key=self.key)


def ids_of(definition_set: DefinitionSet) -> set[str]:
    return {each.element_id for each in definition_set.indicator("ind-0001").elements}


class Phone:
    """A phone in a browser, its server, and what must be there."""

    def __init__(self, app: Flask, address: str, line: Line, context: BrowserContext) -> None:
        self.app, self.address, self.line, self.context = app, address, line, context
        with app.test_request_context():
            self.scripts = url_for("static", filename="phone")
        self.versions = [factories.newest_set()]
        self.cookies = {name: self.cookie(name) for name in ("officer", "officer2")}
        self.person: str | None = None
        self.is_online = True
        self.wire: CDPSession
        self.page = self.sign_in("officer").open()
        assert self.page.evaluate(
            "() => navigator.serviceWorker.register('/worker.js', {type: 'module'})"
            ".then(() => navigator.serviceWorker.ready).then(() => true)"
        )

    def cookie(self, username: str) -> str:
        found = factories.signed_in(self.app, username).get_cookie("sar_session")
        assert found is not None
        return found.value

    def sign_in(self, username: str) -> "Phone":
        kept = {"name": "sar_session", "value": self.cookies[username], "url": self.address}
        self.context.add_cookies([kept])  # type: ignore[list-item]
        self.person = username
        return self

    def open(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        # A file of the site is a page on which nothing runs by itself.
        address = f"{self.address}/static/icon.svg"
        try:
            page.goto(address)
        except LateError:  # seen once on a busy machine; a person loads the page again, too
            page.goto(address)
        self.wire = self.context.new_cdp_session(page)
        self.switch(is_online=self.is_online)
        return page

    def switch(self, *, is_online: bool) -> None:
        """Take the network away from the page, or give it back.

        `BrowserContext.set_offline` asks the service worker too, and waits for ever if that is
        just being stopped.
        """
        self.is_online = is_online
        unlimited = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.wire.send("Network.emulateNetworkConditions", {"offline": not is_online, **unlimited})

    def run(self, script: str, argument: object = None) -> Any:
        """Run a script in the page with the phone's modules at hand."""
        return self.page.evaluate(
            "async argument => { const modules = await Promise.all("
            "['drafts', 'sending', 'store', 'uploading', 'attached']"
            f".map(name => import(`{self.scripts}/${{name}}.js`)));"
            f"return ({script})(argument, ...modules); }}",
            argument,
        )

    def publish(self) -> None:
        plain = to_plain(self.versions[0])
        plain["version"] = f"2.{len(self.versions) + 1}.0"
        plain["indicators"][0]["elements"].append(NEW_QUESTION)
        plain["indicators"][0]["cases"] = []
        for each in plain["indicators"][0]["examples"]:
            each.pop("answers", None)
        made = from_plain(plain, name="revision")
        factories.publish(self.app.extensions["sar"].engine, made, now=datetime.now(UTC))
        self.versions.append(made)

    def reports(self, drafts: "list[Draft]") -> dict[str, list[Report]]:
        found: dict[str, list[Report]] = {each.draft_id: [] for each in drafts}
        query = select(Report).where(Report.idempotency_sha256.in_(found))
        with db.reading(self.app.extensions["sar"].engine) as session:
            for each in session.execute(query).scalars():
                found[each.idempotency_sha256].append(each)
        return found

    def files_of(self, report: Report) -> list[str | None]:
        """Return the hashes of the files that are with a report."""
        with db.reading(self.app.extensions["sar"].engine) as session:
            query = select(Attachment.original_sha256).where(
                Attachment.report_id == report.report_id
            )
            return list(session.execute(query).scalars())

    def forget(self) -> None:
        """Begin as with a new phone: no draft here, none that the server has heard of."""
        self.run(EMPTY)
        with db.transaction(self.app.extensions["sar"].engine) as session:
            session.execute(delete(DraftHeader))


EDIT = """async ({ id, ...more }, { change }) => Boolean(await change(id, () => ({
    ...more, told: { at: Date.now() }, changed: Date.now() })))"""
ATTACH = """async ({ id, text }, drafts, sending, store, files, { attach }) => {
    const bytes = new TextEncoder().encode(text);
    return Boolean(await attach(id, { name: 'note.txt', type: 'text/plain', bytes })); }"""
SEND = """async (times, drafts, { syncAndSend }, _store, { sendFiles }) =>
    Promise.all(Array.from({ length: times }, () => syncAndSend().then(
        () => sendFiles().then(() => true, () => true), () => false)))"""
LOOK = """async (_, { list }, _sending, { get }) => [
    Object.fromEntries((await list()).map(each => [each.id, each])),
    await get('facts', 'standing')]"""
QUEUE_ALL = """async (_, { list, change }) => {
    for (const { id, state } of await list()) {
        if (state === 'draft') await change(id, () => ({ state: 'queued' }));
    }
}"""
OWNER = "async (_, drafts, { session }) => session().then(() => true, () => false)"
EMPTY = """async (_, drafts, _sending, { all, drop, dropAll }) => {
    await dropAll('files', '');
    for (const each of await all('drafts')) await drop('drafts', each.id); }"""


@dataclass
class Story:
    """One interleaving: a phone, its drafts, and chance; of `files` apart from everything else."""

    phone: Phone
    chance: random.Random
    files: random.Random
    drafts: list[Draft] = field(default_factory=list)

    def text(self) -> str:
        first, second, third = self.chance.sample(THINGS, 3)
        count = sum(len(each.told) for each in self.drafts)
        return f"Somebody left a {first} beside a {second} and a {third}{'!' * (count + 1)}"

    def begin(self) -> None:
        versions = self.phone.versions
        self.drafts.append(
            Draft(
                key=f"{self.chance.randbytes(12).hex()}{secrets.token_hex(4)}",
                definition_set=self.chance.choice(versions[-2:]),
                is_known_version=self.chance.random() > 0.1,
            )
        )
        self.edit()

    def edit(self) -> None:
        draft, text = self.chance.choice(self.drafts), self.text()
        state = self.chance.choice(("draft", "queued", "queued"))
        told = {"id": draft.draft_id, "key": draft.key, "pairs": draft.pairs(text), "state": state}
        told["set"] = {
            "set_id": draft.definition_set.set_id,
            "version": draft.definition_set.version,
            "sha256": draft.definition_set.sha256,
        }
        if self.is_owner("officer") and self.phone.run(EDIT, told):
            draft.told.append(text)
            draft.is_here = True
            self.choose_file(draft)

    def choose_file(self, draft: Draft) -> None:
        """Choose a file for a draft, once in fifty times: to clean one takes as long as a story."""
        note = f"Note {len(draft.files)} of {draft.key}."
        if self.files.random() < 0.02 and self.phone.run(
            ATTACH, {"id": draft.draft_id, "text": note}
        ):
            draft.files.append(note)
            draft.kept.append(note)

    def is_owner(self, person: str) -> bool:
        return self.phone.person in (person, None)

    def send(self, times: int = 1) -> None:
        results = self.phone.run(SEND, times)
        if any(results) and self.phone.person == "officer":
            for each in self.drafts:
                each.is_announced |= each.is_here

    def send_twice(self) -> None:
        self.send(2)

    def send_and_lose_the_answer(self) -> None:
        self.phone.line.is_losing = True
        self.send()
        self.phone.line.is_losing = False

    def kill(self) -> None:
        if self.chance.random() < 0.5:
            self.phone.page.evaluate(
                f"() => void import('{self.phone.scripts}/sending.js').then(it => it.syncAndSend())"
            )
        killed, self.phone.page = self.phone.page, self.phone.open()
        killed.close()

    def evict(self) -> None:
        self.phone.wire.send(
            "Storage.clearDataForOrigin",
            {"origin": self.phone.address, "storageTypes": "indexeddb"},
        )
        for each in self.drafts:
            each.is_here, each.kept = False, []

    def lose_network(self) -> None:
        self.phone.switch(is_online=False)

    def find_network(self) -> None:
        self.phone.switch(is_online=True)

    def publish(self) -> None:
        if len(self.phone.versions) <= MOST_VERSIONS:
            self.phone.publish()

    def end_sign_in(self) -> None:
        self.phone.context.clear_cookies(name="sar_session")
        self.phone.person = None

    def change_person(self) -> None:
        """Somebody else signs in on the same phone, and sees nothing."""
        self.phone.sign_in("officer2")
        if self.phone.is_online and self.phone.run(OWNER):
            mine, _standing = self.phone.run(LOOK)
            assert mine == {}
        self.come_back()

    def come_back(self) -> None:
        self.phone.sign_in("officer")
        self.phone.run(OWNER)

    def run(self) -> None:
        self.phone.forget()
        self.begin()
        steps = (
            *(self.edit, self.edit, self.begin, self.send, self.send_twice, self.kill),
            *(self.send_and_lose_the_answer, self.evict, self.publish),
            *(self.lose_network, self.find_network, self.end_sign_in, self.change_person),
            self.come_back,
        )
        for step in self.chance.choices(steps, k=5):
            step()
        self.settle()

    def settle(self) -> None:
        """Bring everything in order, as it will be in the end, and look."""
        self.find_network()
        self.come_back()
        self.phone.run(QUEUE_ALL)
        self.send_twice()
        here, standing = self.phone.run(LOOK)
        filed = self.phone.reports(self.drafts)
        missing = {each["draft_id"] for each in standing["missing"]}
        for draft in self.drafts:
            self.check(draft, here.get(draft.draft_id), filed[draft.draft_id], missing)

    def check(
        self, draft: Draft, kept: dict[str, Any] | None, filed: list[Report], missing: set[str]
    ) -> None:
        assert len(filed) <= 1, "filed twice"
        self.check_files(draft, kept, filed)
        for report in filed:
            assert draft.is_known_version, "checked against another version"
            assert report.set_version == draft.definition_set.version
            assert report.redacted is not None
            assert report.redacted["narrative"]["text"] in draft.told
        if draft.is_here:
            assert kept is not None, "lost"
            self.check_kept(draft, kept, filed)
        elif draft.told and draft.is_announced:
            assert filed or draft.draft_id in missing, "gone, and nobody noticed"

    def check_files(self, draft: Draft, kept: dict[str, Any] | None, filed: list[Report]) -> None:
        """A file that was not evicted is with its report, once; or here, if there is none."""
        if not draft.files:
            return
        sent = [each for report in filed for each in self.phone.files_of(report)]
        hashes = [sha256(each.encode()).hexdigest() for each in draft.files]
        assert len(sent) == len(set(sent)), "sent twice"
        assert set(sent) <= set(hashes)
        if draft.is_here and kept is not None and draft.kept:
            assert len(kept["files"]) >= len(draft.kept), "a file was lost"
        if filed:
            assert {sha256(each.encode()).hexdigest() for each in draft.kept} <= set(sent)

    def check_kept(self, draft: Draft, kept: dict[str, Any], filed: list[Report]) -> None:
        if kept["state"] == "sent":
            assert filed
            assert filed[0].redacted is not None
            assert filed[0].redacted["narrative"]["text"] == draft.told[-1]
            return
        assert kept["state"] == "refused"
        assert ["narrative", draft.told[-1]] in kept["pairs"], "typed, and lost"
        assert kept["problem"] == ("filed" if filed else "findings")
        assert filed or {each["rule"] for each in kept["findings"]} == {"set_changed"}


@pytest.fixture(scope="module")
def phone(
    browser: Browser,
    seeded_sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    keyring: Keyring,
    compiled_templates: BytecodeCache,
) -> Iterator[Phone]:
    """One phone and one server for all; nothing is redacted, which would take most of the time."""
    url = factories.copy_sqlite(seeded_sqlite_template, tmp_path_factory.mktemp("phone"))
    with serve(url, keyring, compiled_templates, recognizers=()) as site:
        line = Line(site.app.wsgi_app)
        site.app.wsgi_app = line  # type: ignore[method-assign]
        context = browser.new_context(viewport={"width": 320, "height": 240})
        yield Phone(site.app, site.address, line, context)
        context.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_lost_or_sent_twice_in_any_order_of_events(phone: Phone, part: int) -> None:
    for number in range(part, COUNT, PARTS):
        story = Story(phone, random.Random(number), random.Random(f"files {number}"))
        try:
            story.run()
        except AssertionError as error:
            raise AssertionError(f"interleaving {number}: {error}") from error
