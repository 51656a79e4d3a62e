"""The tamper-evident access log: a Merkle tree in the public formats of transparency logs.

Any tool that reads these formats can verify what this package writes: hashes of RFC 6962 (RFC 9162
computes them alike), checkpoints as signed notes, tiles, proofs and cosignatures of witnesses as
the C2SP specifications of transparency logs (c2sp.org) describe them. Nothing of it needs a network
or a database.
"""
