"""Calls: the queue and the page of one call."""
