"""A placeholder that somebody has read means the same in every later version of a report."""

from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.redaction import Given, redact_fields
from privacy.spans import Kind

# Fields that are hidden as a whole: what they hold needs no recognizer, so thousands are quick.
NAMES = ("Ann Lee", "Bo Ruiz", "Cy Wood", "Di Park", "LEE, ANN", "bo  ruiz")
PLATES = ("ABC 1234", "XYZ-9876", "abc1234")
VERSIONS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(NAMES), max_size=4), st.lists(st.sampled_from(PLATES), max_size=3)
    ),
    min_size=2,
    max_size=5,
)
PERSON_OF = dict(zip(NAMES, (0, 1, 2, 3, 0, 1), strict=True))
VEHICLE_OF = dict(zip(PLATES, (0, 1, 0), strict=True))


@settings(max_examples=150, derandomize=True)
@given(versions=VERSIONS)
def test_no_placeholder_means_two_things_in_the_versions_of_a_report(
    versions: list[tuple[list[str], list[str]]],
) -> None:
    meant: dict[str, tuple[Kind, int]] = {}
    before, taken = Given(), ""
    for people, vehicles in versions:
        fields = {f"people.{number}.name": name for number, name in enumerate(people)}
        fields |= {f"vehicles.{number}.plate": plate for number, plate in enumerate(vehicles)}
        redacted = redact_fields(fields, whole=fields, recognizers=(), given=before)
        values = {}
        for path, each in redacted.items():
            (span,) = each.spans
            known = PERSON_OF if span.kind is Kind.PERSON else VEHICLE_OF
            what = (span.kind, known[fields[path]])
            assert meant.setdefault(span.placeholder, what) == what
            same = {each for each in before.values.values() if meant[each] == what}
            assert not same or span.placeholder in same
            values[span.kind, fields[path]] = span.placeholder
            taken += span.placeholder
        before = Given(values, taken)


def test_a_placeholder_that_links_reports_is_not_kept_once_they_are_not_to_be_linked() -> None:
    fields, key = {"people.0.name": "Ann Lee"}, b"k" * 32
    (linked,) = redact_fields(fields, whole=fields, recognizers=(), pseudonym_key=key).values()
    before = Given({(Kind.PERSON, "Ann Lee"): linked.text}, linked.text)
    (later,) = redact_fields(fields, whole=fields, recognizers=(), given=before).values()
    assert later.text == "[PERSON 1]"
    assert "~" in linked.text
