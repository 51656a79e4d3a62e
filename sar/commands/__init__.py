"""The `sar` command's parts, one subject per file; each is imported only when it is used."""
