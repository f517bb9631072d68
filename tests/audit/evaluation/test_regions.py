"""Figures in a document come from the commands beside them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.evaluation.regions import main, rewritten
from transcribe.problem import Problem

DOCUMENT = """前
<!-- figures: python -m platform -->
旧数字
<!-- end of figures -->
后
<!-- figures: python -m calendar 2026 1 -->
<!-- end of figures -->
"""
BAD = "<!-- figures: python -m no.such.module -->\n<!-- end of figures -->\n"


def test_every_region_is_written_and_the_rest_stays() -> None:
    once = rewritten(DOCUMENT)
    assert "旧数字" not in once
    assert "January 2026" in once
    assert once.startswith("前\n<!-- figures: python -m platform -->\n")
    assert "<!-- end of figures -->\n后\n" in once
    assert rewritten(once) == once


def test_a_command_that_fails_leaves_the_document(tmp_path: Path) -> None:
    file = tmp_path / "figures.md"
    file.write_text(BAD, encoding="utf-8")
    done = CliRunner().invoke(main, [str(file)])
    assert done.exit_code == 1
    assert "no.such.module failed" in done.output
    assert file.read_text(encoding="utf-8") == BAD


def test_the_problem_names_the_command() -> None:
    with pytest.raises(Problem, match=r"no\.such\.module"):
        rewritten(BAD)
