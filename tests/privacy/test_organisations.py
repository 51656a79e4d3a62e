"""Organisations that tell themselves by their form; whoever is a person inside stays hidden."""

import pytest

from privacy.recognizers.organisations import recognize
from privacy.redaction import redact


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The truck belongs to Halvorsen Brothers Inc. of Duluth.", ["Halvorsen Brothers Inc."]),
        ("Rented from Okafor, Lindgren and Bauer on Friday.", ["Okafor, Lindgren and Bauer"]),
        ("a van of whitlock and sons stood there", ["whitlock and sons"]),
        ("THE DRUMS CAME FROM LINDGREN PLC BY RAIL", ["LINDGREN PLC"]),
        ("Sold by Krüger Maschinenbau GmbH & Co. KG.", ["Krüger Maschinenbau GmbH"]),
        ("The man and sons left by the back door.", []),
        ("WE ASKED THE GROUP AND THE TRUST", []),
        ("THE VAN OF SUMMIT RIDGE TOWING WAS AT THE GATE", ["SUMMIT RIDGE TOWING"]),
        ("a badge of krogh & winther aps lay there", ["krogh & winther aps"]),
        ("A STUDENT OF HARBOR INSTITUTE OF TECHNOLOGY", ["HARBOR INSTITUTE OF TECHNOLOGY"]),
        ("HE LEFT THE HOSPITAL AND THE LOCAL HIGH SCHOOL", []),
    ],
)
def test_a_form_tells_an_organisation(text, found):
    spans = [text[span.start : span.end] for span in recognize(text)]
    assert set(found) <= set(spans)
    assert bool(spans) == bool(found)


def test_persons_in_a_row_stay_hidden():
    left = redact("He asked for Thomas, Richard and Harriet Bauer.").text
    assert left.startswith("He asked for [PERSON 1]")
    assert not any(name in left for name in ("Thomas", "Richard", "Harriet", "Bauer"))
