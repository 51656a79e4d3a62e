"""A set of one behaviour, small enough to keep in mind, whose cases leave nothing untried."""

from indicators.definitions import DefinitionSet
from indicators.loading import parse_set

TEXT = """
set_id: small
version: "1.0.0"
edition: "0"
title: A small set
issued: "2026-01-01"
notice: Made up for tests.
definition_of_suspicious_activity: Anything.
protected_characteristics: [race]
sources: [{key: us, reference: This project}]
indicators:
  - indicator_id: ind-0001
    niem_code: THEFT
    group: defined_criminal
    name: Theft
    definition: Something that a place needs was taken.
    sources: [us]
    confidence: memory
    weight: 100
    elements:
      - element_id: el-0001
        label: What is missing?
        kind: multi_choice
        required: true
        options: [{code: keys, label: Keys}, {code: papers, label: Papers}]
      - element_id: el-0002
        label: How many?
        kind: number
        minimum: 1
        maximum: 9.5
      - element_id: el-0003
        label: Which papers?
        kind: text
        privacy: free_text
        max_chars: 40
        when: {element_id: el-0001, values: [papers]}
    examples:
      - kind: positive
        text: The gate keys of the dam were gone.
        why: Keys open the dam.
        answers: {el-0001: [keys]}
      - kind: negative
        text: A lunch box was gone.
        why: Nobody needs it.
      - kind: lookalike
        text: The gate keys lay in the other drawer.
        why: They were found.
        answers: {el-0001: [keys, papers], el-0002: 1, el-0003: The key list}
    cases:
      - answers: {}
        findings: {el-0001: required}
      - answers: {el-0001: [keys], el-0002: 9.5}
      - answers: {el-0001: [keys], el-0002: 9.6}
        findings: {el-0002: out_of_range}
      - answers: {el-0001: [keys], el-0002: 0}
        findings: {el-0002: out_of_range}
      - answers: {el-0001: [keys], el-0003: The map}
        findings: {el-0003: not_asked}
      - answers: {el-0001: [papers], el-0003: {repeat: x, times: 40}}
      - answers: {el-0001: [papers], el-0003: {repeat: x, times: 41}}
        findings: {el-0003: too_long}
      - answers: {el-0001: [papers]}
"""


def theft_set(*changes: tuple[str, str]) -> DefinitionSet:
    """Read the small set with some of its text changed; each pair is old text and new text."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return parse_set(text, name="small.yaml")
