"""`import trialsift`: the names it gives, at any time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import trialsift
from trialsift.record import Record


def test_every_name_is_what_it_says_also_the_second_time():
    for _ in range(2):
        assert {name: getattr(trialsift, name).__name__ for name in trialsift.__all__} == {
            name: name for name in trialsift.__all__
        }


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'extrct'"):
        trialsift.extrct  # noqa: B018


@pytest.mark.usefixtures("rules_only")
def test_extract_takes_a_path_again_and_again(write_pages: Callable[..., Path]):
    page = write_pages("a.txt") / "a.txt"
    first, second = trialsift.extract(page), trialsift.extract(str(page))
    assert isinstance(first, Record)
    assert first == second


def test_import_is_light():
    code = "import sys, trialsift; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_no_model_is_the_rules_alone():
    assert trialsift.load("none").pipe_names == [
        "trialsift_abbreviations", "trialsift_rules", "trialsift_join", "trialsift_record",
    ]  # fmt: skip
