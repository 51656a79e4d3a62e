"""What answers from outside: a virus scanner, mail, a record store, workers elsewhere."""
