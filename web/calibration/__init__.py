"""Samples: drawing, reading alone, results."""
