"""The roll-out of a definition set: job aids, courses, refreshers, practice, and their results."""
