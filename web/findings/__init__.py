"""Findings and alerts: what a person decides about them."""
