"""Sealed originals, and seeing them: who may, why, until when, and what is noticed."""
