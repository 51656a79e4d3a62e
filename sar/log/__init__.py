"""The tamper-evident log and the gapless ledger in the database, their checkpoints and exports."""
