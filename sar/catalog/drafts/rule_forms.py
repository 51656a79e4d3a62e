"""What the form of a rule sent, as a rule, and the rule as a filled-in form.

What must hold is a list of lines, each about one question, or its YAML for what lines cannot say.
"""

from werkzeug.datastructures import MultiDict

from indicators.definitions import CrossRule, Element, ElementKind, Indicator, Test
from indicators.errors import DefinitionError
from indicators.loading import dump_rule_test, parse_rule_test
from sar.catalog.drafts.rule_tests import (
    Choices,
    Join,
    Line,
    Says,
    put_together,
    sayings,
    taken_apart,
)
from sar.catalog.form_reader import (
    MAX_LABEL_CHARS,
    MAX_TEXT_CHARS,
    Form,
    Reader,
    code_of,
    numbered,
)
from sar.errors import FieldFinding

MAX_LINES = 12

_NEED_TWO = (Join.NOT_TOGETHER, Join.IF_FIRST)
_CHOSEN = (Says.ONE_OF, Says.NONE_OF)
_ANSWERED = (Says.ANSWERED, Says.NOT_ANSWERED)


def rule_form(rule: CrossRule, *, as_yaml: bool) -> Form:
    """Fill in the form of a rule: its lines, or its YAML where it has none or on wish."""
    form: Form = MultiDict({"message": rule.message, "remedy": rule.remedy})
    choices = _choices(rule)
    if as_yaml or choices is None:
        form["holds"] = dump_rule_test(rule)
        return form
    form["join"] = choices.join
    for number, line in enumerate(choices.lines):
        _fill_in(form, number, line)
    return form


def is_nested(rule: CrossRule) -> bool:
    """Tell whether the lines of a form cannot say what the rule says."""
    return _choices(rule) is None


def blank_rule_form() -> Form:
    """Return the form of a rule that is not there yet."""
    return MultiDict({"join": Join.ALL})


def is_rebuilding(form: Form) -> bool:
    """Tell whether a line is to be added or taken off, and nothing is to be saved yet."""
    return "add" in form or "drop" in form


def rebuilt(form: Form, indicator: Indicator) -> Form:
    """Give the form with one line more, or without the one that was taken off."""
    known = {each.element_id for each in indicator.elements}
    dropped = form.get("drop", "")
    names = [each for each in numbered(form, "line") if each != f"line.{dropped}"]
    rebuilt: Form = MultiDict(
        {name: form.get(name, "") for name in ("revision", "message", "remedy", "join")}
    )
    for number, name in enumerate(names):
        old = name.removeprefix("line.")
        for part in ("line", "says", "values", "number", "other"):
            rebuilt.setlist(f"{part}.{number}", form.getlist(f"{part}.{old}"))
    added = form.get("question", "")
    if "add" in form and added in known and len(names) < MAX_LINES:
        rebuilt[f"line.{len(names)}"] = added
    return rebuilt


def lines_of(form: Form, indicator: Indicator) -> list[tuple[str, Element]]:
    """List the lines of a form: the number that their fields end with, and their question."""
    by_id = {each.element_id: each for each in indicator.elements}
    names = numbered(form, "line")[:MAX_LINES]
    found = ((name.removeprefix("line."), by_id.get(form[name])) for name in names)
    return [(number, element) for number, element in found if element is not None]


def comparable(element: Element, indicator: Indicator) -> list[tuple[str, str]]:
    """List id and label of the questions whose answer that to `element` can be compared with."""
    return [
        (each.element_id, each.label)
        for each in indicator.elements
        if each.kind is element.kind and each.unit == element.unit and each is not element
    ]


def read_rule(
    form: Form, indicator: Indicator, *, old: CrossRule | None, rule_id: str
) -> tuple[CrossRule | None, list[FieldFinding]]:
    """Read the form of a rule; None if what must hold cannot be read."""
    read = Reader(form)
    message = read.text(
        "message", limit=MAX_LABEL_CHARS, empty="Say what does not fit, for the officer to read."
    )
    remedy = read.text("remedy", limit=MAX_LABEL_CHARS, empty="Say how the officer can mend it.")
    test = _read_yaml(read) if "holds" in form else _read_choices(read, indicator, old)
    if test is None or read.findings:
        return None, read.findings
    return CrossRule(rule_id, message, remedy, test), []


def _choices(rule: CrossRule) -> Choices | None:
    choices = taken_apart(rule.holds)
    return choices if choices and len(choices.lines) <= MAX_LINES else None


def _read_yaml(read: Reader) -> Test | None:
    text = read.text("holds", limit=MAX_TEXT_CHARS, empty="Nothing says what must hold.")
    if not text or read.findings:
        return None
    try:
        return parse_rule_test(text, name="the rule")
    except DefinitionError as error:
        place = f"Line {error.line}: " if error.line else ""
        read.refuse("holds", f"{place}{error.problem}", error.remedy)
        return None


def _read_choices(read: Reader, indicator: Indicator, old: CrossRule | None) -> Test | None:
    join = read.member("join", Join, message="Say how the lines belong together.")
    lines = [_read_line(read, *each) for each in lines_of(read.form, indicator)]
    told = tuple(each for each in lines if each is not None)
    if not lines:
        read.refuse(
            "question", "The rule says nothing yet.", "Choose a question and add a line about it."
        )
    elif len(lines) == 1 and join in _NEED_TWO:
        read.refuse("join", "This needs two lines.", "Add another line, or join them otherwise.")
    if read.findings or not told:
        return None
    choices = Choices(join, told)
    before = taken_apart(old.holds) if old else None
    if old is not None and before is not None and _plain(before) == _plain(choices):
        # The same thing can be said in two ways: saving is not changing.
        return old.holds
    return put_together(choices)


def _read_line(read: Reader, number: str, element: Element) -> Line | None:
    says = read.member(f"says.{number}", Says, message=f"Say what is asked of “{element.label}”.")
    if says not in sayings(element):
        read.refuse(f"says.{number}", "That cannot be said of it.", "Choose one of the list.")
        return None
    if says in _ANSWERED:
        return Line(element.element_id, says)
    if says in _CHOSEN:
        return Line(element.element_id, says, values=_read_values(read, number, element))
    return Line(element.element_id, says, other=_read_other(read, number, element))


def _read_values(read: Reader, number: str, element: Element) -> tuple[str | bool, ...]:
    sent = read.form.getlist(f"values.{number}")
    offered = {each.code for each in element.options} or {"yes", "no"}
    if not sent:
        read.refuse(f"values.{number}", "No answer is ticked.", "Tick at least one.")
    elif not offered.issuperset(sent):
        read.refuse(f"values.{number}", "There is no such answer.", "Tick some of the list.")
    if element.kind is ElementKind.YES_NO:
        return tuple(each == "yes" for each in sent)
    return tuple(sent)


def _read_other(read: Reader, number: str, element: Element) -> str | float | None:
    other = read.raw(f"other.{number}")
    if other:
        return other
    found = read.number(f"number.{number}") if element.kind is ElementKind.NUMBER else None
    if found is None:
        is_number = element.kind is ElementKind.NUMBER
        read.refuse(
            f"number.{number}" if is_number else f"other.{number}",
            "Nothing is said to compare it with.",
            "Write a number or choose a question." if is_number else "Choose a question.",
        )
    return found


def _fill_in(form: Form, number: int, line: Line) -> None:
    form[f"line.{number}"] = line.element_id
    form[f"says.{number}"] = line.says
    form.setlist(f"values.{number}", [code_of(each) for each in line.values])
    if isinstance(line.other, str):
        form[f"other.{number}"] = line.other
    elif line.other is not None:
        form[f"number.{number}"] = f"{line.other:.10g}"


def _plain(choices: Choices) -> tuple[object, ...]:
    """Give what two forms of a rule agree in if they say the same, whatever order answers have."""
    lines = ((each.element_id, each.says, {*each.values}, each.other) for each in choices.lines)
    return choices.join, *lines
