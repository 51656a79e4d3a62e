"""Photos and files of a report: added by its officer, shown to whoever says why."""
