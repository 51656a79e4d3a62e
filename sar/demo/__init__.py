"""Invented and publicly reported cases, to show the toolkit and to try it out."""
