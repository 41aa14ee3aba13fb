"""A vocabulary in SQLite: names by their key, and character trigrams for names that are spelt otherwise.

Read in this order: `build`, then `Vocabulary.link`. A link is exact (also by sorted words, or without words of
degree) or close by trigrams; a close one must agree in every number, letter code and opposing prefix, since
"type 1" and "type 2", or hyper- and hypotension, are near in letters and far in meaning.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from trialsift.concepts.names import fold, sorted_key, turned, without_degree
from trialsift.concepts.sources import Entry, read_vocabulary
from trialsift.errors import BadVocabulary

SCHEMA = "trialsift-vocabulary/1"
CLOSE = 0.84  # least cosine of trigram weights for a close link; chosen on names kept apart from the measured sample
MOST_NAMES = 16_384  # remembered with their links
_SHORTEST_CLOSE = 7  # characters; shorter names differ by a letter and mean another thing
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE concept (id TEXT, kind TEXT, name TEXT, PRIMARY KEY (id, kind));
CREATE TABLE name (key TEXT, sorted TEXT, kind TEXT, concept TEXT, rank INTEGER);
"""
_INDEXES = """
CREATE INDEX name_key ON name (key);
CREATE INDEX name_sorted ON name (sorted);
"""
_CODE = re.compile(r"\d+|\b(?:i{1,3}|iv|vi{0,3}|[a-h])\b")
_OPPOSED = re.compile(
    r"hyper|hypo|\bnon|\bin(?=organic)|\banti|\bpre|\bpost|\bpoly|\bmono|\bmicro|\bmacro|\bsub|\btachy|\bbrady"
)


@dataclass(frozen=True, slots=True)
class Link:
    """A concept, its preferred name, and how sure the link is: 1.0 for a name of the vocabulary."""

    concept: str
    name: str
    score: float


def build(entries: Iterable[Entry], path: str | Path) -> int:
    """Write a store of entries into a new file; return the number of names."""
    database = sqlite3.connect(path)
    try:
        count = _fill(database, entries)
        database.commit()
    finally:
        database.close()
    return count


def _fill(database: sqlite3.Connection, entries: Iterable[Entry]) -> int:
    database.executescript(_TABLES)
    database.execute("INSERT INTO meta VALUES ('schema', ?)", (SCHEMA,))
    count = 0
    for entry in entries:
        database.execute("INSERT OR IGNORE INTO concept VALUES (?, ?, ?)", (entry.concept, entry.kind, entry.names[0]))
        rows = [(key, sorted_key(key), entry.kind, entry.concept, rank) for rank, key in enumerate(_keys(entry.names))]
        database.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?)", rows)
        count += len(rows)
    if not count:
        raise BadVocabulary("the vocabulary has no entry: an id and a name a row are needed")
    database.executescript(_INDEXES)
    return count


def _keys(names: Iterable[str]) -> Iterator[str]:
    seen = set()
    for name in names:
        for form in (name, turned(name)):
            key = fold(form) if form else ""
            if key and key not in seen:
                seen.add(key)
                yield key


def build_files(paths: Iterable[tuple[Path, str]], output: Path) -> int:
    """Write a store from (file, kind) pairs; return the number of names. The output appears when it is complete."""
    part = output.with_name(output.name + ".part")
    part.unlink(missing_ok=True)
    try:
        count = build((entry for path, kind in paths for entry in read_vocabulary(path, kind)), part)
        part.replace(output)
    except sqlite3.OperationalError as error:
        raise BadVocabulary(f"cannot write {output}: {error}; choose another -o") from error
    finally:
        part.unlink(missing_ok=True)
    return count


class Vocabulary:
    """A store, opened for linking. `link` remembers what it was asked."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._known = lru_cache(maxsize=MOST_NAMES)(self._find)

    @classmethod
    def open(cls, path: str | Path) -> Vocabulary:
        """Open a store that `build` wrote. Raises BadVocabulary for any other file."""
        try:
            database = sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            [(schema,)] = database.execute("SELECT value FROM meta WHERE key = 'schema'")
        except (sqlite3.Error, ValueError) as error:
            raise BadVocabulary(f"{path} is no vocabulary: make one with `trialsift vocab build`") from error
        if schema != SCHEMA:
            raise BadVocabulary(f"{path} has the form {schema!r}, not {SCHEMA!r}: build it anew")
        return cls(database)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Vocabulary:
        """Hold entries in memory."""
        database = sqlite3.connect(":memory:", check_same_thread=False)
        _fill(database, entries)
        return cls(database)

    def link(self, name: str, kind: str, long_form: str | None = None) -> Link | None:
        """Return the concept of a name, or None. kind: "condition", "intervention" or "analyte".

        long_form: what the page says that an abbreviation stands for; it is tried first.
        """
        if long_form:
            found = self.link(long_form, kind)
            if found:
                return found
        return self._known(name, kind)

    def _find(self, name: str, kind: str) -> Link | None:
        found = self._exact(fold(name), kind)
        if found:
            return found
        bare = without_degree(name) if kind == "condition" else None
        return (self._exact(fold(bare), kind) if bare else None) or self._close(fold(name), kind)

    def _exact(self, key: str, kind: str) -> Link | None:
        if not key:
            return None
        for column, value in (("key", key), ("sorted", sorted_key(key))):
            row = self._database.execute(
                f"SELECT n.concept, c.name FROM name n JOIN concept c ON c.id = n.concept AND c.kind = n.kind "
                f"WHERE n.{column} = ? AND n.kind IN (?, '') ORDER BY n.rank, n.rowid LIMIT 1",
                (value, kind),
            ).fetchone()
            if row:
                return Link(row[0], row[1], 1.0)
        return None

    def _close(self, key: str, kind: str) -> Link | None:
        if len(key) < _SHORTEST_CLOSE:
            return None
        for row, score in self._trigrams.nearest(key, CLOSE):
            candidate, row_kind, concept = self._rows[row]
            if row_kind in (kind, "") and _agrees(key, candidate):
                [(preferred,)] = self._database.execute(
                    "SELECT name FROM concept WHERE id = ? AND kind = ?", (concept, row_kind)
                )
                return Link(concept, preferred, round(float(score), 3))
        return None

    @cached_property
    def _rows(self) -> list[tuple[str, str, str]]:
        return list(self._database.execute("SELECT key, kind, concept FROM name ORDER BY rowid"))

    @cached_property
    def _trigrams(self) -> Trigrams:
        return Trigrams([row[0] for row in self._rows])


def _agrees(key: str, candidate: str) -> bool:
    """Say whether two close names have the same numbers, letter codes and opposing prefixes."""
    return all(Counter(pattern.findall(key)) == Counter(pattern.findall(candidate)) for pattern in (_CODE, _OPPOSED))


class Trigrams:
    """An inverted index of the character trigrams of names, weighted by rarity (TF-IDF, cosine)."""

    def __init__(self, names: list[str]) -> None:
        numbers: dict[str, int] = {}
        rows: list[int] = []
        columns: list[int] = []
        for row, name in enumerate(names):
            for gram in set(_grams(name)):
                columns.append(numbers.setdefault(gram, len(numbers)))
                rows.append(row)
        grams, owners = np.array(columns, dtype="int32"), np.array(rows, dtype="int32")
        frequency = np.bincount(grams, minlength=len(numbers))
        self._weight = np.log((1 + len(names)) / (1 + frequency)).astype("float32") + 1
        norm = np.sqrt(np.bincount(owners, weights=self._weight[grams] ** 2, minlength=len(names)))
        order = np.argsort(grams, kind="stable")
        self._owners = owners[order]
        self._values = (self._weight[grams] ** 2 / norm[owners])[order].astype("float32")
        self._edges = [0, *np.cumsum(frequency).tolist()]
        self._numbers, self._size = numbers, len(names)

    def nearest(self, name: str, least: float, most: int = 5) -> list[tuple[int, float]]:
        """Return up to `most` (row, cosine) pairs with a cosine of at least `least`, best first."""
        grams = set(_grams(name))
        known = [self._numbers[gram] for gram in grams if gram in self._numbers]
        if not known:
            return []
        # A trigram that no name has still counts in the length of the one asked for, at the weight of the rarest.
        rarest = float(np.log(1 + self._size)) + 1
        shared = float((self._weight[known] ** 2).sum())
        norm = math.sqrt(shared + (len(grams) - len(known)) * rarest**2)
        if math.sqrt(shared) < least * norm:  # a name that had all of them and no more would be too far
            return []
        spans = [slice(self._edges[number], self._edges[number + 1]) for number in known]
        owners = np.concatenate([self._owners[span] for span in spans])
        values = np.concatenate([self._values[span] for span in spans])
        scores = np.bincount(owners, weights=values, minlength=self._size) / norm
        rows = np.flatnonzero(scores >= least)
        best = rows[np.argsort(-scores[rows], kind="stable")][:most]
        return list(zip(best.tolist(), scores[best].tolist(), strict=True))


def _grams(name: str) -> Iterator[str]:
    padded = f" {name} "
    return (padded[at : at + 3] for at in range(len(padded) - 2))


def concept_finder(path: str) -> Callable[[str, str], str | None]:
    """Return a function (name, kind) → concept over a store, or over the package's table where `path` is ""."""
    vocabulary = Vocabulary.open(path) if path else default_vocabulary()

    def concept(name: str, kind: str) -> str | None:
        link = vocabulary.link(name, kind)
        return link.concept if link else None

    return concept


@cache
def default_vocabulary() -> Vocabulary:
    """Return the table that comes with the package: common conditions and drugs under MeSH-style names."""
    with as_file(files("trialsift.vocab").joinpath("concepts.csv")) as path:
        return Vocabulary.of(list(read_vocabulary(path)))
