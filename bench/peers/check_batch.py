#!/usr/bin/env python3
"""Compares outputs with Spark's answers, all rows by bits: `check_batch.py <answers> <output>` prints

    {"rows": of the output, "different": rows with another prediction; all of them where other rows came out}
"""

from __future__ import annotations

import json
import sys

import numpy
import pyarrow.parquet as parquet


def read(path: str) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Ids in their order, and the bits of the predictions."""
    table = parquet.read_table(path, columns=["id", "prediction"]).sort_by("id")
    return table["id"].to_numpy(), table["prediction"].to_numpy().view(numpy.int64)


def main() -> None:
    (ids, expected), (found, actual) = read(sys.argv[1]), read(sys.argv[2])
    same = numpy.array_equal(ids, found)
    different = int(numpy.count_nonzero(expected != actual)) if same else max(len(ids), len(found))
    print(json.dumps({"rows": len(found), "different": different}))


if __name__ == "__main__":
    main()
