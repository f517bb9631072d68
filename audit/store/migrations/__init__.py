"""Alembic environment; run through audit/store/schema.py."""
