"""Mail that says only that something is new, to who asked for it."""
