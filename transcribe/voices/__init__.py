"""Tells voices apart in a recording that has both parties on one channel."""
