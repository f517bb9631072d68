"""The rules: read, tried, changed by two people."""
