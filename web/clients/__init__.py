"""Clients: how long their calls are kept and how much of the work is theirs; calls on hold."""
