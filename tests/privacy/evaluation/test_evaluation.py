"""Scores of labelled data in three formats, and files that are wrong."""

import json

import pytest

from privacy.errors import EvaluationError
from privacy.evaluation import Document, Labelled, evaluate, read_documents, shipped_labels
from privacy.evaluation.benchmark import measure
from privacy.spans import Kind, Span

TEXT = "Ana Diaz, 312-555-0142"


def jsonl(*spans):
    rows = [{"start": start, "end": end, "kind": kind} for start, end, kind in spans]
    return json.dumps({"text": TEXT, "spans": rows}).encode()


def finding(*spans):
    return lambda _: tuple(Span(start, end, kind, "Test.") for start, end, kind in spans)


def scored(content, detector, format_name="jsonl"):
    documents = read_documents(content, format_name=format_name)
    return evaluate(documents, labels=shipped_labels(), detector=detector).scores


def test_each_measure_counts_what_it_says():
    content = jsonl((0, 8, "person"), (10, 22, "phone"))
    scores = scored(content, finding((0, 8, Kind.PERSON), (9, 22, Kind.PHONE), (0, 3, Kind.PHONE)))
    person, phone = scores["PERSON"], scores["PHONE"]
    assert (person.labelled, person.found, person.exact, person.covered) == (1, 1, 1, 1)
    # One found span is a character too long, the other is no phone at all.
    assert (phone.found, phone.exact, phone.near, phone.covered, phone.touching) == (2, 0, 1, 1, 1)
    assert phone.precision(phone.touching) == 0.5


def test_a_span_that_is_found_in_parts_is_covered_but_not_near():
    scores = scored(jsonl((0, 8, "person")), finding((0, 3, Kind.PERSON), (4, 8, Kind.PERSON)))
    assert (scores["PERSON"].covered, scores["PERSON"].near) == (1, 0)


def test_a_kind_that_another_label_means_is_not_wrong_for_this_one():
    text = "Paris, 5 Elm St"
    spans = [
        {"entity_type": "GPE", "start_position": 0, "end_position": 5},
        {"entity_type": "STREET_ADDRESS", "start_position": 7, "end_position": 15},
    ]
    content = json.dumps([{"full_text": text, "spans": spans}]).encode()
    found = finding((0, 5, Kind.PLACE), (7, 15, Kind.ADDRESS))
    scores = scored(content, found, "presidio")
    assert [scores[label].found for label in ("GPE", "STREET_ADDRESS")] == [1, 1]


def mention(start, end, entity, identifier="DIRECT", label="PERSON"):
    return Labelled(start, end, label, "one", entity, identifier)


def test_the_benchmark_hides_an_entity_only_if_all_its_mentions_are_hidden():
    text = "Mr Diaz met Diaz in Oslo"
    spans = (mention(0, 7, "a"), mention(12, 16, "a"), mention(20, 24, "b", "QUASI", "LOC"))
    document = Document("document 0", text, spans)
    half = [Span(3, 7, Kind.PERSON, "Test."), Span(20, 24, Kind.PLACE, "Test.")]
    rates = measure([document], [half])
    assert (rates.direct_recall, rates.quasi_recall, rates.precision) == (0.0, 1.0, 1.0)
    # "Mr" need not be hidden: three of four tokens and "Mr" itself.
    assert rates.token_recall == 0.75
    whole = [*half, Span(8, 16, Kind.PERSON, "Test.")]
    rates = measure([document], [whole])
    assert (rates.direct_recall, rates.precision) == (1.0, 0.75)


@pytest.mark.parametrize(
    ("content", "format_name", "told"),
    [
        (b"\xff\xfe", "jsonl", "Byte 1 is not UTF-8"),
        (b"", "jsonl", "no document"),
        (jsonl((0, 8, "person")) + b"\n{", "jsonl", "line 2: it is not JSON"),
        (jsonl((0, 99, "person")), "jsonl", "spans[0] lies outside"),
        (b'{"text": 5, "spans": []}', "jsonl", "line 1: text must be text"),
        (b'[{"full_text": "a", "spans": [', "presidio", "ends too early"),
        (b"{}", "presidio", "must hold a list"),
        (b'[{"full_text": "a"}]', "presidio", "document 0: spans must be a list"),
        (b'[{"text": "a", "annotations": {"x": 3}}]', "tab", "must be an object"),
        (b"[" * 100_000, "tab", ""),
        (jsonl((3, 3, "person")), "jsonl", "spans[0] is empty"),
        (b'{"full_text": "a", "spans": []}\n{"full_text": 1}', "presidio", "line 2: full_text"),
        (b'[{"full_text": "a", "spans": []}, 5]', "presidio", "document 1: it must be an object"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place_that_is_wrong(content, format_name, told):
    with pytest.raises(EvaluationError) as raised:
        read_documents(content, format_name=format_name)
    assert told in str(raised.value)


def _span(**more: object) -> dict[str, object]:
    return {"start_position": 0.0, "end_position": 4, "entity_type": " person", **more}


def _mention(**more: object) -> dict[str, object]:
    ends = {"start_offset": 0, "end_offset": 4, "entity_type": "PERSON"}
    return {**ends, "identifier_type": "direct", **more}


_TWICE = {"one": {"entity_mentions": [_mention(entity_id=7)]}, "two": {"entity_mentions": []}}
_OVERLAP = {"one": {"entity_mentions": [_mention(), _mention(end_offset=9)]}}


@pytest.mark.parametrize(
    ("documents", "format_name", "labelled"),
    [
        ([{"full_text": "Ana Ruiz", "spans": [_span(), _span(end_position=8)]}], "presidio", 2),
        ([{"full_text": "Ana Ruiz", "spans": None}], "presidio", 0),
        ([{"text": "Ana\r\nRuiz", "annotations": _TWICE}], "tab", 1),
        ([{"text": "Ana Ruiz here", "annotations": _OVERLAP}], "tab", 2),
    ],
)
@pytest.mark.parametrize("writing", ["a list", "lines", "BOM and CRLF"])
def test_odd_but_valid_files_are_read_and_measured(documents, format_name, labelled, writing):
    lines = [json.dumps(each) for each in (*documents, *documents)]
    text = "\n".join(lines) if writing == "lines" else f"[{', '.join(lines)}]"
    if writing == "BOM and CRLF":
        text = "\ufeff" + "\r\n".join(lines) + "\r\n"
    read = read_documents(text.encode(), format_name=format_name)
    assert [len(each.spans) for each in read] == [labelled] * 2
    assert {each.label for document in read for each in document.spans} <= {"PERSON"}
    result = evaluate(read, labels=shipped_labels(), has_annotators=format_name == "tab")
    assert result.total.labelled == 2 * labelled


def test_a_label_that_nobody_knows_is_named_with_its_place():
    documents = read_documents(jsonl((0, 8, "spaceship")), format_name="jsonl")
    with pytest.raises(EvaluationError, match="line 1: the label 'SPACESHIP'"):
        evaluate(documents, labels=shipped_labels())
