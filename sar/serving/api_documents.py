"""What the OpenAPI document says of every operation: the problems that it may answer."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

import marshmallow as ma
from flask_smorest import Blueprint

View = TypeVar("View", bound=Callable[..., Any])


class FindingSchema(ma.Schema):
    """One thing to mend."""

    path = ma.fields.String(required=True)
    rule = ma.fields.String(required=True)
    message = ma.fields.String(required=True)
    remedy = ma.fields.String(required=True)
    indicator_id = ma.fields.String(required=True, allow_none=True)


class ProblemSchema(ma.Schema):
    """A problem document, RFC 9457; `findings` stand in answers with status 422."""

    type = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    status = ma.fields.Integer(required=True)
    detail = ma.fields.String(required=True)
    findings = ma.fields.List(ma.fields.Nested(FindingSchema))


def problems(bp: Blueprint, *statuses: int) -> Callable[[View], View]:
    """Document that an operation may answer a problem with these statuses.

    All at once: each further decorator copies the whole document of the operation.
    """
    content = {"application/problem+json": {"schema": ProblemSchema}}
    described = {
        str(status): {"description": HTTPStatus(status).phrase, "content": content}
        for status in statuses
    }
    document: Callable[[View], View] = bp.doc(responses=described)
    return document
