#!/usr/bin/env python3
"""Reads all columns of Parquet files into memory, again and again: `read_parquet.py pyarrow|duckdb <folder> <threads> <times>`.

Prints {"milliseconds": [one a time], "digest": the exclusive or of the bits of all values, in two halves}.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

import numpy


def pyarrow_reader(folder: str, threads: int) -> Callable[[], list[numpy.ndarray]]:
    import pyarrow
    import pyarrow.parquet as parquet

    pyarrow.set_cpu_count(threads)
    table = lambda: parquet.read_table(folder, use_threads=threads > 1)  # noqa: E731
    return lambda: [chunk.to_numpy() for column in table().columns for chunk in column.chunks]


def duckdb_reader(folder: str, threads: int) -> Callable[[], list[numpy.ndarray]]:
    import duckdb

    connection = duckdb.connect(config={"threads": threads})
    return lambda: list(connection.sql(f"SELECT * FROM read_parquet('{folder}/part-*')").fetchnumpy().values())


READERS = {"pyarrow": pyarrow_reader, "duckdb": duckdb_reader}


def main() -> None:
    name, folder, threads, times = sys.argv[1:]
    read = READERS[name](folder, int(threads))
    milliseconds = []
    for _ in range(int(times)):
        started = time.perf_counter()
        columns = read()
        milliseconds.append((time.perf_counter() - started) * 1000)
    halves = [numpy.bitwise_xor.reduce(numpy.asarray(column).view(numpy.uint32).reshape(-1, 2), axis=0) for column in columns]
    digest = numpy.bitwise_xor.reduce(numpy.stack(halves), axis=0)
    print(json.dumps({"milliseconds": milliseconds, "digest": [int(half) for half in digest]}))


if __name__ == "__main__":
    main()
