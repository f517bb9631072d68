"""Work over everything that is stored: checking it again, keeping it, forgetting it."""
