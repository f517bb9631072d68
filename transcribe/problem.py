"""The one error type that is meant for the person who must act."""


class Problem(Exception):  # noqa: N818 - a problem is told to a person, an Error to a programmer
    """Something a user can mend: what happened, where, and what to do about it.

    `code` is stable and language-free; pages translate it. `what`, `where` and `mend` are one
    sentence together and name no personal data.
    """

    def __init__(self, code: str, what: str, *, where: str = "", mend: str = "") -> None:
        self.code, self.what, self.where, self.mend = code, what, where, mend
        place = f"{where}: " if where else ""
        advice = f"; {mend}" if mend else ""
        super().__init__(f"{place}{what}{advice}")

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the parts when the error crosses a process boundary."""
        return (_rebuild, (type(self), self.code, self.what, self.where, self.mend))


class PassingProblem(Problem):
    """A Problem that may be gone at the next attempt, such as a server that is busy."""


def _rebuild(kind: type[Problem], code: str, what: str, where: str, mend: str) -> Problem:
    return kind(code, what, where=where, mend=mend)
