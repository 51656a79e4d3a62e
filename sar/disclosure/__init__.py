"""Giving a report or a summary of it to another agency, and the register of who received what."""
