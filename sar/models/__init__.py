"""The tables, one family per file; importing this package knows them all."""

from sar.models.accounts import Account, Agency, ApiToken, Role, SignIn
from sar.models.activations import Activation, ActivationState
from sar.models.alerts import MailAlert
from sar.models.announcements import (
    Acknowledgement,
    Announcement,
    AnnouncementAgency,
    FormOpening,
)
from sar.models.attachments import Attachment, AttachmentState
from sar.models.attributes import AttributeAnswer, AttributeParty, AttributeReply
from sar.models.audit import AuditCheckpoint, AuditEntry, AuditHead
from sar.models.consultations import Consultation, Disposition, Invitation, SetComment
from sar.models.definition_sets import (
    DefinitionSetVersion,
    SetAction,
    SetEditor,
    SetState,
    SetStep,
)
from sar.models.desk import AfterDecision, DeskSettings, RankMark, RankReason, Snooze
from sar.models.disclosures import (
    Authority,
    Disclosure,
    DisclosurePurpose,
    NoticeCause,
    RecipientNotice,
    Tier,
)
from sar.models.drafts import DraftHeader
from sar.models.following import Following, Usefulness
from sar.models.incidents import Incident
from sar.models.intelligence import (
    Crossing,
    DrawerPermission,
    IntelligenceContent,
    IntelligenceKey,
    Predicate,
)
from sar.models.ledger import LedgerEntry, LedgerYear
from sar.models.links import ReportLink
from sar.models.rankers import (
    RankerContinuation,
    RankerSwitch,
    RankerVersion,
    SwitchKind,
    SwitchState,
)
from sar.models.redress import (
    Amendment,
    AmendReason,
    RedressContent,
    RedressRequest,
    RequestKind,
    RequestOutcome,
)
from sar.models.reports import (
    Addition,
    Correction,
    Decision,
    Report,
    ReportBehaviour,
    ReportVersion,
    ReturnReason,
    UndoneDecision,
)
from sar.models.retention import ExpungeReason, HoldReason, Purge, RetentionHold, Validation
from sar.models.reveals import (
    Alert,
    EmergencyReview,
    RequestState,
    RevealRequest,
    ReviewOutcome,
)
from sar.models.sampling import DateDraw, SampleFrame, SecondReading, Take
from sar.models.sealed import MonthKey, Reveal, SealedContent
from sar.models.searching import LookupToken, SavedSearch, SearchText, WordingMark
from sar.models.supervision import CheckOutcome, SupervisorCheck
from sar.models.training import (
    Completion,
    Learner,
    OutgoingStatement,
    PracticeAnswer,
    PracticeRound,
)
from sar.models.translations import SetTranslation, TranslationState
from sar.models.tuning import TuningMark, TuningReason

__all__ = [
    "Account",
    "Acknowledgement",
    "Activation",
    "ActivationState",
    "Addition",
    "AfterDecision",
    "Agency",
    "Alert",
    "AmendReason",
    "Amendment",
    "Announcement",
    "AnnouncementAgency",
    "ApiToken",
    "Attachment",
    "AttachmentState",
    "AttributeAnswer",
    "AttributeParty",
    "AttributeReply",
    "AuditCheckpoint",
    "AuditEntry",
    "AuditHead",
    "Authority",
    "CheckOutcome",
    "Completion",
    "Consultation",
    "Correction",
    "Crossing",
    "DateDraw",
    "Decision",
    "DefinitionSetVersion",
    "DeskSettings",
    "Disclosure",
    "DisclosurePurpose",
    "Disposition",
    "DraftHeader",
    "DrawerPermission",
    "EmergencyReview",
    "ExpungeReason",
    "Following",
    "FormOpening",
    "HoldReason",
    "Incident",
    "IntelligenceContent",
    "IntelligenceKey",
    "Invitation",
    "Learner",
    "LedgerEntry",
    "LedgerYear",
    "LookupToken",
    "MailAlert",
    "MonthKey",
    "NoticeCause",
    "OutgoingStatement",
    "PracticeAnswer",
    "PracticeRound",
    "Predicate",
    "Purge",
    "RankMark",
    "RankReason",
    "RankerContinuation",
    "RankerSwitch",
    "RankerVersion",
    "RecipientNotice",
    "RedressContent",
    "RedressRequest",
    "Report",
    "ReportBehaviour",
    "ReportLink",
    "ReportVersion",
    "RequestKind",
    "RequestOutcome",
    "RequestState",
    "RetentionHold",
    "ReturnReason",
    "Reveal",
    "RevealRequest",
    "ReviewOutcome",
    "Role",
    "SampleFrame",
    "SavedSearch",
    "SealedContent",
    "SearchText",
    "SecondReading",
    "SetAction",
    "SetComment",
    "SetEditor",
    "SetState",
    "SetStep",
    "SetTranslation",
    "SignIn",
    "Snooze",
    "SupervisorCheck",
    "SwitchKind",
    "SwitchState",
    "Take",
    "Tier",
    "TranslationState",
    "TuningMark",
    "TuningReason",
    "UndoneDecision",
    "Usefulness",
    "Validation",
    "WordingMark",
]
