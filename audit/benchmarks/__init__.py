"""How fast it is: each benchmark against a named peer, in one run, on one core, as ratios."""
