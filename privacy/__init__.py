"""What may be seen, by whom and for how long: redaction, sealing, the access log, purposes."""
