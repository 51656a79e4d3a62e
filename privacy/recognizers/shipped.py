"""Every recognizer that comes with the project, in the rows that `privacy.recognizers` offers."""

from collections.abc import Callable, Mapping
from itertools import chain

from privacy.recognizers import (
    accounts,
    addresses,
    agency_numbers,
    ages,
    announced_addresses,
    biometrics,
    births,
    cards,
    coordinates,
    crafts,
    dates,
    devices,
    directions,
    eastern_addresses,
    emails,
    foreign_addresses,
    handles,
    ibans,
    intersections,
    ips,
    licences,
    names,
    numbered_roads,
    organisations,
    passports,
    phones,
    plates,
    plugged_names,
    spanish,
    ssns,
    street_names,
    urls,
    vins,
)
from privacy.recognizers.near_digits import near_digits
from privacy.recognizers.near_letters import near_letters
from privacy.recognizers.recognizer import Reader, Recognizer, recognize_cued
from privacy.spans import Kind

_OF_LETTERS_AND_DIGITS: tuple[Recognizer, ...] = (
    recognize_cued(
        chain(
            *(
                module.CUES
                for module in (
                    accounts, addresses, agency_numbers, cards, crafts, devices, foreign_addresses,
                    ibans, licences, numbered_roads, passports, phones, spanish, ssns, vins,
                )
            ),
            *(module.NUMBER_CUES for module in (ages, announced_addresses, plates)),
        )
    ),
    licences.recognize,
    ages.recognize,
    agency_numbers.recognize,
    ibans.recognize,
    crafts.recognize,
    plates.recognize,
    addresses.recognize,
    directions.recognize,
    foreign_addresses.recognize,
)  # fmt: skip

_NEAR_DIGITS: tuple[Recognizer, ...] = (
    near_letters(_OF_LETTERS_AND_DIGITS),
    cards.recognize,
    vins.recognize,
    ssns.recognize,
    ips.recognize,
    births.recognize,
    phones.recognize,
    accounts.recognize,
    devices.recognize,
    coordinates.recognize,
    eastern_addresses.recognize,
)

_DATES: tuple[Recognizer, ...] = (
    near_digits((dates.recognize,)),
    recognize_cued(dates.CUES),
)

RULES: tuple[Recognizer, ...] = (
    near_digits(_NEAR_DIGITS),
    recognize_cued(
        cue
        for module in (
            ages,
            announced_addresses,
            biometrics,
            births,
            directions,
            handles,
            intersections,
            plates,
        )
        for cue in module.CUES
    ),
    *_DATES,
    organisations.recognize,
    passports.recognize,
    emails.recognize,
    urls.recognize,
    intersections.recognize,
    street_names.recognize,
    handles.recognize,
)
"""Everything that rules find, but names."""

ONE_KIND: Mapping[Recognizer, Kind] = {
    **dict.fromkeys(_DATES, Kind.DATE),
    organisations.recognize: Kind.ORGANISATION,
    street_names.recognize: Kind.PLACE,
}
"""Recognizers of a single kind that is not hidden by default: redaction need not run them."""

OF_REPORT: Mapping[Recognizer, Callable[[], Reader]] = {names.recognize: names.reader_of_report}
"""Recognizers that read the texts of a report together, and again, for less than one by one."""

DEFAULT: tuple[Recognizer, ...] = (*RULES, names.recognize, plugged_names.recognize)
"""Every recognizer, in no particular order: overlaps are united afterwards."""
