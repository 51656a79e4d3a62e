"""How often a page asks the database must not depend on how much there is to show."""

from flask import Flask

from tests import factories
from tests.statements import statements

# Where many rows are shown, or many things of one report are looked up. By who reads them.
PAGES = {
    "officer": ("/reports", "/reports/{receipt}", "/reports/new"),
    "supervisor": ("/reports",),
    "analyst": ("/queue", "/review/{receipt}", "/backlog", "/incidents", "/search?words=van"),
    "privacy_officer": (
        *("/oversight", "/oversight/log", "/oversight/ledger", "/oversight/alerts"),
        *("/oversight/reveals", "/oversight/selection", "/retention", "/releases"),
    ),
    "trainer": ("/sets", "/ranking", "/training/results"),
}
TOLD = "A van with the plate KLM{0} stood at the gate for {0} minutes; call 312-555-0{0}."


def test_no_page_asks_more_often_because_there_is_more_to_show(sqlite_app: Flask) -> None:
    latest = _file_and_decide(sqlite_app, count=3, narrative=TOLD.format(100))
    few = _asked(sqlite_app, latest)
    told_more = " ".join(TOLD.format(number) for number in range(200, 212))
    latest = _file_and_decide(sqlite_app, count=6, narrative=told_more)
    many = _asked(sqlite_app, latest)
    assert {page: asked for page, asked in many.items() if asked > few[page]} == {}


def test_a_report_on_the_desk_reads_once_what_was_said_of_traits(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    client = factories.signed_in(sqlite_app, "analyst")
    with statements(sqlite_app.extensions["sar"].engine) as asked:
        assert client.get(f"/review/{receipt}").status_code == 200
    assert sum("FROM attribute_answers" in each for each in asked) == 1


def _file_and_decide(app: Flask, *, count: int, narrative: str) -> str:
    """File reports that resemble one another, return two of them, and give the latest receipt."""
    receipts = [
        factories.file_by_api(app, narrative=f"{narrative} That was gate {number}.")["receipt"]
        for number in range(count)
    ]
    for receipt in receipts[:2]:
        answer = factories.decide(app, receipt, "return_to_officer", question="When was that?")
        assert answer.status_code == 303, answer.text
    return receipts[-1]


def _asked(app: Flask, receipt: str) -> dict[str, int]:
    """Return how often each page asks, once what a process reads only once is read."""
    found = {}
    for role, addresses in PAGES.items():
        client = factories.signed_in(app, role)
        for address in addresses:
            url = address.format(receipt=receipt)
            client.get(url)
            with statements(app.extensions["sar"].engine) as asked:
                assert client.get(url).status_code == 200, url
            found[f"{role} {address}"] = len(asked)
    return found
