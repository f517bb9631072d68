"""Where in a YAML file something stands: fields are told by their way, lines found when asked."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from transcribe.problem import Problem

_SHOWN = "see docs/writing-rules.md or a neighbouring file"


@contextmanager
def within(*fields: str) -> Iterator[None]:
    """Tell what is wrong with the field that is being read; `where` is the way to it."""
    way = "/".join(fields)
    try:
        yield
    except Problem as problem:
        deeper = "/".join(filter(None, (way, problem.where)))
        raise Problem(problem.code, problem.what, where=deeper, mend=problem.mend) from problem
    except KeyError as error:
        what = f"lacks the field {error.args[0]!r}"
        raise Problem("rule_field", what, where=way, mend=_SHOWN) from error
    except (AttributeError, TypeError) as error:
        what = "a field has the wrong shape"
        raise Problem("rule_field", what, where=way, mend=_SHOWN) from error
    except ValueError as error:
        raise Problem("rule_field", str(error), where=way, mend="correct that value") from error


# What YAML 1.1 reads as a number in base 60.
_HOUR = re.compile(r"[0-9]{1,2}(?::[0-5]?[0-9]){1,2}")


def unquoted_hours(path: Path) -> Iterator[tuple[int, str]]:
    """(line, value) of every time of day without quotes; nothing for a file that is no YAML."""
    try:
        tokens = list(yaml.scan(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    except (OSError, ValueError, yaml.YAMLError):
        return
    for token in tokens:
        if isinstance(token, yaml.ScalarToken) and token.plain and _HOUR.fullmatch(token.value):
            yield token.start_mark.line + 1, token.value


def line_of(path: Path, way: str) -> int:
    """The line (from 1) of a field such as conditions/said/any, or of the last part that is there.

    0 where the file cannot be read or the way is empty.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, ValueError, yaml.YAMLError):
        return 0
    line = 0
    for part in filter(None, way.split("/")):
        found = dict(_parts(node)).get(part)
        if found is None:
            break
        line, node = found
    return line


def _parts(node: yaml.Node | None) -> Iterator[tuple[str, tuple[int, yaml.Node]]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), (key.start_mark.line + 1, value)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield str(index), (value.start_mark.line + 1, value)


def place(path: Path, way: str) -> str:
    """The file and, where it is found, the line."""
    line = line_of(path, way)
    return f"{path.name}, line {line}" if line else path.name
