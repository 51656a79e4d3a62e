"""Linking reports that tell the same event, taking it back, and showing a group."""
