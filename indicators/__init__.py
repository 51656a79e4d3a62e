"""Versioned definitions of suspicious behaviour: types, loading, validation of answers, changes."""
