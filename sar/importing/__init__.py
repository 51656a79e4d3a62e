"""Bringing in past reports from a file: a dry run with a verdict per row, then the filing."""
