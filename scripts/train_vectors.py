"""Train word vectors on registry records: `python scripts/train_vectors.py records.jsonl.xz vectors/`.

Needs `pip install floret`. Takes about nine minutes on one core; one thread, so that a run can be repeated
(floret seeds itself with 0).
Words are lower-cased, in the tokens of the package's tokenizer; the table holds hashed pieces of words
(4 and 5 letters), so that every word has a vector and none is listed.
"""

from __future__ import annotations

import json
import lzma
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
PARAGRAPH = re.compile(r"\n\s*\n")
SHORTEST = 5  # tokens of a paragraph; shorter ones are codes and dates


def paragraphs(value: Any) -> Iterator[str]:
    """Yield the paragraphs of all strings in a JSON value, tokens parted by spaces."""
    if isinstance(value, str):
        for paragraph in PARAGRAPH.split(value):
            tokens = TOKEN.findall(paragraph.lower())
            if len(tokens) >= SHORTEST:
                yield " ".join(tokens)
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from paragraphs(part)


def main(records: str, output: str) -> None:
    """Train on the records and write a folder that `[paths] vectors` of a training config can name."""
    import floret

    with tempfile.TemporaryDirectory() as folder:
        text, table = Path(folder) / "text", Path(folder) / "table"
        with lzma.open(records, "rt", encoding="utf-8") as source, text.open("w", encoding="utf-8") as target:
            for line in source:
                target.writelines(paragraph + "\n" for paragraph in paragraphs(json.loads(line)))
        vectors = floret.train_unsupervised(
            str(text), model="skipgram", mode="floret", dim=96, bucket=25_000, hashCount=2, minn=4, maxn=5,
            minCount=8, neg=6, ws=5, epoch=5, lr=0.05, thread=1,
        )  # fmt: skip
        vectors.save_floret_vectors(str(table))
        # looked up by the lower-cased word, as they were trained
        command = ["init", "vectors", "en", str(table), output, "--mode", "floret", "--attr", "LOWER"]
        subprocess.run([sys.executable, "-m", "spacy", *command], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
