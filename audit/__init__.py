"""Calls, people and decisions: the only folder that knows the database."""
