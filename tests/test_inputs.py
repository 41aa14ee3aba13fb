"""Inputs: files, folders and globs become the files to read, each once, with the name its record carries."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialsift.inputs import NoInput, find_inputs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "deep/c.html", ".hidden"):
        path = tmp_path / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "pages"


def _names(arguments: list[str], **options) -> list[str]:
    return [page.name for page in find_inputs(arguments, **options)]


def test_folder_is_read_recursively_in_order_without_hidden_files(folder: Path):
    assert _names([str(folder)]) == ["a.txt", "b.txt", "deep/c.html"]


def test_single_file_keeps_its_path_as_given(folder: Path):
    assert _names([str(folder / "a.txt")]) == [(folder / "a.txt").as_posix()]


def test_glob_names_are_relative_to_the_common_folder(folder: Path):
    assert _names([str(folder / "*.txt")]) == ["a.txt", "b.txt"]


def test_same_file_twice_is_read_once(folder: Path):
    assert _names([str(folder), str(folder / "a.txt")]) == ["a.txt", "b.txt", "deep/c.html"]


def test_same_name_in_two_folders_stays_apart(tmp_path: Path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.txt").write_text(name)
    assert _names([str(tmp_path / "one"), str(tmp_path / "two")]) == ["one/page.txt", "two/page.txt"]


def test_symlink_loop_is_entered_once(folder: Path):
    (folder / "deep" / "up").symlink_to(folder)
    assert _names([str(folder)]) == ["a.txt", "b.txt", "deep/c.html"]


def test_own_output_in_the_input_folder_is_left_out(folder: Path):
    (folder / "out.jsonl").write_text("{}")
    assert _names([str(folder)], exclude=[folder / "out.jsonl"]) == ["a.txt", "b.txt", "deep/c.html"]


def test_missing_file_is_kept_for_the_run_to_report(folder: Path):
    assert _names([str(folder / "gone.txt")]) == [(folder / "gone.txt").as_posix()]


@pytest.mark.parametrize("argument", ["*.nothing", "empty"])
def test_nothing_to_read_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argument: str):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoInput, match=argument.replace("*", r"\*")):
        find_inputs([argument])
