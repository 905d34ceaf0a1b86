#!/usr/bin/env python3
"""Copies a saved pipeline so that Spark 3 reads it: `older_model.py <model> <copy>`.

Spark 4.1 writes the table of an ensemble's trees without names of columns; everything else is as it was.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pyarrow.parquet as parquet

NAMES = ["treeID", "metadata", "weights"]


def main() -> None:
    model, copy = Path(sys.argv[1]), Path(sys.argv[2])
    # The checksums beside the files would no longer hold.
    shutil.copytree(model, copy, ignore=shutil.ignore_patterns("*.crc"), copy_function=shutil.copyfile)
    for folder in [copy, *copy.rglob("*")]:
        folder.chmod(0o755 if folder.is_dir() else 0o644)
    for part in copy.glob("stages/*/treesMetadata/*.parquet"):
        table = parquet.read_table(part)
        parquet.write_table(table.rename_columns(NAMES), part)


if __name__ == "__main__":
    main()
