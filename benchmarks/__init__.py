"""Benchmarks: one command each, ratios against a baseline in the same run, never an assertion."""
