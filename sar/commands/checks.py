"""What `sar doctor` looks at without a database: the settings, the keyring, the trusted keys."""

import re
import stat
from collections.abc import Iterator, Mapping
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

from limits.errors import ConfigurationError
from limits.storage import storage_from_string

from indicators.errors import ReleaseError
from indicators.release_keys import parse_public_keys
from privacy.errors import PrivacyError
from privacy.keyring import Keyring
from privacy.retention import MAX_RETENTION_DAYS, MIN_RETENTION_DAYS
from sar import installation
from sar.alerting import addressing
from sar.errors import SarError
from sar.outside import record_store
from sar.settings import DEFAULT_RETENTION_DAYS, MAX_DRAFT_DAYS, Settings
from sar.values import frozen

_WORKERS = re.compile(r"(?:-w|--workers)[ =]?([0-9]+)")


class Level(StrEnum):
    """How bad it is."""

    OK = "OK"
    WARNING = "warning"
    PROBLEM = "problem"


@frozen
class Result:
    """How one thing stands; `remedy` is "" where there is nothing to do."""

    subject: str
    level: Level
    text: str
    remedy: str = ""


def check_settings(settings: Settings, environ: Mapping[str, str]) -> Iterator[Result]:
    """Check what needs no database."""
    yield _retention(settings, environ)
    yield _redress(settings)
    yield _cookies(settings)
    yield _phone(settings)
    yield _rate_limits(settings, environ)
    yield _zone(settings)
    yield _release_keys(settings)
    yield _record_store(settings)
    yield _alerts(settings)
    yield _scanner(settings)
    yield from _pipelines(settings)


def check_keyring(settings: Settings) -> tuple[Keyring | None, Result]:
    """Read the keyring, which checks its file's mode, too."""
    try:
        keyring = installation.load_keyring(settings)
    except SarError as error:
        return None, Result("keyring", Level.PROBLEM, error.detail, error.remedy)
    except PrivacyError as error:
        remedy = "If it was lost or damaged, restore it from its backup."
        return None, Result("keyring", Level.PROBLEM, f"{error}.", remedy)
    place = "from SAR_KEYRING" if settings.keyring_text else "only its owner can read the file"
    return keyring, Result("keyring", Level.OK, f"{len(keyring.masters)} master key(s), {place}")


def check_intelligence_keyring(settings: Settings) -> Result:
    """Read the other drawer's keyring, which shares no key with the first."""
    subject = "other drawer"
    try:
        keyring = installation.load_intelligence_keyring(settings)
    except SarError as error:
        return Result(subject, Level.PROBLEM, error.detail, error.remedy)
    except PrivacyError as error:
        remedy = "If it was lost or damaged, restore it from its backup."
        return Result(subject, Level.PROBLEM, f"{error}.", remedy)
    if keyring is None:
        return Result(subject, Level.OK, "no keyring: the intelligence drawer stays shut")
    text = f"{len(keyring.masters)} master key(s), none of them the first drawer's"
    return Result(subject, Level.OK, text)


def _retention(settings: Settings, environ: Mapping[str, str]) -> Result:
    days = settings.retention_days
    if not MIN_RETENTION_DAYS <= days <= MAX_RETENTION_DAYS:
        limits = f"{MIN_RETENTION_DAYS} to {MAX_RETENTION_DAYS}"
        return Result(
            "retention", Level.PROBLEM, f"{days} days is not possible.", f"Set {limits} days."
        )
    if settings.retention_policy_file is not None:
        return _retention_policy(settings)
    if "SAR_RETENTION_DAYS" not in environ:
        return Result(
            "retention",
            Level.WARNING,
            f"{DEFAULT_RETENTION_DAYS} days is our default, not your policy.",
            "Set SAR_RETENTION_POLICY_FILE to your policy.",
        )
    return Result("retention", Level.OK, f"{days} days, set by your policy")


def _retention_policy(settings: Settings) -> Result:
    from sar.retention.policy import policies_of

    try:
        policies = policies_of(settings)
    except SarError as error:
        return Result("retention", Level.PROBLEM, error.detail, error.remedy)
    names = ", ".join(policy.name for policy in policies.policies)
    return Result("retention", Level.OK, f"by {policies.source}: {names}")


def _redress(settings: Settings) -> Result:
    answer, kept = settings.redress_answer_days, settings.redress_kept_days
    if not 1 <= answer <= kept or not MIN_RETENTION_DAYS <= kept <= MAX_RETENTION_DAYS:
        return Result(
            "redress",
            Level.PROBLEM,
            f"An answer within {answer} days of a request kept for {kept} is not possible.",
            f"Keep requests for {MIN_RETENTION_DAYS} to {MAX_RETENTION_DAYS} days, and answer"
            " before they are destroyed.",
        )
    return Result("redress", Level.OK, f"answered within {answer} days, kept for {kept}")


def _cookies(settings: Settings) -> Result:
    if settings.has_secure_cookies:
        return Result("cookies", Level.OK, "sent over HTTPS only")
    if settings.is_demo:
        return Result("cookies", Level.OK, "sent over plain HTTP, as this is a demo")
    return Result(
        "cookies",
        Level.PROBLEM,
        "Sign-ins travel over plain HTTP.",
        "Serve over HTTPS and unset SAR_SECURE_COOKIES.",
    )


def _phone(settings: Settings) -> Result:
    """Say whether the form can work without a network: browsers want HTTPS for that."""
    subject, days = "offline form", settings.draft_days
    if not 1 <= days <= MAX_DRAFT_DAYS:
        text = f"Drafts cannot be kept for {days} days."
        return Result(subject, Level.PROBLEM, text, f"Set SAR_DRAFT_DAYS to 1 to {MAX_DRAFT_DAYS}.")
    if settings.has_secure_cookies:
        text = f"works if phones reach it over HTTPS; drafts expire after {days} days"
        return Result(subject, Level.OK, text)
    if settings.is_demo:
        return Result(subject, Level.OK, "works on this computer alone, as this is a demo")
    return Result(
        subject,
        Level.WARNING,
        "Over plain HTTP browsers allow no service worker and keep no drafts.",
        "Serve over HTTPS: without it the form needs a network, and nothing typed is kept.",
    )


def _rate_limits(settings: Settings, environ: Mapping[str, str]) -> Result:
    subject, workers = "rate limits", _workers(environ)
    if not settings.rate_limit_storage.startswith("memory://"):
        return _shared_store(subject, settings.rate_limit_storage)
    if workers > 1:
        return Result(
            subject,
            Level.PROBLEM,
            f"Each of the {workers} worker processes counts for itself.",
            "Set SAR_RATE_LIMIT_STORAGE to a shared store, redis://HOST for example.",
        )
    text = "each process counts for itself; several allow as many times more"
    return Result(subject, Level.OK, text)


def _shared_store(subject: str, address: str) -> Result:
    try:
        is_there = storage_from_string(address).check()
    except (ConfigurationError, ImportError):
        is_there = False
    if is_there:
        return Result(subject, Level.OK, "counted in a store that all processes share")
    return Result(
        subject,
        Level.PROBLEM,
        "The store in SAR_RATE_LIMIT_STORAGE does not answer, so every sign-in would fail.",
        "Start it, and install its driver (pip install redis).",
    )


def _workers(environ: Mapping[str, str]) -> int:
    """Return the number of gunicorn's worker processes, as its documented variables set it."""
    found = _WORKERS.search(environ.get("GUNICORN_CMD_ARGS", ""))
    text = found[1] if found else environ.get("WEB_CONCURRENCY", "1")
    return int(text) if text.isdigit() else 1


def _scanner(settings: Settings) -> Result:
    """Ask the virus scanner whether it is there."""
    from sar.outside.scanner import Scanner, is_there

    subject, scanner = "virus scanner", Scanner(settings.scanner, settings.scanner_seconds)
    if not scanner.is_on:
        return Result(
            subject,
            Level.WARNING,
            "Photos and files are not checked for viruses.",
            "Run ClamAV's clamd and set SAR_SCANNER to where it listens.",
        )
    if is_there(scanner):
        return Result(subject, Level.OK, "answers; files about which it does not are held")
    return Result(
        subject,
        Level.PROBLEM,
        "The scanner of SAR_SCANNER does not answer, so every photo and file is held.",
        "Start clamd, then run `sar files scan`.",
    )


def _pipelines(settings: Settings) -> Iterator[Result]:
    """Look whether each spaCy pipeline that redaction is to use is installed."""
    for name in settings.privacy_pipelines:
        if find_spec(name) or Path(name).is_dir():
            yield Result("pipeline", Level.OK, f"{name} is installed")
        else:
            yield Result(
                "pipeline",
                Level.PROBLEM,
                f"{name} is not installed, so every redaction fails and every report is held.",
                f"pip install {name}, or take it out of SAR_PRIVACY_PIPELINES.",
            )


def _zone(settings: Settings) -> Result:
    try:
        ZoneInfo(settings.zone)
    except (ValueError, OSError, KeyError):
        return Result(
            "time zone",
            Level.PROBLEM,
            "SAR_ZONE is not a time zone.",
            "Write it like America/Chicago.",
        )
    return Result("time zone", Level.OK, settings.zone)


def _release_keys(settings: Settings) -> Result:
    """Check the file of trusted public keys; a bare public key has no date on which it expires."""
    subject, path = "release keys", settings.release_keys_file
    if path is None:
        return Result(subject, Level.OK, "none: a file with indicators needs --key or --unsigned")
    try:
        mode, content = path.stat().st_mode, path.read_bytes()
    except OSError as error:
        text = f"The file in SAR_RELEASE_KEYS_FILE cannot be read ({error.strerror})."
        return Result(subject, Level.PROBLEM, text, "Mend its path, or let the service read it.")
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        text = "Others may write SAR_RELEASE_KEYS_FILE, and so vouch for any indicators."
        return Result(subject, Level.PROBLEM, text, "Run `chmod go-w` on it.")
    if b"PRIVATE KEY" in content:
        text = "SAR_RELEASE_KEYS_FILE holds a private key, with which anybody can sign."
        return Result(subject, Level.PROBLEM, text, "Take it out, and make a new key.")
    try:
        keys = parse_public_keys(content, name="SAR_RELEASE_KEYS_FILE")
    except ReleaseError as error:
        return Result(subject, Level.PROBLEM, error.problem, error.remedy)
    return Result(subject, Level.OK, f"{len(keys)} trusted: {', '.join(keys)}")


def _alerts(settings: Settings) -> Result:
    subject = "mail alerts"
    if not addressing.is_on(settings):
        return Result(subject, Level.OK, "off: nobody is told by mail that something is new")
    try:
        addressing.check(settings)
    except SarError as error:
        return Result(subject, Level.PROBLEM, error.detail, error.remedy)
    if not addressing.is_encrypted(settings):
        text = "The link in the mails leads to a sign-in without TLS."
        return Result(subject, Level.WARNING, text, "Write https:// in SAR_ALERT_LINK.")
    return Result(subject, Level.OK, "on: `sar alerts send` tells those who asked for it")


def _record_store(settings: Settings) -> Result:
    subject = "record store"
    if not record_store.is_on(settings):
        return Result(subject, Level.OK, "off: results of practice stay here")
    try:
        record_store.check(settings)
        record_store.credentials(settings)
    except SarError as error:
        return Result(subject, Level.PROBLEM, error.detail, error.remedy)
    if not record_store.is_encrypted(settings):
        return Result(
            subject,
            Level.WARNING,
            "Results of practice and the password travel without TLS.",
            "Write https:// in SAR_XAPI_ENDPOINT.",
        )
    return Result(subject, Level.OK, "on, over TLS")
