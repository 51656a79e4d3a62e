"""The score of a report: the rules and the ranker in force, as the application uses them."""
