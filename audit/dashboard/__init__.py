"""What a compliance officer watches: the figures of days, and what they add up to."""
