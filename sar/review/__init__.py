"""The analyst's desk: the queue, one report as it may be read, and the decisions about it."""
