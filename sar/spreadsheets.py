"""Cells of a CSV file that no spreadsheet runs as a formula: an apostrophe stands in front.

OWASP's page "CSV Injection" advises it.
"""

import re

# Besides the ASCII signs, the full-width ones, which some spreadsheets take for the same.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def neutral(cell: str) -> str:
    """Return a cell that no spreadsheet runs."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def plain(cell: str) -> str:
    """Return what `neutral` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
