"""Print the shell commands of a README block, so that CI runs what a reader would type.

Example: python scripts/readme_commands.py README.md tests | bash

A block is a ```sh fence that follows the comment <!-- name -->.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path


def commands(text: str, name: str) -> str:
    """Return the commands of the block called `name`. Raises SystemExit where there is none."""
    block = re.search(rf"<!-- {re.escape(name)} -->\s*```sh\n(.*?)```", text, re.DOTALL)
    if block is None:
        raise SystemExit(f"no block {name!r}: expected <!-- {name} --> before a ```sh fence")
    return block.group(1)


if __name__ == "__main__":
    print(commands(Path(sys.argv[1]).read_text(encoding="utf-8"), sys.argv[2]), end="")
