"""A collector's scores, and the appeals about them."""
