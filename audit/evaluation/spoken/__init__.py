"""Labelled calls spoken, put on a telephone line and heard again: what hearing costs judgments.

Commands with a folder between them, because voices and recogniser need different environments:

    python -m audit.evaluation.convert CALLS.txt > calls.jsonl    (for the labelled text form)
    python -m audit.evaluation.spoken.speak calls.jsonl FOLDER --voices DIR
    python -m audit.evaluation.spoken.hear FOLDER
    python -m audit.evaluation.spoken.compare FOLDER [--pairs]
    python -m audit.evaluation.spoken.quality FOLDER [--recipe NAME]

`speak` runs where the voices are (audit/demo/speak.py tells how to get them) and leaves recordings
and `written.jsonl`, the calls with the true times of what was spoken; `hear` runs in the usual
environment and leaves `heard.jsonl`, the same calls as the product transcribes them, labels carried
over. Both skip what is done, so that either can be stopped and run again. `compare` tells what was
lost; `quality` sets the product beside the Whisper programs on the same recordings and weights.
"""
