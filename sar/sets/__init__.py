"""Indicator sets in the database: put there, in force, and what practice shows of them."""
