"""Taking calls in: where they come from, what is said about them, and what is refused."""
