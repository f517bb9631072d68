"""Samples read by people alone: how much the machine misses, and how well people agree."""
