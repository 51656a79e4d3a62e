"""What the API of the desk answers, and which headers it gives and asks for."""

import marshmallow as ma

_SCORE = {
    "minimum": 0,
    "maximum": 1000,
    "description": "Null while you were given the report as the next one and part one is open.",
}


class ReasonSchema(ma.Schema):
    """One rule's share of a score, in thousandths; negative when it holds the report down.

    `points` is null as long as the score is.
    """

    rule = ma.fields.String(required=True)
    text = ma.fields.String(required=True)
    points = ma.fields.Integer(required=True, allow_none=True)


class ClaimSchema(ma.Schema):
    """Who works on a report until when."""

    name = ma.fields.String(required=True)
    expires_at = ma.fields.AwareDateTime(required=True)
    is_own = ma.fields.Boolean(required=True)


class QueueRowSchema(ma.Schema):
    """One line of the queue; nothing of what was written."""

    receipt = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    received_at = ma.fields.AwareDateTime(required=True)
    sector = ma.fields.String(required=True)
    place_shown = ma.fields.String(required=True)
    behaviours = ma.fields.List(ma.fields.String(), required=True)
    score = ma.fields.Integer(required=True, allow_none=True, metadata=_SCORE)
    reasons = ma.fields.List(ma.fields.Nested(ReasonSchema), required=True)
    claim = ma.fields.Nested(ClaimSchema, required=True, allow_none=True)


class QueueSchema(ma.Schema):
    """A page of the queue, the most urgent first."""

    reports = ma.fields.List(ma.fields.Nested(QueueRowSchema), required=True)
    next = ma.fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Send it as `after` for the next page; null on the last one."},
    )


class HiddenSchema(ma.Schema):
    """What is hidden in a text, at half-open offsets of the redacted text in code points."""

    start = ma.fields.Integer(required=True)
    end = ma.fields.Integer(required=True)
    kind = ma.fields.String(required=True)
    placeholder = ma.fields.String(required=True)
    reason = ma.fields.String(required=True)


class TextSchema(ma.Schema):
    """A redacted text of the report; `path` names its field."""

    path = ma.fields.String(required=True)
    text = ma.fields.String(required=True)
    hidden = ma.fields.List(ma.fields.Nested(HiddenSchema), required=True)


class DecisionTakenSchema(ma.Schema):
    """One step of the review."""

    decided_at = ma.fields.AwareDateTime(required=True)
    action = ma.fields.String(required=True)
    reason = ma.fields.String(required=True)
    to_state = ma.fields.String(required=True)
    rationale = ma.fields.String(required=True)
    innocent_explanation = ma.fields.String(required=True)
    question = ma.fields.String(required=True)
    referred_to = ma.fields.String(required=True)
    officer_text = ma.fields.String(required=True)


class ReportSchema(ma.Schema):
    """A report as an analyst may read it; the ETag is its revision."""

    receipt = ma.fields.String(required=True)
    ledger_label = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    revision = ma.fields.Integer(required=True)
    received_at = ma.fields.AwareDateTime(required=True)
    occurred_at = ma.fields.AwareDateTime(required=True)
    sector = ma.fields.String(required=True)
    source = ma.fields.String(required=True)
    place_shown = ma.fields.String(required=True)
    score = ma.fields.Integer(required=True, allow_none=True, metadata=_SCORE)
    score_version = ma.fields.String(required=True)
    reasons = ma.fields.List(ma.fields.Nested(ReasonSchema), required=True)
    set_id = ma.fields.String(required=True)
    set_version = ma.fields.String(required=True)
    set_sha256 = ma.fields.String(required=True)
    behaviours = ma.fields.List(ma.fields.String(), required=True)
    needs_explanation = ma.fields.Boolean(required=True)
    coded_answers = ma.fields.Dict(required=True)
    texts = ma.fields.List(ma.fields.Nested(TextSchema), required=True)
    decisions = ma.fields.List(ma.fields.Nested(DecisionTakenSchema), required=True)
    claim = ma.fields.Nested(ClaimSchema, required=True, allow_none=True)


class OutcomeSchema(ma.Schema):
    """What was recorded; `hidden` counts names and numbers hidden in the analyst's own words."""

    receipt = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    revision = ma.fields.Integer(required=True)
    hidden = ma.fields.Integer(required=True)


class IncidentSchema(ma.Schema):
    """A named event that brings matching reports together until it ends."""

    incident_id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    area = ma.fields.String(required=True)
    behaviour = ma.fields.String(required=True)
    since_at = ma.fields.AwareDateTime(required=True)
    opened_at = ma.fields.AwareDateTime(required=True)
    ends_at = ma.fields.AwareDateTime(required=True)


class IncidentsSchema(ma.Schema):
    """The incidents of the last 90 days, the latest first."""

    incidents = ma.fields.List(ma.fields.Nested(IncidentSchema), required=True)


class MemberSchema(ma.Schema):
    """A report that belongs to an incident, and where it stands."""

    receipt = ma.fields.String(required=True)
    state = ma.fields.String(required=True)


class IncidentReportsSchema(IncidentSchema):
    """An incident and its reports in any state, the latest first, 200 at most."""

    reports = ma.fields.List(ma.fields.Nested(MemberSchema), required=True)
