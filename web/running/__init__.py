"""How the work goes, and the journal."""
