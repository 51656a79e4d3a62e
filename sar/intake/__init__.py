"""Filing a report: the officer's form, the API's door, the receipt and what became of it."""
