"""Settings: one frozen value, read from the environment; the unit stands in every name."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, field, fields
from pathlib import Path
from typing import Any

from environs import Env

from sar.values import frozen
from triage.sampling import Shares

# A first default where the agency's policy has not spoken; `sar doctor` says that it is a default.
# 28 CFR 23.20(h) caps the intelligence drawer at five years; reports that never left intake
# deserve less. See docs/operator.md.
DEFAULT_RETENTION_DAYS = 365

# The agency's law may give fewer days or more to answer a request for redress; thirty are our
# cautious choice. What was written is destroyed three years after it came: appeals and courts may
# ask until then.
DEFAULT_ANSWER_DAYS = 30
DEFAULT_KEPT_DAYS = 1096

# A draft that nobody touched for two weeks will hardly be sent; what was typed is not kept for
# longer than that on a phone. Our choice.
DEFAULT_DRAFT_DAYS = 14
MAX_DRAFT_DAYS = 60


@frozen
class Settings:
    """How this installation runs.

    `keyring_text` wins over `keyring_file`; the intelligence drawer has a keyring of its own.
    `release_keys_file` has the public keys whose
    signature counts when sets are published from files. `retention_policy_file` says how long what
    is kept; without it, `retention_days` count in the shipped policy. `sign_ins_per_minute` and
    `reports_per_minute` are counted per address and per account.
    `sample_share` and `second_reading_share`, in [0, 1], are what of all reading goes to blind
    samples and second readings, `samples_per_week` the least number of the former; a report that
    nobody read `read_within_days` after it came is drawn once more.
    `reveal_minutes` shortens the times of `privacy.purposes`; `reveal_reports_per_hour` is counted
    per account; with `needs_second_person` a whole report is shown after somebody else agreed.
    A draft on a phone expires `draft_days` after its last change; what is queued never does.
    `metrics_token` guards /metrics when not empty.
    `scorm_schemas` is a folder with the control documents of SCORM 1.2, which packages then carry.
    A request for redress is due after `redress_answer_days`, and what was written in it is
    destroyed after `redress_kept_days`.
    `log_name` is the name under which checkpoints of the log are signed; "" names it by its key.
    Checkpoints are also written into `checkpoint_folder`, and mailed to `checkpoint_mail_to` by way
    of `mail_server` ("host:port"). Mail from `mail_from` tells those who ask for it that something
    is new, and leads to `alert_link`, the start page; "" sends none.
    Results of practice go to `xapi_endpoint`, "" for nowhere, with `xapi_credentials`
    ("user:password"); the ids of learners belong to `xapi_homepage`.
    A report takes `max_files_per_report` photos and files, each of at most `max_file_bytes`, a
    picture of at most `max_file_pixels`. `scanner` is where ClamAV's daemon listens ("host:port",
    or the path of its socket), "" for none; it is waited for `scanner_seconds`.
    `privacy_pipelines` are spaCy pipelines that every redaction uses too; the privacy library reads
    the variable itself, so that no caller can forget them, and `sar doctor` looks for them.
    """

    database_url: str = field(repr=False)
    keyring_file: Path | None = None
    keyring_text: str = field(default="", repr=False)
    intelligence_keyring_file: Path | None = None
    intelligence_keyring_text: str = field(default="", repr=False)
    release_keys_file: Path | None = None
    log_name: str = ""
    checkpoint_folder: Path | None = None
    checkpoint_mail_to: str = ""
    mail_server: str = ""
    mail_from: str = ""
    alert_link: str = ""
    zone: str = "America/New_York"
    banner: str = "UNCLASSIFIED // LAW ENFORCEMENT USE"
    retention_days: int = DEFAULT_RETENTION_DAYS
    retention_policy_file: Path | None = None
    max_narrative_chars: int = 20_000
    max_request_bytes: int = 2_000_000
    max_preview_reports: int = 10_000
    max_file_bytes: int = 20_000_000
    max_file_pixels: int = 70_000_000
    max_files_per_report: int = 10
    scanner: str = ""
    scanner_seconds: int = 30
    sign_in_hours: int = 12
    idle_minutes: int = 60
    claim_minutes: int = 20
    sample_share: float = 0.05
    second_reading_share: float = 0.05
    samples_per_week: int = 10
    read_within_days: int = 30
    sign_ins_per_minute: int = 10
    reports_per_minute: int = 60
    requests_per_hour: int = 10
    redress_answer_days: int = DEFAULT_ANSWER_DAYS
    redress_kept_days: int = DEFAULT_KEPT_DAYS
    rate_limit_storage: str = "memory://"
    reveal_minutes: int = 15
    reveal_reports_per_hour: int = 20
    needs_second_person: bool = False
    draft_days: int = DEFAULT_DRAFT_DAYS
    metrics_token: str = field(default="", repr=False)
    has_secure_cookies: bool = True
    trusted_proxies: int = 0
    is_demo: bool = False
    scorm_schemas: Path | None = None
    xapi_endpoint: str = ""
    xapi_credentials: str = field(default="", repr=False)
    xapi_credentials_file: Path | None = None
    xapi_homepage: str = ""
    privacy_pipelines: tuple[str, ...] = ()

    @property
    def shares(self) -> Shares:
        """Return how reading is divided; raises ValueError if the shares are none."""
        return Shares(self.sample_share, self.second_reading_share, self.samples_per_week)


_OTHER_NAMES = {
    "keyring_text": "KEYRING",
    "intelligence_keyring_text": "INTELLIGENCE_KEYRING",
    "needs_second_person": "REVEAL_SECOND_PERSON",
    "has_secure_cookies": "SECURE_COOKIES",
    "is_demo": "DEMO",
}
VARIABLES: Mapping[str, str] = {
    each.name: f"SAR_{_OTHER_NAMES.get(each.name, each.name.upper())}" for each in fields(Settings)
}
"""By the name of each setting the variable of the environment from which it is read."""


def from_environment() -> Settings:
    """Read the variables ``SAR_*``; an unusable one is named in the error."""
    env = Env()
    return Settings(**{each.name: _read(env, each) for each in fields(Settings)})


def _read(env: Env, setting: Field[Any]) -> Any:
    """Read a setting as what its default is: a text, a number, yes or no, a list, a path."""
    name, default = VARIABLES[setting.name], setting.default
    if default is None:
        text = env.str(name, "")
        return Path(text) if text else None
    if isinstance(default, tuple):
        return tuple(env.list(name, list(default)))
    if default is MISSING:
        return env.str(name, "")
    read = getattr(env, type(default).__name__)
    return read(name, default)
