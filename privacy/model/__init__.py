"""The statistical recognizer of persons, places and organisations: features, network, file."""
