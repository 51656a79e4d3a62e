"""What went wrong in a command, in words for the person at the keyboard.

Nothing that a driver or a parser says is repeated: it may quote a password or a report.
"""

from pathlib import Path
from traceback import extract_tb

from environs import EnvError

from indicators.errors import IndicatorsError
from privacy.errors import PrivacyError
from sar.errors import InvalidInputError, SarError
from triage.errors import TriageError

# What SQLite and PostgreSQL (SQLSTATE 42P01, 42703) say of tables that were never made.
_NO_TABLES = ("no such table", "no such column", "UndefinedTable", "UndefinedColumn")


def explain(error: Exception) -> str:
    """Return what happened and what to do about it; never a value that somebody wrote."""
    match error:
        case InvalidInputError():
            lines = [f"{each.path}: {each.message} {each.remedy}" for each in error.findings]
            return "\n     ".join(lines)
        case SarError():
            return f"{error.detail}\n     {error.remedy}"
        case PrivacyError() | IndicatorsError() | TriageError():
            return str(error)
        case EnvError():
            # environs names the variable and the kind of value that is wanted, not the value.
            return f"{error}\n     Set it right, or unset it to get the default."
        case OSError():
            name = Path(error.filename).name if isinstance(error.filename, str) else "a file"
            return f"{name}: {error.strerror or type(error).__name__}."
    return _explain_foreign(error)


def _explain_foreign(error: Exception) -> str:
    package = type(error).__module__.partition(".")[0]
    kind = type(error).__name__
    if package == "sqlalchemy":
        if kind in {"ArgumentError", "NoSuchModuleError"}:
            return (
                "SAR_DATABASE_URL is not the address of a database.\n"
                "     Write it like postgresql+psycopg://USER:PASSWORD@HOST/NAME; "
                "write signs such as @ or / in a password as %40, %2F."
            )
        if any(sign in f"{type(getattr(error, 'orig', None))} {error}" for sign in _NO_TABLES):
            return "The database has no tables yet, or old ones.\n     Run `sar db upgrade`."
        return (
            f"The database cannot be reached, or refuses this ({kind}).\n"
            "     Check that it runs and that SAR_DATABASE_URL is right; `sar doctor` says more."
        )
    if package == "alembic":
        return (
            "The database has a revision that this version of the toolkit does not know.\n"
            "     Install the version of the toolkit that last upgraded the database."
        )
    return f"{_place(error)}\n     This is a defect; please report these two lines."


def _place(error: Exception) -> str:
    """Name the kind of error and the line of code; its message may quote what was read."""
    trace = extract_tb(error.__traceback__)
    if not trace:
        return f"{type(error).__name__}."
    return f"{type(error).__name__} in {Path(trace[-1].filename).name}, line {trace[-1].lineno}."
