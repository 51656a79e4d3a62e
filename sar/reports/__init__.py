"""What several features need to know of a report; none of it is a page."""
