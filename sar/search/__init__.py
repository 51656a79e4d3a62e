"""Finding reports: by readable words, by a hidden plate or address, by filters kept for later."""
