"""Every case of cases.jsonl: what must be hidden is hidden, what must stay readable stays.

The cases are this project's own: development cases, and cases that were written unseen and run
once before anything was changed for them. All of their data is made up.
"""

import json
from pathlib import Path

import pytest

from privacy.redaction import redact

LINES = Path(__file__).with_name("cases.jsonl").read_text(encoding="utf-8").splitlines()


def parameter(case):
    gap = case.get("gap")
    marks = [pytest.mark.xfail(reason=gap, strict=True)] if gap else []
    return pytest.param(case, id=case["id"], marks=marks)


@pytest.mark.parametrize("case", [parameter(json.loads(line)) for line in LINES])
def test_a_case_is_hidden_where_it_must_be_and_readable_where_it_must_be(case):
    text = case["text"]
    redacted = redact(text)
    kind_at = {
        place: span.kind
        for span in redacted.spans
        for place in range(span.source_start, span.source_end)
    }
    position = 0
    for hidden in case["hidden"]:
        start = text.index(hidden["text"], position)
        position = start + 1
        places = [p for p in range(start, start + len(hidden["text"])) if text[p].isalnum()]
        assert [p for p in places if p not in kind_at] == []
        assert {kind_at[p] for p in places} == {hidden.get("kind", kind_at[places[0]])}
    for kept in case["kept"]:
        assert kept in redacted.text
