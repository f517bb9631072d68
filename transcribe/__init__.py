"""Sound in, transcript out. Knows audio and text; no rules, no database, no web."""
