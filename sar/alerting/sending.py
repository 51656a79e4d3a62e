"""Sending the mails that say only that something is new: who is due, one by one, resumable.

Nothing is queued: what somebody was told until is kept, and what is new since is asked for when a
mail could go out. So there is nothing of a report to send, to purge, or to send twice.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import make_msgid
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from sar import db
from sar.actors import Actor, actor_of
from sar.alerting.news import Period, is_new, last_seen
from sar.models import Account, MailAlert
from sar.outside import mail
from sar.settings import Settings
from sar.values import frozen
from sar.wording import languages

PAUSE = timedelta(hours=1)
"""Nobody is told more often than that; this project's choice."""
LONGEST_PAUSE = timedelta(hours=24)
SETTLED = timedelta(minutes=2)
"""What happened just now may still be undone, and is told the next time."""


@frozen
class Attempt:
    """What became of one mail; `answer` is a status or a kind of error, "" when it was taken."""

    account_id: int
    answer: str
    is_server_away: bool = False


def send_due(
    engine: Engine, settings: Settings, *, clock: Callable[[], datetime]
) -> Iterator[Attempt]:
    """Tell everybody for whom something is new and whose time has come.

    A server that does not answer is not asked again in the same run.
    """
    with db.reading(engine) as session:
        due = select(MailAlert.account_id).where(MailAlert.due_at <= clock())
        account_ids = session.execute(due.order_by(MailAlert.due_at)).scalars().all()
    for account_id in account_ids:
        now = clock()
        with db.transaction(engine) as session:
            message = _take(session, account_id, settings, now=now)
        if message is None:
            continue
        attempt = _send(account_id, settings, message)
        with db.transaction(engine) as session:
            _note(session, attempt, now=now)
        yield attempt
        if attempt.is_server_away:
            return


def count(session: Session) -> tuple[int, int]:
    """Count who is told by mail, and to how many of them the last mail could not be handed over."""
    answers = session.execute(select(MailAlert.last_answer)).scalars().all()
    return len(answers), sum(bool(each) for each in answers)


def _take(
    session: Session, account_id: int, settings: Settings, *, now: datetime
) -> EmailMessage | None:
    """Return the mail that is due to somebody, None if there is nothing to tell.

    Whoever gets one is not due again before the pause is over, even if this run is killed, or
    another one sends at the same time.
    """
    alert, account = session.get(MailAlert, account_id), session.get(Account, account_id)
    if alert is None or account is None or not account.is_active or account.role != alert.role:
        return None
    actor = actor_of(account)
    seen = last_seen(session, actor) or alert.told_until
    period = Period(max(alert.told_until, seen), now - SETTLED)
    if not is_new(session, actor, period):
        return None
    claimed = (
        update(MailAlert)
        .where(MailAlert.account_id == account_id, MailAlert.due_at <= now)
        .values(due_at=now + PAUSE)
        .returning(MailAlert.address)
    )
    address = session.execute(claimed).scalar_one_or_none()
    return _message(settings, address, actor, now=now) if address else None


def _message(settings: Settings, address: str, actor: Actor, *, now: datetime) -> EmailMessage:
    """Return the mail: the same for everybody but for the language."""
    language = languages.choose(actor.language)

    def say(text: str) -> str:
        return languages.translate(text, language.code)

    message = EmailMessage()
    message["Subject"] = say("Something is new")
    message["From"], message["To"] = settings.mail_from, address
    message["Date"] = now
    message["Message-ID"] = make_msgid(domain=settings.mail_from.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        "\n\n".join(
            (
                say("Something is new for you. Sign in to see it:"),
                settings.alert_link,
                say("This mail says nothing else, so that nobody learns anything from it."),
                say("To stop these mails, open your account and choose “Mail”."),
            )
        )
        + "\n"
    )
    return message


def _send(account_id: int, settings: Settings, message: EmailMessage) -> Attempt:
    try:
        mail.deliver(settings, message)
    except SMTPRecipientsRefused as error:
        ((status, _words),) = error.recipients.values()
        return Attempt(account_id, str(status))
    except SMTPResponseException as error:
        return Attempt(account_id, str(error.smtp_code))
    except mail.NOT_TAKEN as error:
        return Attempt(account_id, type(error).__name__, is_server_away=True)
    return Attempt(account_id, "")


def _note(session: Session, attempt: Attempt, *, now: datetime) -> None:
    """Note what somebody was told, or let them wait longer after each attempt: 1, 2, 4 hours."""
    alert = session.get(MailAlert, attempt.account_id)
    if alert is None:  # They stopped it meanwhile.
        return
    alert.last_answer = attempt.answer
    if attempt.answer:
        alert.due_at = now + min(PAUSE * 2 ** min(alert.attempts, 10), LONGEST_PAUSE)
        alert.attempts += 1
    else:
        alert.told_until, alert.attempts = now - SETTLED, 0
