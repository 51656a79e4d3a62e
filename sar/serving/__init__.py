"""What stands around every page and every answer of the API, whichever feature gives it."""
