"""The second drawer, criminal intelligence under 28 CFR Part 23: who may open it, what crosses."""
