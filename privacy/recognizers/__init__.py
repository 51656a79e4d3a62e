"""The recognizers: each finds the spans of one kind of identifier in the plain reading of a text.

A recognizer is a function from a text to spans. It must take linear time on any text, and may
assume what `privacy.reading` promises: ASCII digits, "-" for every dash, no invisible characters.
"""

from privacy.recognizers.accounts import recognize as recognize_accounts
from privacy.recognizers.addresses import recognize as recognize_addresses
from privacy.recognizers.births import recognize as recognize_births
from privacy.recognizers.cards import recognize as recognize_cards
from privacy.recognizers.emails import recognize as recognize_emails
from privacy.recognizers.handles import recognize as recognize_handles
from privacy.recognizers.intersections import recognize as recognize_intersections
from privacy.recognizers.ips import recognize as recognize_ips
from privacy.recognizers.licences import recognize as recognize_licences
from privacy.recognizers.names import recognize as recognize_names
from privacy.recognizers.passports import recognize as recognize_passports
from privacy.recognizers.phones import recognize as recognize_phones
from privacy.recognizers.plates import recognize as recognize_plates
from privacy.recognizers.recognizer import Recognizer
from privacy.recognizers.ssns import recognize as recognize_ssns
from privacy.recognizers.urls import recognize as recognize_urls
from privacy.recognizers.vins import recognize as recognize_vins

DEFAULT: tuple[Recognizer, ...] = (
    recognize_cards,
    recognize_vins,
    recognize_ssns,
    recognize_emails,
    recognize_urls,
    recognize_ips,
    recognize_passports,
    recognize_licences,
    recognize_births,
    recognize_phones,
    recognize_accounts,
    recognize_plates,
    recognize_addresses,
    recognize_intersections,
    recognize_handles,
    recognize_names,
)
"""Every recognizer, in no particular order: overlaps are united afterwards."""

__all__ = ["DEFAULT", "Recognizer"]
