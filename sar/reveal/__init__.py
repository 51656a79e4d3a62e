"""Showing one hidden span to one person, for a stated purpose and a limited time."""
