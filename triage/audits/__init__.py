"""Audits of a ranker: does who somebody is move a report, and is the ranker fit to order the queue.

`counterparts` puts other words for people into reports, `swaps` measures what that does to their
places, `probe` tries to read an attribute out of what the ranker sees, `rates` compares units, and
`gate` judges a ranker by all of it. Nothing here knows where reports come from.
"""
