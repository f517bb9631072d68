"""The dashboard: figures of a period, each of which opens the calls behind it."""
