"""Encryption at rest: recordings as sealed files, what was said as sealed fields."""
