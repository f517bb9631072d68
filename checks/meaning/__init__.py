"""The third layer: what a turn means, whatever its words (sentence encoder, fine-tuned here).

`reader.py` serves rules, `data/` holds what it learned from, `python -m checks.meaning.train` makes
`model/` anew.
"""
