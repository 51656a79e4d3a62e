"""Settings: one frozen value, read from the environment; the unit stands in every name."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from environs import Env

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


@dataclass(frozen=True, slots=True)
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


def from_environment() -> Settings:
    """Read the variables ``SAR_*``; an unusable one is named in the error."""
    env = Env(prefix="SAR_")
    return Settings(
        database_url=env.str("DATABASE_URL", ""),
        keyring_file=_path(env, "KEYRING_FILE"),
        keyring_text=env.str("KEYRING", ""),
        intelligence_keyring_file=_path(env, "INTELLIGENCE_KEYRING_FILE"),
        intelligence_keyring_text=env.str("INTELLIGENCE_KEYRING", ""),
        release_keys_file=_path(env, "RELEASE_KEYS_FILE"),
        checkpoint_folder=_path(env, "CHECKPOINT_FOLDER"),
        log_name=env.str("LOG_NAME", ""),
        zone=env.str("ZONE", "America/New_York"),
        banner=env.str("BANNER", "UNCLASSIFIED // LAW ENFORCEMENT USE"),
        retention_days=env.int("RETENTION_DAYS", DEFAULT_RETENTION_DAYS),
        retention_policy_file=_path(env, "RETENTION_POLICY_FILE"),
        max_narrative_chars=env.int("MAX_NARRATIVE_CHARS", 20_000),
        max_request_bytes=env.int("MAX_REQUEST_BYTES", 2_000_000),
        max_preview_reports=env.int("MAX_PREVIEW_REPORTS", 10_000),
        sign_in_hours=env.int("SIGN_IN_HOURS", 12),
        idle_minutes=env.int("IDLE_MINUTES", 60),
        claim_minutes=env.int("CLAIM_MINUTES", 20),
        sample_share=env.float("SAMPLE_SHARE", 0.05),
        second_reading_share=env.float("SECOND_READING_SHARE", 0.05),
        samples_per_week=env.int("SAMPLES_PER_WEEK", 10),
        read_within_days=env.int("READ_WITHIN_DAYS", 30),
        sign_ins_per_minute=env.int("SIGN_INS_PER_MINUTE", 10),
        reports_per_minute=env.int("REPORTS_PER_MINUTE", 60),
        requests_per_hour=env.int("REQUESTS_PER_HOUR", 10),
        redress_answer_days=env.int("REDRESS_ANSWER_DAYS", DEFAULT_ANSWER_DAYS),
        redress_kept_days=env.int("REDRESS_KEPT_DAYS", DEFAULT_KEPT_DAYS),
        rate_limit_storage=env.str("RATE_LIMIT_STORAGE", "memory://"),
        reveal_minutes=env.int("REVEAL_MINUTES", 15),
        reveal_reports_per_hour=env.int("REVEAL_REPORTS_PER_HOUR", 20),
        needs_second_person=env.bool("REVEAL_SECOND_PERSON", False),
        draft_days=env.int("DRAFT_DAYS", DEFAULT_DRAFT_DAYS),
        metrics_token=env.str("METRICS_TOKEN", ""),
        has_secure_cookies=env.bool("SECURE_COOKIES", True),
        trusted_proxies=env.int("TRUSTED_PROXIES", 0),
        is_demo=env.bool("DEMO", False),
        scorm_schemas=_path(env, "SCORM_SCHEMAS"),
        xapi_endpoint=env.str("XAPI_ENDPOINT", ""),
        xapi_credentials=env.str("XAPI_CREDENTIALS", ""),
        xapi_credentials_file=_path(env, "XAPI_CREDENTIALS_FILE"),
        xapi_homepage=env.str("XAPI_HOMEPAGE", ""),
        privacy_pipelines=tuple(env.list("PRIVACY_PIPELINES", [])),
        **_about_files(env),
        **_about_mail(env),
    )


def _about_files(env: Env) -> dict[str, Any]:
    return {
        "max_file_bytes": env.int("MAX_FILE_BYTES", 20_000_000),
        "max_file_pixels": env.int("MAX_FILE_PIXELS", 70_000_000),
        "max_files_per_report": env.int("MAX_FILES_PER_REPORT", 10),
        "scanner": env.str("SCANNER", ""),
        "scanner_seconds": env.int("SCANNER_SECONDS", 30),
    }


def _about_mail(env: Env) -> dict[str, Any]:
    return {
        "checkpoint_mail_to": env.str("CHECKPOINT_MAIL_TO", ""),
        "mail_server": env.str("MAIL_SERVER", ""),
        "mail_from": env.str("MAIL_FROM", ""),
        "alert_link": env.str("ALERT_LINK", ""),
    }


def _path(env: Env, name: str) -> Path | None:
    text = env.str(name, "")
    return Path(text) if text else None
