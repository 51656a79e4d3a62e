"""The tables, one family per file; importing this package knows them all."""

from sar.models.accounts import Account, Agency, ApiToken, Role, SignIn
from sar.models.activations import Activation, ActivationState
from sar.models.audit import AuditCheckpoint, AuditEntry, AuditHead
from sar.models.definition_sets import (
    DefinitionSetVersion,
    SetAction,
    SetEditor,
    SetState,
    SetStep,
)
from sar.models.ledger import LedgerEntry, LedgerYear
from sar.models.reports import Addition, Decision, Report, ReportBehaviour
from sar.models.sealed import MonthKey, Reveal, SealedContent

__all__ = [
    "Account",
    "Activation",
    "ActivationState",
    "Addition",
    "Agency",
    "ApiToken",
    "AuditCheckpoint",
    "AuditEntry",
    "AuditHead",
    "Decision",
    "DefinitionSetVersion",
    "LedgerEntry",
    "LedgerYear",
    "MonthKey",
    "Report",
    "ReportBehaviour",
    "Reveal",
    "Role",
    "SealedContent",
    "SetAction",
    "SetEditor",
    "SetState",
    "SetStep",
    "SignIn",
]
