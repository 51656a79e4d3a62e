"""Policy files: the shipped one is in order, and a wrong one is named by path, value and remedy."""

from pathlib import Path

import pytest

from privacy.clocks import CountsFrom
from privacy.errors import RetentionError
from privacy.retention_policies import (
    DEFAULT_FILE,
    Drawer,
    Policies,
    load_policies,
    parse_policies,
)

OUTCOMES = ("unfounded", "protected", "withdrawn", "received", "no_nexus")
SHIPPED = DEFAULT_FILE.read_text(encoding="utf-8")


def parse(text: str) -> Policies:
    return parse_policies(text, name="policy.yaml", outcomes=OUTCOMES)


def test_the_shipped_policy_names_its_basis_and_keeps_intelligence_five_years_at_most() -> None:
    policy = load_policies(DEFAULT_FILE, outcomes=OUTCOMES).of("Any agency")
    assert "not legal advice" in policy.note
    assert all(clock.basis for drawer in Drawer for clock in policy.clocks[drawer])
    (part_23,) = policy.clocks[Drawer.INTELLIGENCE]
    assert (str(part_23.purge_after), "23.20(h)" in part_23.basis) == ("5 years", True)


def test_a_report_runs_by_the_first_clock_that_fits_it() -> None:
    policy = parse(SHIPPED).of("Any agency")
    ended = policy.clock_for(Drawer.TIPS, outcome="unfounded", is_closed=True)
    assert (ended.name, ended.counts_from) == ("unfounded", CountsFrom.CLOSED)
    assert policy.clock_for(Drawer.TIPS, outcome="unfounded", is_closed=False).name == "tips"
    assert policy.clock_for(Drawer.TIPS, outcome="no_nexus", is_closed=True).name == "tips"


def test_an_agency_with_a_policy_of_its_own_runs_by_that() -> None:
    body = SHIPPED[SHIPPED.index("  - name:") :]
    own = body.replace("Default of the toolkit", "Ours").replace(
        "agencies: all", "agencies: [Lakeside]"
    )
    both = parse(SHIPPED + own)
    assert both.of("Lakeside").name == "Ours"
    assert both.of("Hill County").name == "Default of the toolkit"
    with pytest.raises(RetentionError, match=r"policies: \['Lakeside'\].*one policy only"):
        parse(SHIPPED + own + own)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("365 days", "-3 days", r"policies\.0\.tips\.1\.purge_after: '-3 days'.*at least 1"),
        ("365 days", "0 days", r"tips\.1\.purge_after: '0 days'"),
        ("365 days", "40000 days", r"tips\.1\.purge_after: .*at most 100 years"),
        ("365 days", "365", r"tips\.1\.purge_after: 365 is refused"),
        ("review_after: 90 days", "review_after: 2 years", r"review after 2 years must come first"),
        ("at_most: 5 years", "at_most: 3 days", r"validation\.at_most: '3 days'.*no less"),
        ("purge_after: 5 years", "purge_after: 6 years", r"intelligence\.0\.purge_after.*23\.20"),
        ("agencies: all", "agencies: [x]", r"exactly one policy with agencies: all"),
        ("note:", "nope:", r"policies\.0\.nope: 'nope'.*Known here"),
        ("zone: America/New_York", "zone: Mars/Base", r"policies\.0\.zone: 'Mars/Base'"),
        ("outcomes: any", "outcomes: [guilty]", r"tips\.1\.outcomes\.0: 'guilty'.*unfounded"),
        ("counts_from: received", "counts_from: closed", r"Let the last clock be for any outcome"),
        ("name: tips", "name: unfounded", r"Give every clock its own name"),
        ("name: tips", "name: Tips!", r"tips\.1\.name: 'Tips!'.*hyphens"),
        ("name: tips", "name: tips\n        name: two", r"line 22: .*'name' stands twice"),
        ("zone: America/New_York", "zone: &a [*a]", r"line 9: .*write the value out"),
        ("sar-retention-1", "sar-retention-9", r"format: 'sar-retention-9'"),
        ("format:", "\tformat:", r"policy\.yaml, line 5: not YAML"),
    ],
)
def test_a_fault_names_the_place_the_value_and_the_remedy(old: str, new: str, said: str) -> None:
    assert old in SHIPPED
    with pytest.raises(RetentionError, match=said):
        parse(SHIPPED.replace(old, new, 1))


def test_what_is_no_policy_file_at_all_is_said_so(tmp_path: Path) -> None:
    for text in ("", "[]", "format: sar-retention-1", "a: " + "[" * 2000):
        with pytest.raises(RetentionError, match=r"policy\.yaml"):
            parse(text)
    file = tmp_path / "p.yaml"
    with pytest.raises(RetentionError, match="cannot be read"):
        load_policies(file, outcomes=OUTCOMES)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(RetentionError, match="not UTF-8"):
        load_policies(file, outcomes=OUTCOMES)
    file.write_bytes(b"#" * 300_000)
    with pytest.raises(RetentionError, match="larger than"):
        load_policies(file, outcomes=OUTCOMES)
