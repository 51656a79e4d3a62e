"""The database's history: one linear list of revisions, run by `sar db upgrade`."""
