"""Spanish narratives: what identifies somebody is hidden, and the rest can still be read."""

import re
from pathlib import Path

from privacy.detection import HIDDEN, detect
from privacy.redaction import redact

LINES = [
    line
    for line in Path(__file__).with_name("spanish.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
MARK = re.compile(r"\[([^\]]+)\]\(\w\)")


def marked(line: str) -> tuple[str, list[tuple[int, int]]]:
    text, ranges, kept_to = "", [], 0
    for mark in MARK.finditer(line):
        text += line[kept_to : mark.start()]
        ranges.append((len(text), len(text) + len(mark[1])))
        text, kept_to = text + mark[1], mark.end()
    return text + line[kept_to:], ranges


def test_what_identifies_somebody_is_hidden_and_hardly_anything_else() -> None:
    missed, needless = [], []
    for text, ranges in map(marked, LINES):
        spans = [span for span in detect(text) if span.kind in HIDDEN]
        covered = {place for span in spans for place in range(span.start, span.end)}
        for start, end in ranges:
            if any(text[at].isalnum() and at not in covered for at in range(start, end)):
                missed.append(text[start:end])
        needless += [
            text[span.start : span.end]
            for span in spans
            if not any(span.start < end and span.end > start for start, end in ranges)
        ]
    assert len(missed) <= 1, missed
    assert len(needless) <= 3, needless


def test_a_name_in_an_english_sentence_is_hidden_whole_however_spanish_it_is() -> None:
    text = "Armando de la Cruz y Xicoy said that Hernando Quetzal had the keys."
    left = redact(text).text
    assert not {"Armando", "Cruz", "Xicoy", "Hernando", "Quetzal"} & set(re.findall(r"\w+", left))
    assert left.endswith(" had the keys.")
