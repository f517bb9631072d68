"""Amounts, dates, clock times and telephone numbers as they are spoken."""
