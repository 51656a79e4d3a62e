"""The application: intake, review, catalog, reveal, accounts and oversight over three libraries."""

__version__ = "0.1.0"
