"""Six synthetic sample calls, and the script that speaks and records them."""
