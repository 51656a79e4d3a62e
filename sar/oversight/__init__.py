"""Oversight: who saw what and why, the ledger, and whether the log is whole."""
