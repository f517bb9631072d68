"""`when` as one line of text: `a and (b or not c)`; not binds before and, and before or."""

import re
from typing import Any

from transcribe.problem import Problem

_WORDS = ("and", "or", "not", "(", ")")
# Full-width brackets are what a Chinese keyboard gives.
_TOKEN = re.compile(r"[()（）]|[^\s()（）]+")
_BRACKETS = {"（": "(", "）": ")"}


def parse(line: str) -> str | dict[str, Any]:
    """Return the form that all/any/not in YAML would have; a Problem tells what is missing."""
    tokens = [_BRACKETS.get(token, token) for token in _TOKEN.findall(line)]
    read = _Parser(line, tokens)
    whole = read.joined("or", "any")
    if read.tokens:
        raise read.problem(f"{read.tokens[0]!r} comes where and, or or the end must be")
    return whole


class _Parser:
    """Takes the tokens away from the front."""

    def __init__(self, line: str, tokens: list[str]) -> None:
        self.line, self.tokens = line, tokens

    def problem(self, what: str) -> Problem:
        return Problem(
            "rule_when",
            f"cannot read {self.line!r}: {what}",
            mend="write it like: a and (b or not c)",
        )

    def joined(self, word: str, operation: str) -> str | dict[str, Any]:
        """Parts between `word`, each of which binds tighter."""
        parts = [self._part(word)]
        while self.tokens[:1] == [word]:
            self.tokens.pop(0)
            parts.append(self._part(word))
        return parts[0] if len(parts) == 1 else {operation: parts}

    def _part(self, word: str) -> str | dict[str, Any]:
        return self.joined("and", "all") if word == "or" else self._single()

    def _single(self) -> str | dict[str, Any]:
        word = self.tokens.pop(0) if self.tokens else ""
        if word == "not":
            return {"not": self._single()}
        if word == "(":
            inner = self.joined("or", "any")
            if not self.tokens or self.tokens.pop(0) != ")":
                raise self.problem("a bracket is not closed")
            return inner
        if not word or word in _WORDS:
            raise self.problem(f"a condition's name is missing before {word or 'the end'!r}")
        return word
