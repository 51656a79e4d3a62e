"""Training of the statistical recognizer on text that this package makes up."""
