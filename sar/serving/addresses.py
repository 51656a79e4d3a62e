"""What the parts of an address may be; any other address leads nowhere (404)."""

from collections.abc import Callable

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, Rule, UnicodeConverter

LARGEST_ROW_NUMBER = 2**31 - 1
"""The largest value of the integer columns that number rows."""


class RowNumber(IntegerConverter):
    """A number that a row can have: neither database is asked for a larger one."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ROW_NUMBER)


class Word(UnicodeConverter):
    """A part without control characters: PostgreSQL takes no NUL, and nothing is named with one."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map)
        # flask-smorest reads the shortest length in braces.
        self.regex = r"[^/\x00-\x1f]{1,}"


class LateRule(Rule):
    """A rule that compiles how its address is written when it is first written.

    A process has some three hundred, compiling them takes a tenth of its start, and what people
    open first needs a few. If Werkzeug renames what is overridden here, they are compiled early.
    """

    def _compile_builder(
        self,
        append_unknown: bool = True,  # noqa: FBT001, FBT002  the signature is Werkzeug's
    ) -> Callable[..., tuple[str, str]]:
        name = "_build_unknown" if append_unknown else "_build"
        compile_now = super()._compile_builder

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            compiled = compile_now(append_unknown).__get__(rule, None)
            setattr(rule, name, compiled)
            written: tuple[str, str] = compiled(**values)
            return written

        return build


def install(app: Flask) -> None:
    """Let every address that is registered from now on keep to it."""
    app.url_rule_class = LateRule
    app.url_map.converters |= {"default": Word, "string": Word, "int": RowNumber}
