"""Log entries in plain words: what every action is called, and what its details mean."""

from collections.abc import Mapping
from typing import Any

from privacy.purposes import PURPOSES

# "{id}" is what follows the colon in the entry's subject; "{person}" is that account's name.
SENTENCES: Mapping[str, str] = {
    "report.filed": "Filed report {id}",
    "report.held": "Filed report {id}; it is held",
    "report.listed": "Looked at the list of filed reports",
    "report.followed": "Looked up what became of report {id}",
    "report.answered": "Answered the question about report {id}",
    "report.added_to": "Added to their report {id}",
    "report.own_opened": "Opened what they wrote in their report {id}, to correct it",
    "answer.rated": "Said whether the answer to report {id} was useful",
    "report.supervised": "Looked at report {id} as a supervisor, and sent it on or asked",
    "report.supervisor_read": "Read report {id} as a supervisor, redacted",
    "report.version_filed": "Corrected their report {id}; the version before is kept",
    "report.versions_viewed": "Looked at the versions of report {id}",
    "report.retried": "Tried the redaction of report {id} again; its original was opened for that",
    "report.released": "Redacted held report {id}; it is in the queue now",
    "attributes.answered": "Said what a protected trait does in report {id}",
    "attributes.withdrawn": "Withdrew an unsent report: a protected trait seemed to be the reason",
    "pseudonyms.switched_on": "Switched pseudonyms on: placeholders are the same across reports",
    "pseudonyms.switched_off": "Switched pseudonyms off",
    "report.read": "Read report {id}, redacted",
    "report.corrected": "Corrected which behaviors report {id} is about",
    "tuning.marked": "Marked an indicator of report {id} as one that needs tuning",
    "tuning.taken_back": "Took back a mark on an indicator of report {id}",
    "desk.settled": "Settled how they work at the desk",
    "report.snoozed": "Set report {id} aside until later",
    "report.previewed": "Looked at report {id} before deciding about several at once",
    "incident.opened": "Opened incident {id}",
    "incident.ended": "Ended incident {id} before its time",
    "incident.read": "Looked at the reports of incident {id}",
    "incident.listed": "Looked at the list of incidents",
    "backlog.viewed": "Looked at how the work stands",
    "rank.marked": "Marked the rank of report {id} as wrong",
    "rank.taken_back": "Took back a mark on the rank of report {id}",
    "board.viewed": "Looked at the board of misunderstood indicators",
    "link.made": "Linked report {id} with another one",
    "link.undone": "Took a link of report {id} back",
    "links.viewed": "Looked at the group of report {id}",
    "search.rebuilt": "Wrote anew what reports are found by; originals were opened for that",
    "search.kept": "Kept filters of the queue",
    "search.forgotten": "Kept filters of the queue no longer",
    "changes.listed": "Took out what changed, for a program",
    "search.made": "Searched the readable words of reports",
    "search.looked_up": "Looked up a plate, a number or an address that is hidden",
    "queue.listed": "Looked at the queue",
    "queue.rescored": "Scored waiting reports anew",
    "ranker.trained": "Trained ranker {id} from decisions",
    "ranker.judged": "Let the gate judge ranker {id}",
    "ranker.activated": "Let ranker {id} order the queue",
    "ranker.learned_on": "Let ranker {id} learn on from decisions, within its bound",
    "ranker.override_asked": "Asked that ranker {id} orders the queue though the gate refused it",
    "ranker.override_agreed": "Agreed that ranker {id} orders the queue though the gate refused it",
    "ranker.override_declined": "Declined that ranker {id} orders the queue",
    "ranker.held": "Keeps ranker {id} as it was judged: it learns nothing from decisions",
    "ranker.let_learn": "Let ranker {id} learn on from decisions again",
    "ranker.rolled_back": "Rolled back to the ranker before: {id}",
    "ranker.switched_off": "Switched learned rankers off",
    "ranker.switched_on": "Switched learned rankers on",
    "claim.taken": "Took report {id} for review",
    "claim.taken_over": "Took report {id} over from somebody else",
    "claim.resumed": "Came back to report {id}",
    "claim.released": "Gave report {id} back to the queue",
    "decision.behaviour": "Decided whether report {id} fits the behavior",
    "decision.nexus": "Decided whether report {id} has a potential nexus",
    "decision.other": "Decided about report {id}",
    "decision.undone": "Undid their own decision about report {id} at once",
    "reveal.asked": "Opened the form to reveal a part of report {id}",
    "reveal.granted": "Was granted to see a hidden part of report {id}",
    "reveal.shown": "Saw the revealed part of report {id}",
    "disclosure.asked": "Opened the form to give out report {id}",
    "disclosure.released": "Entered a release of report {id} into the register",
    "disclosure.fetched": "Fetched what is given out of report {id}",
    "disclosure.register_viewed": "Looked at the disclosure register",
    "disclosure.notice_sent": "Told the recipient of release {id} of a change",
    "disclosure.notice_acknowledged": "Noted that the recipient of release {id} acknowledged it",
    "report.amended": "Corrected what report {id} says",
    "report.amendments_viewed": "Looked up how report {id} was corrected",
    "redress.received": "Sent request {id} from outside",
    "redress.listed": "Looked at the list of requests from outside",
    "redress.read": "Read request {id} from outside",
    "redress.answered": "Answered request {id} from outside",
    "intelligence.listed": "Looked at what the intelligence drawer holds",
    "intelligence.crossing_begun": "Opened the form to state a suspicion about report {id}",
    "intelligence.crossing_asked": "Stated a suspicion on which report {id} shall cross",
    "intelligence.crossing_refused": "Refused that report {id} crosses",
    "intelligence.crossed": "Approved that report {id} crosses into the intelligence drawer",
    "intelligence.read": "Read the intelligence record {id}, redacted",
    "intelligence.reveal_asked": "Opened the form to reveal a hidden part of the record {id}",
    "intelligence.revealed": "Revealed a hidden part of the intelligence record {id}",
    "intelligence.reveal_ended": "Hid again what was revealed of the intelligence record {id}",
    "intelligence.validated": "Validated the intelligence record {id}: it is kept longer",
    "intelligence.expunged": "Destroyed the intelligence record {id} before its time",
    "intelligence.purged": "Purged the intelligence record {id}: its time was over",
    "intelligence.key_destroyed": "Destroyed the intelligence drawer's key of month {id}",
    "intelligence.permission_given": "Let {person} open the intelligence drawer",
    "intelligence.permission_taken": "Let {person} no longer open the intelligence drawer",
    "report.purged": "Purged report {id}: its time was over",
    "report.expunged": "Expunged report {id} before its time",
    "attachment.added": "Added a photo or file to report {id}",
    "attachment.refused": "Sent a file with a virus to report {id}; it was not taken",
    "attachment.removed": "Removed a photo or file from report {id}",
    "attachment.listed": "Looked at their own photos and files of report {id}",
    "attachment.opened": "Looked at a photo or file that they had added to report {id}",
    "attachment.shown": "Was shown a photo or file of report {id}",
    "attachment.scanned": "Asked the virus scanner again about a file of report {id}",
    "retention.viewed": "Looked at what is due for review and purge",
    "retention.report_viewed": "Looked up how long report {id} is kept",
    "retention.held": "Put report {id} on hold",
    "retention.hold_lifted": "Lifted a hold of report {id}",
    "retention.validated": "Validated report {id}: it is kept longer",
    "retention.purge_run": "Purged the {id} that were due",
    "keys.destroyed": "Destroyed the key of month {id}",
    "reveal.whole_asked": "Opened the form to reveal all of report {id}",
    "reveal.whole_granted": "Was granted to see all of report {id}",
    "reveal.emergency_asked": "Opened the form to see report {id} in an emergency",
    "reveal.emergency": "Opened all of report {id} in an emergency",
    "reveal.ended": "Hid what was revealed of report {id} again",
    "reveal.refused": "Was refused to see more reports, report {id} among them",
    "reveal.requested": "Asked a second person to agree that all of report {id} is shown",
    "reveal.request_approved": "Agreed that somebody sees all of report {id}",
    "reveal.request_declined": "Declined that somebody sees all of report {id}",
    "reveal.requests_viewed": "Looked at the requests for whole reports",
    "report.made": "Made the report {id} for oversight",
    "alert.raised": "Met a pattern that raises an alert",
    "alert.acknowledged": "Acknowledged alert {id}",
    "selection.viewed": "Looked at what the order of the queue misses",
    "alerts.viewed": "Looked at the alerts",
    "emergencies.viewed": "Looked at the reveals in an emergency",
    "emergency.reviewed": "Reviewed a reveal of report {id} in an emergency",
    "training.exported": "Took out training for indicator set {id}",
    "training.completions_imported": "Brought in what people completed in a learning system",
    "import.started": "Began to bring in past reports for {person}",
    "import.finished": "Brought in past reports for {person}",
    "set.drafted": "Began a draft of indicator set {id}",
    "set.joined": "Joined the editors of indicator set {id}",
    "set.edited": "Changed the draft of indicator set {id}",
    "set.file_taken": "Took a file into the draft of indicator set {id}",
    "set.consulted": "Opened the draft of indicator set {id} for comments",
    "set.consultation_closed": "Ended the consultation on indicator set {id}",
    "set.commented": "Commented on indicator set {id}",
    "set.comment_answered": "Answered a comment on indicator set {id}",
    "set.comments_imported": "Brought in comments on indicator set {id} by file",
    "set.comments_exported": "Took out the comments on indicator set {id} as a file",
    "set.previewed": "Previewed what indicator set {id} would have meant for past reports",
    "set.submitted": "Sent indicator set {id} to review",
    "set.taken_back": "Took indicator set {id} back from review",
    "set.sent_back": "Sent indicator set {id} back to its author",
    "set.translation_offered": "Offered a translation of indicator set {id}",
    "set.translation_approved": "Approved a translation of indicator set {id}",
    "set.translation_declined": "Declined a translation of indicator set {id}",
    "set.approved": "Approved indicator set {id}",
    "set.imported": "Brought in indicator set {id} from a file",
    "set.published": "Published indicator set {id}",
    "set.withdrawn": "Withdrew indicator set {id} before its date",
    "set.reactivation_asked": "Asked to make indicator set {id} live again",
    "set.reactivation_declined": "Declined to make indicator set {id} live again",
    "set.reactivation_taken_back": "No longer asked to make indicator set {id} live again",
    "set.reactivated": "Made indicator set {id} live again",
    "set.announced": "Announced indicator set {id}",
    "set.announcement_ended": "Ended an announcement of indicator set {id}",
    "set.adoption_viewed": "Looked at who is on indicator set {id}, as counts",
    "announcement.acknowledged": "Said that announcement {id} was read",
    "set.discarded": "Discarded indicator set {id}",
    "log.viewed": "Looked at the access log",
    "log.verified": "Verified the access log",
    "access.refused": "Was refused: the role or token does not allow {id}",
    "settings.changed": "A server started with settings that the log did not know",
    "log.exported": "Took the access log out as files",
    "log.proved": "Took out a proof of entry {id} of the log",
    "log.cosigned": "Brought in what a witness signed of the log at {id} entries",
    "log.carried_over": "Carried the chained log over into its present form",
    "log.checkpoint_signed": "Signed a checkpoint of the log at {id} entries",
    "reveals.viewed": "Looked at the list of reveals",
    "ledger.viewed": "Looked at the ledger of {id}",
    "held.viewed": "Looked at the list of held reports",
    "account.signed_in": "Signed in",
    "account.signed_out": "Signed out",
    "account.sign_in_failed": "Tried to sign in as {person}, and failed",
    "account.temporary_used": "Gave a temporary password, to choose an own one",
    "account.added": "Added the account of {person}",
    "account.disabled": "Switched off the account of {person}",
    "account.enabled": "Switched on the account of {person}",
    "account.password_changed": "Chose a new password",
    "account.password_refused": "Gave a wrong password on the account page",
    "account.password_reset": "Gave {person} a temporary password",
    "account.alerts_on": "Asked to be told by mail that something is new",
    "account.alerts_off": "Stopped the mail that says that something is new",
    "account.second_factor_on": "Switched on the second factor",
    "account.second_factor_off": "Switched off the second factor",
    "account.second_factor_removed": "Switched off the second factor of {person}",
    "account.sign_ins_ended": "Ended sign-ins of {person}",
    "token.made": "Made API token {id}",
    "token.revoked": "Revoked API token {id}",
    "agency.added": "Added agency {id}",
    "agency.supervisors_set": "Set for how long supervisors of agency {id} look first",
    "keys.rotated": "Gave the keyring a new master key",
}

_LABELS = {
    "count": "entries shown",
    "ledger": "ledger number",
    "set": "set version",
    "ended": "sign-ins ended",
    "sign_ins": "sign-ins ended",
    "tokens": "tokens revoked",
    "month_keys": "month keys",
    "first_bad": "first bad position",
}
# A hash says nothing to a reader; it stays in the log.
_NOT_SHOWN = frozenset({"content", "sha256"})

# Details that are account ids, if they are numbers: from whom a report was taken, for one.
_PEOPLE = frozenset({"person", "account", "from", "asked_by", "second_person"})

_PURPOSE_LABELS = {purpose.code: purpose.label for purpose in PURPOSES}


def sentence(action: str, subject: str, *, names: Mapping[int, str]) -> str:
    """Say what an entry tells; an action without words is named as it is."""
    kind, _, subject_id = subject.partition(":")
    person = "an unknown name"
    if kind == "account" and subject_id.isdigit():
        person = names.get(int(subject_id), f"account {subject_id}")
    words = SENTENCES.get(action)
    if words is None:
        return f"{action} ({subject})"
    return words.format(id=subject_id, person=person)


def details(values: Mapping[str, Any], *, names: Mapping[int, str]) -> str:
    """Return the details of an entry as one line: ``"entries shown: 12, narrowed: yes"``."""
    return ", ".join(
        f"{_LABELS.get(name, name.replace('_', ' '))}: {_shown(name, value, names)}"
        for name, value in values.items()
        if name not in _NOT_SHOWN and value is not None
    )


def people_in(subject: str, values: Mapping[str, Any]) -> set[int]:
    """Return the accounts that an entry names besides its actor."""
    kind, _, subject_id = subject.partition(":")
    found = {int(subject_id)} if kind == "account" and subject_id.isdigit() else set()
    return found | {value for name, value in values.items() if _is_person(name, value)}


def purpose(code: str) -> str:
    """Return a purpose in words; a code that is no longer in the table stays a code."""
    return _PURPOSE_LABELS.get(code, code)


def choices() -> list[tuple[str, str]]:
    """List the actions to filter by, with their words, by the alphabet."""
    labels = {
        action: words.format(id="…", person="…").replace(" …", "").replace(";", ",")
        for action, words in SENTENCES.items()
    }
    return sorted(labels.items(), key=lambda pair: pair[1])


def _shown(name: str, value: object, names: Mapping[int, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and _is_person(name, value):
        return names.get(value, f"account {value}")
    return str(value)


def _is_person(name: str, value: object) -> bool:
    return name in _PEOPLE and isinstance(value, int) and not isinstance(value, bool)
