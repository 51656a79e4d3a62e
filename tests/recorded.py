"""What the application's code writes into the log."""

import ast
import re
from pathlib import Path

import sar
from sar.models import SetAction
from sar.review.actions import CHOICES


def recorded_actions() -> set[str]:
    """Collect the actions that the application's code writes down, from its source."""
    found = {f"set.{action}" for action in SetAction} | {each.event for each in CHOICES.values()}
    for path in Path(sar.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node, "func", None)
            called = getattr(name, "attr", getattr(name, "id", ""))
            if isinstance(node, ast.Call) and called in {"Event", "_log", "_record", "record"}:
                found |= {
                    part.value
                    for argument in (*node.args, *(word.value for word in node.keywords))
                    for part in ast.walk(argument)
                    if isinstance(part, ast.Constant)
                    and isinstance(part.value, str)
                    and re.fullmatch(r"[a-z]+\.[a-z_]+", part.value)
                }
    return found
