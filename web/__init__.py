"""The pages and the API: they show what `audit` holds and ask people to decide."""
