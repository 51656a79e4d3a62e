"""The list of requests from outside, page by page; nothing of what was written in them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.models import RedressRequest
from sar.values import frozen

PAGE = 50
# Nobody turns so many pages; a larger number would only make the database count.
MOST_PAGES = 1000


@frozen
class RequestPage:
    """A page of requests, the first is 1; `is_last` tells that none follows."""

    rows: Sequence[RedressRequest]
    number: int
    is_last: bool


def request_page(session: Session, number: int) -> RequestPage:
    """Return a page of requests: those that wait, by what is due, then the latest answered."""
    number = min(max(number, 1), MOST_PAGES)
    found = session.execute(
        select(RedressRequest)
        .order_by(
            RedressRequest.answered_at.is_not(None),
            RedressRequest.answered_at.desc(),
            RedressRequest.due_at,
            RedressRequest.number,
        )
        .offset((number - 1) * PAGE)
        .limit(PAGE + 1)
    ).scalars().all()  # fmt: skip
    return RequestPage(found[:PAGE], number, len(found) <= PAGE)
