"""What the reports of oversight are called, by name, in the order in which they are read."""

from collections.abc import Mapping

TITLES: Mapping[str, str] = {
    "looks": "Who did what with reports, and for which purpose, as counts",
    "reveals": "What was revealed, to whom and why",
    "requests": "Requests for whole reports, and who agreed",
    "alerts": "Unusual patterns of looking",
    "overrides": "Where one person's judgment took the place of another's",
    "ledger": "Ledger: everything received, month by month (UTC)",
    "drawn": "Reports drawn by lot, to see the files of",
    "purges": "Time from the end of the review to the purge (UTC months)",
    "keys": "Keys of the retention months",
    "disclosures": "What was given out, and whether recipients were told of changes",
    "redress": "Requests and complaints from outside, with their clocks",
    "sets": "Indicator sets, their versions and hashes",
    "settings": "Settings of this installation",
    "log": "Whether the access log is whole",
}

QUARTERLY_LABELS: Mapping[str, str] = {
    "equity": "Reports by unit and outcome",
    "gate": "What officers answered about protected traits, and the outcome",
    "analysts": "What analysts answered about protected traits, and the outcome",
    "mentions": "Mentions of protected traits, by what they do",
}
