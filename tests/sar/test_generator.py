import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

import pytest

from indicators.loading import shipped_sets
from indicators.validation import validate
from sar.demo.cases import case_report, load_cases
from sar.demo.events import Truth
from sar.demo.generator import DemoReport, generate
from sar.intake.checking import moment_of
from sar.intake.schemas import load_report

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
NEWEST = shipped_sets()[-1]
SETS = pytest.mark.parametrize("definition_set", shipped_sets(), ids=lambda each: each.version)


def some(count: int, *, seed: int = 1, definition_set=NEWEST, now: datetime = NOW) -> list:
    return list(generate(count, seed=seed, definition_set=definition_set, now=now))


def problems(report: DemoReport, definition_set, now: datetime = NOW) -> list:
    """Everything that would keep a report from being filed."""
    loaded, messages = load_report(report.submission)
    if loaded is None:
        return [messages]
    found = list(validate(loaded.answers, definition_set, indicator_ids=loaded.behaviours).findings)
    if moment_of(loaded.occurred, now=now) > now:
        found.append("future")
    return found


@SETS
def test_every_report_can_be_filed(definition_set):
    for report in some(200, definition_set=definition_set):
        assert problems(report, definition_set) == []


@pytest.mark.parametrize("hour", [0, 5, 6, 8, 12, 23])
def test_no_report_lies_in_the_future_at_any_hour(hour):
    now = datetime(2026, 3, 8, hour, 0, tzinfo=UTC)  # The day on which clocks go forward.
    for report in some(60, now=now):
        assert problems(report, NEWEST, now) == []


def test_the_same_seed_gives_the_same_reports_and_another_seed_others():
    assert some(50) == some(50)
    assert some(50) != some(50, seed=2)


def test_a_report_does_not_depend_on_how_many_follow():
    assert some(200)[:25] == some(25)


def test_the_first_of_a_trillion_reports_comes_at_once():
    endless = generate(10**12, seed=1, definition_set=NEWEST, now=NOW)
    assert list(islice(endless, 3)) == some(3)


def test_about_ninety_in_a_hundred_are_innocent_nine_crime_and_one_strong():
    counts = Counter(report.truth for report in some(3000))
    assert counts[Truth.INNOCENT] / 3000 == pytest.approx(0.90, abs=0.02)
    assert counts[Truth.CRIME] / 3000 == pytest.approx(0.09, abs=0.02)
    assert counts[Truth.STRONG] / 3000 == pytest.approx(0.01, abs=0.006)


def test_the_truth_stands_beside_the_submission_and_never_in_it():
    for report in some(50):
        assert "truth" not in json.dumps(report.submission)
        assert report.submission.keys() == {
            "set",
            "behaviours",
            "answers",
            "narrative",
            "occurred",
            "place",
            "sector",
            "people",
            "vehicles",
            "source",
        }


def test_a_submission_is_plain_json():
    for report in some(50):
        assert json.loads(json.dumps(report.submission)) == report.submission


def test_telephone_numbers_and_addresses_on_the_net_belong_to_nobody():
    text = json.dumps([report.submission for report in some(500)])
    numbers = re.findall(r"\(\d{3}\) \d{3}-\d{4}", text)
    domains = re.findall(r"@([\w.-]+\.\w+)", text.lower())
    assert numbers
    assert all(re.fullmatch(r"\(\d{3}\) 555-01\d\d", number) for number in numbers)
    assert set(domains) == {"example.com"}


def test_no_slot_is_left_open():
    text = json.dumps([report.submission["narrative"] for report in some(500)])
    assert not re.search(r"[{}]", text)


def test_narratives_have_two_to_twelve_sentences_and_vary_in_style():
    narratives = [report.submission["narrative"] for report in some(500)]
    sentences = Counter(len(re.findall(r"\.(?= |$)", each)) for each in narratives)
    assert min(sentences) >= 2
    assert max(sentences) <= 12
    assert len(sentences) >= 8
    upper = sum(each.isupper() for each in narratives) / 500
    assert 0.25 < upper < 0.45
    assert sum(" & " in each for each in narratives) / 500 > 0.2


def test_some_reports_say_little_and_some_answer_every_question():
    shares = []
    for report in some(300):
        for indicator_id, answers in report.submission["answers"].items():
            shares.append(len(answers) / len(NEWEST.indicator(indicator_id).elements))
    assert min(shares) < 0.3
    assert max(shares) == 1


def test_every_twentieth_report_retells_the_event_before_it_in_other_words():
    before, again = some(20)[-2:]
    for name in ("behaviours", "place", "occurred"):
        assert before.submission[name] == again.submission[name]
    assert before.truth is again.truth
    assert before.submission["narrative"] != again.submission["narrative"]


def test_a_set_with_a_single_behaviour_will_do():
    small = replace(NEWEST, indicators=NEWEST.indicators[2:3])
    for report in some(60, definition_set=small):
        assert report.submission["behaviours"] == [small.indicators[0].indicator_id]
        assert problems(report, small) == []


def test_a_report_hides_its_submission_from_repr():
    (report,) = some(1)
    assert report.submission["narrative"][:20] not in repr(report)


def test_the_generator_is_imported_without_faker():
    code = "import sys, sar.demo.generator; print('faker' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert loaded.stdout.decode().strip() == "False"


@SETS
@pytest.mark.parametrize("case", load_cases(), ids=lambda case: case.case_id)
def test_every_public_case_can_be_filed(case, definition_set):
    report = case_report(case, definition_set=definition_set, now=NOW)
    assert problems(report, definition_set) == []
    assert report.truth is case.truth


def test_the_seventeen_public_cases_name_their_source_and_what_they_test():
    cases = load_cases()
    assert len({case.case_id for case in cases}) == 17
    for case in cases:
        assert case.source.startswith("http")
        assert case.origin
        assert case.outcome
        assert case.what_it_tests


def test_the_cases_without_any_behaviour_are_marked_as_wrongly_ticked():
    marked = {case.case_id for case in load_cases() if case.is_wrongly_ticked}
    assert marked == {"CA-01", "CA-04", "CA-09", "MOA-2", "CT-1"}


def test_a_case_is_filed_under_the_behaviours_of_its_codes():
    case = next(case for case in load_cases() if case.case_id == "WA-1")
    report = case_report(case, definition_set=NEWEST, now=NOW)
    codes = [NEWEST.indicator(each).niem_code for each in report.submission["behaviours"]]
    assert codes == ["PHOTO", "SURVL"]
