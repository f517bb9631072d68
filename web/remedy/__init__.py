"""Rectifications: the list, one of them, a new one."""
