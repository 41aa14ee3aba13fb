"""The documents say what the code does: commands, tables, paths."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from trialsift.cli import COMMANDS, GROUPS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*(command.__name__ for command in COMMANDS), *(group.info.name for group in GROUPS)])
def test_every_command_is_in_the_readme(name):
    assert f"trialsift {name}" in README


def test_table_of_thresholds_is_what_the_code_reads():
    table = runpy.run_path(str(ROOT / "scripts" / "readme_thresholds.py"))["table"]()
    assert table in README, "python scripts/readme_thresholds.py prints the table as it is now"


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "annotations/README.md", "models/README.md"])
def test_paths_and_links_lead_somewhere(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    missing = [link for link in links if not ((ROOT / document).parent / link).exists()]
    assert missing == []


def test_readme_blocks_that_ci_runs_are_there():
    commands = runpy.run_path(str(ROOT / "scripts" / "readme_commands.py"))["commands"]
    assert commands(README, "quick-start").splitlines()[0] == "pip install ."
    assert commands(README, "tests").splitlines()[-1] == "pytest"


def test_no_placeholder_is_left():
    assert re.findall(r"\{\{.*?\}\}|TODO|FIXME", README) == []
