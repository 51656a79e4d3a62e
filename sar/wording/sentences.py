"""What people who file reports read, collected from the templates, the code and the scripts.

A catalogue (`sar.wording.languages`) must have all of it. The code's own texts are found by their
look: a constant that begins like a sentence or a label. An f-string is a sentence with places in
it: ``f"“{element.label}” has no answer yet."`` is ``“{0}” has no answer yet.``.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from jinja2 import Environment, nodes

from indicators.codes import TARGET_SECTOR
from sar.models import Role
from sar.values import frozen
from sar.wording.languages import MOMENT, SPELLED_MOMENT

ROOT = Path(__file__).parents[2]

# What officers, and people without an account, may meet; a new file in these places is among it.
_TEMPLATES = (
    *("layout.html", "notices.html", "unsent.html", "errors/*.html", "macros/form.html"),
    "attachments/*.html",
    *("macros/files.html", "macros/versions.html"),
    *("macros/page.html", "intake/*.html", "accounts/*.html", "phone/*.html", "redress/*.html"),
    *("training/*.html", "alerting/*.html"),
)
_MODULES = (
    *("privacy/files/cleaned.py", "privacy/files/refusals.py", "sar/reports/attached.py"),
    *("sar/attachments/receiving.py", "sar/attachments/service.py", "sar/attachments/views.py"),
    "sar/attachments/words.py",
    *("sar/accounts/*.py", "sar/errors.py", "sar/findings.py", "sar/intake/*.py"),
    *(
        "sar/models/redress.py",
        "sar/serving/navigation.py",
        "sar/sets/published.py",
        "sar/redress/*.py",
    ),
    *(
        "sar/serving/responses.py",
        "sar/serving/schema_parts.py",
        "sar/security.py",
        "sar/serving/speaking.py",
        "sar/training/audiences.py",
    ),
    *("sar/training/course.py", "sar/training/job_aid.py", "sar/training/refresher.py"),
    *("sar/training/practice.py", "sar/training/questions.py", "sar/training/service.py"),
    *("indicators/answers.py", "indicators/carrying.py", "indicators/findings.py"),
    *("indicators/forms.py", "indicators/selection.py", "indicators/validation.py"),
    *("sar/models/following.py", "sar/reports/report_versions.py", "sar/reports/supervision.py"),
    *("triage/decisions.py", "sar/alerting/*.py"),
    "sar/wording/zones.py",
)
# What stands in these places and only other roles meet.
_FOR_OTHERS = frozenset(
    {
        "attachments/at_review.html",
        *("intake/look.html", "sar/intake/supervise_views.py", "sar/intake/supervising.py"),
        *("intake/amend.html", "redress/request.html", "redress/requests.html"),
        *("accounts/agencies.html", "accounts/desk.html", "accounts/new_person.html"),
        *("accounts/people.html", "accounts/person.html", "accounts/temporary_password.html"),
        *("training/export.html", "training/results.html"),
        *("sar/accounts/desk.py", "sar/accounts/desk_views.py", "sar/accounts/forms.py"),
        *("sar/accounts/people.py", "sar/accounts/people_views.py", "sar/accounts/queries.py"),
        "sar/alerting/addressing.py",
        *("sar/intake/amend_views.py", "sar/intake/amending.py"),
        *("sar/intake/api.py", "sar/intake/api_example.py", "sar/intake/following_api.py"),
        *("sar/intake/fields.py", "sar/intake/held.py"),
        # What people write is read here, nothing is said.
        *("sar/intake/when.py", "sar/intake/when_words.py"),
    }
)
SCRIPTS = (
    "sar/static/site.js",
    "sar/static/asking.js",
    "sar/static/keys.js",
    "sar/static/reveal.js",
    "sar/static/training/course.js",
)

# Words that are put into sentences, and the labels that are made of codes.
_WORDS = (
    *("behavior", "new", "question", "latitude", "links", "longitude", "people", "vehicles"),
    *("PRACTICE", "Revoked", "Expired", "” or “"),
)
# What a refresher says of changes besides those of `indicators.questions`, and how it names those.
_CHANGED_QUESTION = "The question “{}”"
_CHANGES = (
    *("The question “{0}” was added.", "The question “{0}” was added and is required."),
    *("The question “{0}” was removed.", "The question “{0}” came from “{1}”."),
    *("The rule “{0}” was added.", "The rule “{0}” was removed."),
    *("The rule “{0}” has a reworded message.", "The rule “{0}” has a reworded remedy."),
    "The rule “{0}” asks for something else.",
    *("“{0}” has a new name.", "“{0}” moved to the other group."),
)
_LOOKS_SAID = re.compile(
    r"(?:[A-Z“(][\w’'“”{}/-]*[a-z,:.”)}]( .*)?|(?:\{\}|\w+)( [\w’“”%({)}.,:;-]+)+)", re.DOTALL
)
_TECHNICAL = re.compile(
    r"[\w.]+=|[_<>\\`]{2}|--|\w_\w|^[\w-]+(: |/)[\w-]+;?$|^[^a-z]*$|%Y|^[\w ]*\.\w+\.|^\w+(-\w+)+$"
)
_NOT_SAID = frozenset(
    {
        *(
            "Audience",
            "Authorization",
            "Bearer",
            "Cc",
            "Cookie",
            "Cs",
            "Finding",
            "Lax",
            "Rule",
            "Validation",
            "View",
        ),
        *(
            "SAR toolkit",
            "In “{0}” ",
            "published set {0}",
            "sar totp {0} {1}",
            "WWW-Authenticate",
            "The {0} {1}",
        ),
        # Of a mail.
        *("From", "Subject", "To"),
        "True when it was sent before and refused by that rule.",
        "The second of two equal clock times, on the day the clocks go back.",
        "Only about protected traits and activities.",
    }
)
_PLACE = re.compile(r"\{\w*\}")
_MARKED = re.compile(r"\{% trans.*?\{% endtrans %\}|\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_SHOWN_ATTRIBUTE = re.compile(r"(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"")
_SAID = re.compile(r"\bsaid\(\s*'((?:[^'\\]|\\.)+)'")


@frozen
class Sentence:
    """A text and where it is written; `many` is its form for several, "" for most."""

    text: str
    place: str
    many: str = ""


def interface() -> Iterator[Sentence]:
    """Give everything that the catalogue ``messages.po`` must have."""
    for path in templates():
        yield from of_template(path)
    for path in _matching(ROOT, _MODULES):
        yield from of_module(path)
    for role in Role:
        yield Sentence(role.label, "sar/models/accounts.py")
    for labels in TARGET_SECTOR.values():
        yield Sentence(labels.normalised, "indicators/codes.py")
    yield from _of_practice()
    yield from _of_changes()
    months = {f"{date(2026, month, 1):{form}}" for month in range(1, 13) for form in ("%b", "%B")}
    weekdays = {f"{date(2026, 1, day):%A}" for day in range(1, 8)}
    for word in (MOMENT, SPELLED_MOMENT, "AM", "PM", *sorted(months | weekdays)):
        yield Sentence(word, "sar/wording/languages.py")
    for word in _WORDS:
        yield Sentence(word, "sar/wording/sentences.py")


def templates() -> list[Path]:
    """List the templates that officers, and people without an account, may meet."""
    return _matching(ROOT / "sar/templates", _TEMPLATES)


def scripts() -> Iterator[Sentence]:
    """Give everything that the catalogue ``scripts.po`` must have."""
    for name in SCRIPTS:
        for found in _SAID.finditer((ROOT / name).read_text(encoding="utf-8")):
            yield Sentence(found[1].replace("\\'", "'"), name)


def of_template(path: Path) -> Iterator[Sentence]:
    """Give what a template says: what is marked, and what it hands to macros to say."""
    tree = _environment().parse(path.read_text(encoding="utf-8"))
    marked: set[int] = set()
    for call in tree.find_all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else ""
        if name in {"_", "gettext", "ngettext"}:
            texts = [each.value for each in call.args if isinstance(each, nodes.Const)]
            marked.update(id(each) for each in call.args)
            if texts:
                many = texts[1] if name == "ngettext" else ""
                yield Sentence(texts[0], _place(path, call.lineno), many)
    for const in tree.find_all(nodes.Const):
        if id(const) not in marked and _is_said(const.value):
            yield Sentence(const.value.lstrip("#"), _place(path, const.lineno))


def unmarked(path: Path) -> Iterator[Sentence]:
    """Give the words that a template shows as they stand, so that nothing can translate them."""
    text = _MARKED.sub(lambda found: "\n" * found[0].count("\n"), path.read_text(encoding="utf-8"))
    for attribute in _SHOWN_ATTRIBUTE.finditer(text):
        if re.search("[A-Za-z]{2}", attribute[1]):
            yield Sentence(attribute[1], _place(path, text.count("\n", 0, attribute.start()) + 1))
    without_tags = re.sub("<[^>]*>", lambda tag: "\n" * tag[0].count("\n"), text)
    for number, line in enumerate(without_tags.splitlines(), start=1):
        words = re.sub(r"SAR toolkit|SHA-256|&\w+;", "", line).strip()
        if re.search("[A-Za-z]{2}", words):
            yield Sentence(words, _place(path, number))


def of_module(path: Path) -> Iterator[Sentence]:
    """Give what a module says, in the order in which it stands there."""
    for whole, line in _constants_of(path):
        for text in whole.split(" | "):
            if _is_said(text):
                yield Sentence(_numbered(text), _place(path, line))


def _constants_of(path: Path) -> Iterator[tuple[str, int]]:
    """Give the texts that a module writes out, but its docstrings, each with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped.update(id(each) for each in node.values)
            skipped.update(
                id(each.format_spec) for each in node.values if isinstance(each, ast.FormattedValue)
            )
        if id(node) not in skipped and isinstance(node, ast.JoinedStr | ast.Constant):
            yield _text_of(node), node.lineno


def _of_practice() -> Iterator[Sentence]:
    """Give the reports of practice, with places for what fills their slots, and what fills them."""
    name = "sar/training/practice_cases.json"
    content = json.loads((ROOT / name).read_text(encoding="utf-8"))
    fillings = [each for values in content["slots"].values() for each in values]
    told = [case[part] for case in content["cases"] for part in ("text", "why", "nexus_why")]
    for text in (*fillings, *(each[:1].upper() + each[1:] for each in fillings), *told):
        if re.search("[a-z]", text):
            yield Sentence(_numbered(text), name)


def _of_changes() -> Iterator[Sentence]:
    """Give what a refresher says of what changed, whose ends the library calls verbs."""
    for text in _CHANGES:
        yield Sentence(text, "indicators/behaviours.py")
    path = ROOT / "indicators/questions.py"
    for verb, line in _constants_of(path):
        if verb.startswith(" "):
            yield Sentence(_numbered(f"{_CHANGED_QUESTION}{verb}."), _place(path, line))


def by_text(sentences: Iterable[Sentence]) -> Mapping[str, list[Sentence]]:
    """Give the places of each text, in the order in which the texts were met."""
    found: dict[str, list[Sentence]] = {}
    for each in sentences:
        found.setdefault(each.text, []).append(each)
    return found


def _matching(folder: Path, patterns: Iterable[str]) -> list[Path]:
    found = [path for pattern in patterns for path in sorted(folder.glob(pattern))]
    return [path for path in found if path.relative_to(folder).as_posix() not in _FOR_OTHERS]


def _text_of(node: ast.JoinedStr | ast.Constant) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    parts = (each.value if isinstance(each, ast.Constant) else "{}" for each in node.values)
    return "".join(str(each) for each in parts)


def _numbered(text: str) -> str:
    """Return a text with its places numbered from 0 on."""
    for number in range(len(_PLACE.findall(text))):
        text = re.sub(r"\{(?!\d\})\w*\}", f"{{{number}}}", text, count=1)
    return text


def _is_said(value: object) -> bool:
    if not isinstance(value, str) or _TECHNICAL.search(value):
        return False
    text = value.lstrip("#")
    return bool(_LOOKS_SAID.fullmatch(text)) and _numbered(text) not in _NOT_SAID


def _place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


def _environment() -> Environment:
    return Environment(extensions=["jinja2.ext.i18n"], autoescape=True, trim_blocks=False)
