"""Recognition errors made on purpose: how well judgments stand what a recogniser mishears.

`heard.tsv` holds real errors of Whisper base; `learn.py` counts them into `errors.json`, and
`generator.py` draws new ones alike. Used in training and for the error-against-F1 curve, never
while calls are checked.
"""
