"""What an utterance teaches each label, and how strongly.

A turn of a whole call is labelled for everything that its side can show. A single line is labelled
for its own rule only: the figures for other rules are those of the study that found this recipe
(run B, one seed, chosen on its development set); lines of speech acts as near misses of rules, and
acts among each other, were set by hand in the same spirit.
"""

from collections.abc import Sequence

import numpy as np

from checks.meaning.blocks import Floats
from checks.meaning.labels import AGENT_ACTS, BACKGROUND, COLLECTOR, LABELS, RULES
from checks.meaning.learn.example import CALL, Example

OWN = 1.0
# Background lines were written to break no rule: as sure as a near miss of each.
HARMLESS = 1.0
# A near miss of another rule is rarely a violation of this one, a violation of another more often.
CLEAN_OF_OTHER, SHOWS_OTHER = 0.4, 0.15
# What collectors say of themselves and of the debt breaks no rule about content, as a rule.
ACT_FOR_RULE = 0.3
ACT_FOR_ACT = 0.15
# Lines that often do what the act is about without being labelled for it.
_SILENT = {
    "debt_detail": {*RULES, BACKGROUND},
    "recording_told": {BACKGROUND},
    "self_introduction": {"false_authority", BACKGROUND},
    "verify_question": {BACKGROUND},
}
# Acts that only whole calls are labelled for.
_IN_CALLS = {
    "callback", "denies_identity", "hands_over", "hardship", "is_guarantor", "negotiation",
    "new_contact", "refuses_contact", "self_institution", "self_name",
}  # fmt: skip


def weight(example: Example, label: str) -> float:
    """How much `example` counts for `label`; 0 where it says nothing."""
    if label in (COLLECTOR, example.origin):
        return OWN
    if example.side != LABELS[label]:
        return 0.0
    return OWN if example.origin == CALL else _of_line(example, label)


def _of_line(example: Example, label: str) -> float:
    """A single line for a label that it was not written for."""
    if label in _IN_CALLS or example.origin in _SILENT.get(label, ()):
        return 0.0
    if label not in RULES:
        return ACT_FOR_ACT
    if example.origin == BACKGROUND:
        return HARMLESS
    if example.origin in AGENT_ACTS:
        return ACT_FOR_RULE
    return SHOWS_OTHER if example.shows else CLEAN_OF_OTHER


def weights(examples: Sequence[Example], labels: Sequence[str]) -> Floats:
    """One row an example, one column a label."""
    rows = [[weight(example, label) for label in labels] for example in examples]
    return np.array(rows, np.float32)


def targets(examples: Sequence[Example], labels: Sequence[str]) -> Floats:
    """1 where the example shows the label, else 0; same shape as `weights`."""
    rows = [[_shows(example, label) for label in labels] for example in examples]
    return np.array(rows, np.float32)


def _shows(example: Example, label: str) -> bool:
    return example.side == "agent" if label == COLLECTOR else label in example.shows
