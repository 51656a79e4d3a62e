"""The shape of the network: its labels, its width, its depth."""

LABELS = ("O", "B-PERSON", "I-PERSON", "B-PLACE", "I-PLACE", "B-ORGANISATION", "I-ORGANISATION")
WIDTH = 64
DEPTH = 4
"""Convolutions over three tokens each: a token's label depends on DEPTH tokens at either side."""
