"""Learned rankers: trained from decisions, judged by the gate, put in force and taken out again."""
