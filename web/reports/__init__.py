"""The compliance officer's reports."""
