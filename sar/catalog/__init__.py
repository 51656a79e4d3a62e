"""The trainer's desk: drafting, reviewing, publishing and reading indicator sets."""
