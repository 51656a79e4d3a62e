"""The officer's phone without a network: open, fill, keep, queue, send later, and nothing twice."""

import re
from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from sar import db
from sar.models import Attachment, Report
from tests import factories, revisions
from tests.browser.conftest import Site, let_worker_rest
from tests.browser.test_officer import fill

Open = Callable[..., Page]
TOLD = "Two people cut the fence and ran when they were called out to."
FIRST = "ind-0001"
# Waits in the page: the content security policy forbids what the driver would do. A page that began
# to load before the worker took over may stay without it: what counts is that it answers now.
KEEPS = """() => navigator.serviceWorker.ready.then(({ active }) => new Promise(done => {
    const look = () => active.state === 'activated' && done(true);
    active.onstatechange = look;
    setTimeout(() => done(false), 60000);
    look();
}))"""


def install(page: Page, site: Site) -> None:
    """Sign in on a phone and wait until it keeps the form."""
    site.sign_in(page, "officer")
    page.goto(f"{site.address}/reports/write")
    assert page.evaluate(KEEPS)


def reports(site: Site) -> list[Report]:
    with db.reading(site.app.extensions["sar"].engine) as session:
        return list(session.execute(select(Report)).scalars())


def count_files(site: Site) -> int:
    with db.reading(site.app.extensions["sar"].engine) as session:
        return session.scalar(select(func.count(Attachment.attachment_id))) or 0


def test_a_report_is_filled_in_and_queued_without_a_network_and_sent_with_the_next_one(
    site: Site, open_page: Open
) -> None:
    page = open_page()
    install(page, site)
    page.context.set_offline(True)
    page.goto(f"{site.address}/reports/write")
    # A page that was kept by an older release gets the files of this one.
    assert page.evaluate("fetch('/static/v-before/phone/store.js').then(answer => answer.ok)")
    page.locator(f"#{FIRST}").check()
    fill(page, FIRST)
    page.get_by_role("button", name="Send report").last.click()
    expect(page.get_by_text("Saved on this phone, will send").first).to_be_visible()
    expect(page).to_have_url(re.compile("/reports/unsent"))
    assert reports(site) == []
    page.context.set_offline(False)
    expect(page.locator('[data-state="sent"]')).to_be_visible()
    assert len(reports(site)) == 1


def test_without_a_network_checking_leads_to_the_kept_form_and_sending_queues_what_was_read(
    site: Site, open_page: Open
) -> None:
    page = open_page()
    install(page, site)
    let_worker_rest(page)
    page.goto(f"{site.address}/reports/new")
    page.locator(f"#{FIRST}").check()
    page.get_by_role("button", name="Continue").click()
    fill(page, FIRST)
    expect(page.get_by_text("Saved on this phone.")).to_be_visible()
    let_worker_rest(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Check answers").last.click()
    expect(page).to_have_url(re.compile("/reports/write/.+away"))
    expect(page.locator("[data-away]")).to_be_focused()
    expect(page.locator("#narrative")).to_have_value(re.compile("."))
    # The network is back for the reading, and gone again for the sending.
    page.context.set_offline(False)
    page.goto(f"{site.address}/reports/unsent")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.locator("form[data-kept]")).to_be_attached()
    let_worker_rest(page)
    page.get_by_role("button", name="Check answers").last.click()
    expect(page.locator("[data-report-check][data-kept]")).to_be_attached()
    let_worker_rest(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Send report").last.click()
    expect(page.get_by_text("Saved on this phone, will send").first).to_be_visible()
    assert reports(site) == []
    page.context.set_offline(False)
    expect(page.locator('[data-state="sent"]')).to_be_visible()
    # Going back to what was read leads to what became of it.
    (report,) = reports(site)
    let_worker_rest(page)
    page.evaluate("history.back()")
    expect(page).to_have_url(re.compile(f"/reports/{report.receipt}"))
    assert len(reports(site)) == 1


def test_what_is_queued_is_sent_in_the_background_when_no_page_is_open(
    site: Site, open_page: Open
) -> None:
    page = open_page()
    install(page, site)
    pairs = factories.form_of(factories.submission(), key="key-of-the-background")
    page.evaluate(QUEUE, {"key": "key-of-the-background", "pairs": pairs, "isSent": False})
    assert reports(site) == []
    session = page.context.new_cdp_session(page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(each["registrationId"] for each in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    page.goto("about:blank")
    sync = {"origin": site.address, "tag": "send", "lastChance": False}
    session.send("ServiceWorker.dispatchSyncEvent", sync | {"registrationId": found[0]})
    deadline = monotonic() + 30
    while not count_files(site):
        assert monotonic() < deadline
        page.evaluate("() => new Promise(done => setTimeout(done, 50))")
    assert len(reports(site)) == 1


def keep(page: Page, site: Site, text: str) -> None:
    """Type into the kept form until it says that it is saved."""
    page.goto(f"{site.address}/reports/write")
    expect(page.locator("form[data-kept]")).to_be_attached()
    page.locator(f"#{FIRST}").check()
    saved = page.get_by_text("Saved on this phone.")
    expect(saved).to_be_visible()
    # That was about the tick: it has to say so again about the text.
    page.locator("[data-draft-note]").evaluate("note => { note.textContent = ''; }")
    page.fill("#narrative", text)
    expect(saved).to_be_visible()


def test_what_was_typed_survives_a_killed_tab_another_tab_and_newer_questions(
    site: Site, open_page: Open
) -> None:
    page = open_page()
    install(page, site)
    page.context.set_offline(True)
    keep(page, site, TOLD)
    address = page.url
    page.close()
    first, second = page.context.new_page(), page.context.new_page()
    first.goto(f"{site.address}/reports/unsent")
    first.locator("[data-item-of]").get_by_role("button", name="Open").click()
    expect(first.locator("form[data-kept]")).to_be_attached()
    expect(first.locator("#narrative")).to_have_value(TOLD)
    expect(first.locator(f"#{FIRST}")).to_be_checked()
    first.fill("#narrative", f"{TOLD} At night.")
    second.goto(address)
    expect(second.get_by_text("This report is open in another tab.")).to_be_visible()
    second.get_by_role("button", name="Go on here").click()
    expect(second.locator("form[data-kept]")).to_be_attached()
    expect(second.locator("#narrative")).to_have_value(f"{TOLD} At night.")
    expect(first.get_by_text("You go on with this report in another tab.")).to_be_visible()
    revisions.publish(site.app, revisions.change_sabotage)
    page.context.set_offline(False)
    second.goto(f"{site.address}/reports/unsent")
    let_worker_rest(second)
    second.locator("[data-item-of]").get_by_role("button", name="Open").click()
    expect(second.get_by_text("Newer questions are in force")).to_be_visible()
    expect(second.locator("#narrative")).to_have_value(f"{TOLD} At night.")


def test_a_report_waits_for_the_next_sign_in_and_signing_out_destroys_what_is_kept(
    site: Site, open_page: Open, violations: Callable[[Page], list[str]]
) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    install(page, site)
    page.context.set_offline(True)
    page.goto(f"{site.address}/reports/write")
    expect(page.locator("form[data-kept]")).to_be_attached()
    page.get_by_role("button", name="Send report").last.click()
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.locator("#error-summary")).to_contain_text("What happened is missing")
    found = violations(page)
    page.locator(f"#{FIRST}").check()
    fill(page, FIRST)
    page.get_by_role("button", name="Send report").last.click()
    expect(page).to_have_url(re.compile("/reports/unsent"))
    page.context.clear_cookies(name="sar_session")
    page.context.set_offline(False)
    page.goto(f"{site.address}/reports/unsent")
    expect(page.locator("[data-status]")).to_contain_text("You are signed out.")
    expect(page.locator('[data-state="queued"]')).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    found += violations(page)
    assert found == []
    site.sign_in(page, "officer")
    page.goto(f"{site.address}/reports/unsent")
    expect(page.locator('[data-state="sent"]')).to_be_visible()
    keep(page, site, TOLD)
    page.set_input_files("#choose-files", __file__)
    expect(page.get_by_text("Saved on this phone, encrypted.")).to_be_visible()
    page.goto(f"{site.address}/reports/unsent")
    expect(page.locator("[data-synced]")).to_be_attached()
    page.goto(f"{site.address}/reports/write")
    lately = page.get_by_role("group", name="What you reported lately")
    expect(lately.get_by_role("checkbox")).to_have_count(1)
    expect(lately.locator(f"#{FIRST}")).to_be_visible()
    page.get_by_label("On another day").check()
    page.get_by_label("Day and time").fill("yesterday 9 pm")
    expect(page.locator("#occurred-read")).to_contain_text("9:00 PM")
    page.goto(f"{site.address}/reports")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("Signing out deletes what is unsent")).to_be_visible()
    page.get_by_role("button", name="Delete it and sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    assert page.evaluate(KEPT) == [0, 0, 0, None]
    assert len(reports(site)) == 1


# How many drafts, keys and files the browser holds, and what was reported lately.
KEPT = """async () => {
    const { all, get } = await import('/static/phone/store.js');
    const stores = await Promise.all(['drafts', 'keys', 'files'].map(all));
    return [...stores.map(each => each.length), await get('facts', 'lately')];
}"""


def test_a_draft_that_the_browser_threw_away_is_noticed_and_a_saved_file_brings_it_back(
    site: Site, open_page: Open
) -> None:
    page = open_page()
    install(page, site)
    keep(page, site, TOLD)
    page.goto(f"{site.address}/reports/unsent")
    expect(page.locator("[data-synced]")).to_be_attached()
    card = page.locator("[data-item-of]")
    card.get_by_role("button", name="Save as file").click()
    card.get_by_label("Passphrase").fill("three words or four")
    with page.expect_download() as download:
        card.get_by_role("button", name="Save the file").click()
    saved = download.value.path()
    assert TOLD not in saved.read_text(encoding="utf-8")
    session = page.context.new_cdp_session(page)
    origin = {"origin": site.address, "storageTypes": "indexeddb"}
    session.send("Storage.clearDataForOrigin", origin)
    page.goto(f"{site.address}/reports/new")
    expect(page.get_by_role("link", name="Unsent 1")).to_be_visible()
    page.goto(f"{site.address}/reports/unsent")
    expect(page.get_by_text("is not on this phone any more")).to_be_visible()
    page.get_by_text("Open a saved file").click()
    page.set_input_files("#import-file", saved)
    page.fill("#import-passphrase", "three words or four")
    page.get_by_role("button", name="Open", exact=True).last.click()
    expect(page.locator("[data-item-of]")).to_contain_text(TOLD[:60])


def test_a_clock_that_is_wrong_by_a_day_is_set_right_and_said(site: Site, open_page: Open) -> None:
    page = open_page(service_workers="block")
    page.add_init_script("const real = Date.now; Date.now = () => real.call(Date) + 86400000;")
    site.sign_in(page, "officer")
    page.goto(f"{site.address}/reports/unsent")
    expect(page.get_by_text("The clock of this phone is 1440 minutes ahead.")).to_be_visible()
    pairs = factories.form_of(factories.submission(), key="key-of-three-hours-ago")
    page.evaluate(QUEUE, {"key": "key-of-three-hours-ago", "pairs": pairs, "isSent": True})
    (report,) = reports(site)
    assert abs(report.received_at - report.occurred_at - timedelta(hours=3)) < timedelta(minutes=1)


# Queues a report with a file that was told three hours ago by this phone's clock, and may send it.
QUEUE = """async ({ key, pairs, isSent }) => {
    const [{ change, idOf }, { syncAndSend }, { attach }] = await Promise.all(
        ['drafts', 'sending', 'attached'].map(name => import(`/static/phone/${name}.js`)));
    const [set_id, version, sha256] = ['set_id', 'version', 'sha256'].map(
        name => pairs.find(([each]) => each === `set.${name}`)[1]);
    const told = { at: Date.now() - 3 * 3600000 };
    const set = { set_id, version, sha256 };
    await change(await idOf(key), () => (
        { key, pairs, told, set, state: 'queued', changed: Date.now() }));
    const bytes = new TextEncoder().encode('The plate is on the photo.');
    await attach(await idOf(key), { name: 'note.txt', type: 'text/plain', bytes });
    if (isSent) await syncAndSend();
}"""


def test_the_first_load_is_small_and_what_a_phone_keeps_is_nobodys(
    site: Site, open_page: Open
) -> None:
    page = open_page()
    cookie = factories.signed_in(site.app, "officer").get_cookie("sar_session")
    assert cookie is not None
    kept = {"name": cookie.key, "value": cookie.value, "url": site.address}
    page.context.add_cookies([kept])  # type: ignore[list-item]
    session, sizes = page.context.new_cdp_session(page), []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(f"{site.address}/reports/write", wait_until="networkidle")
    assert 10_000 < sum(sizes) < 150_000
    assert page.evaluate(KEEPS)
    texts = page.evaluate(CACHED)
    assert len(texts) > 15
    for secret in ("Test Officer", 'name="csrf_token"', cookie.value, "Lakeside"):
        assert not [each for each in texts if secret in each]


# Every page and file that the service worker keeps.
CACHED = """async () => {
    const caught = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            caught.push(await (await cache.match(request)).text());
        }
    }
    return caught;
}"""
