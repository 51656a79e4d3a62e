"""What somebody can read on the pages that they can reach: titles, buttons, links, labels."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

from flask.testing import FlaskClient

# Elements whose text is the name of something.
NAMING = frozenset({"a", "button", "caption", "h1", "h2", "h3", "label", "legend", "summary", "th"})
# What stands inside a name and is no part of it: a key, a hint, words for screen readers.
ASIDE = frozenset({"hint", "key", "vh", "nav-count"})
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})


class _Reader(HTMLParser):
    """Collects the names and the links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: list[str] = []
        # Each open element: its tag, the text so far, and whether it stands aside.
        self.open: list[tuple[str, list[str], bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and (given.get("href") or "").startswith("/"):
            self.links.append(given["href"] or "")
        if tag not in VOID:
            is_aside = bool(ASIDE & set((given.get("class") or "").split())) or tag == "kbd"
            self.open.append((tag, [], is_aside))

    def handle_data(self, data: str) -> None:
        if not any(is_aside for _, _, is_aside in self.open):
            for _, text, _ in self.open:
                text.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            name, text, _ = self.open.pop()
            if name in NAMING:
                self.names.add(" ".join("".join(text).replace("(optional)", "").split()))
            if name == tag:
                break


def names_in(page: str) -> set[str]:
    """Return the names on one page."""
    reader = _Reader()
    reader.feed(page)
    return reader.names


def names_on(client: FlaskClient, *addresses: str, pages_per_view: int = 2) -> set[str]:
    """Follow every link from `addresses` on and return the names of all that can be seen.

    Of pages that one view makes, `pages_per_view` are read: a thousand reports look alike.
    """
    names: set[str] = set()
    waiting, seen = list(addresses), set(addresses)
    read: dict[str, int] = {}
    while waiting:
        address = waiting.pop(0)
        # Nothing is asked for that would not be read; what is asked for may lead elsewhere.
        if read.get(_view_of(client, urlsplit(address).path), 0) >= pages_per_view:
            continue
        answer = client.get(address, follow_redirects=True)
        view = _view_of(client, answer.request.path)
        read[view] = read.get(view, 0) + 1
        if read[view] > pages_per_view or answer.mimetype != "text/html":
            continue
        assert answer.status_code == 200, (answer.request.path, answer.status_code)
        reader = _Reader()
        reader.feed(answer.text)
        names |= reader.names
        for link in reader.links:
            path = urlsplit(link).path
            if path not in seen and not path.startswith("/static/"):
                seen.add(path)
                waiting.append(link)
    return names


def _view_of(client: FlaskClient, path: str) -> str:
    endpoint, _ = client.application.url_map.bind("localhost").match(path)
    return str(endpoint)
