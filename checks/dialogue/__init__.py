"""Who listens, what each turn does: the state of a conversation, turn by turn."""
