"""Good calls to learn from."""
