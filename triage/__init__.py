"""Triage of suspicious activity reports: their order, their links and the decisions about them."""
