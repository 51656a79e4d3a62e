"""The approved translations of an agency's own sets, put beside those that the program ships."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.models import SetTranslation, TranslationState
from sar.wording import languages


def take_up(session: Session, code: str) -> None:
    """Have a language say what was approved in it, if that is not what it says already."""
    approved = (
        SetTranslation.language == code,
        SetTranslation.state == TranslationState.APPROVED,
    )
    in_order = SetTranslation.set_translation_id
    query = select(SetTranslation.sha256).where(*approved).order_by(in_order)
    hashes = tuple(session.execute(query).scalars())
    if hashes != languages.adopted(code):
        contents = select(SetTranslation.content).where(*approved).order_by(in_order)
        languages.adopt(code, hashes, session.execute(contents).scalars())
