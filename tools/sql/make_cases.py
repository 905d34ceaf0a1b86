#!/usr/bin/env python3
"""Asks real Spark for the answers to generated expressions: conformance/sql/answers-<line>.jsonl.gz.

    make_cases.py --count 3000 --seed 1 [--time-zone America/New_York] [--out conformance/sql]

Run it with the Python of an environment that has the pyspark of a line, such as those that tools/corpus/make.py makes;
it writes the answers of that line. Lines before 3.5 share the rows of the others, but for the types they lack. With a
session time zone the expressions are about dates and times only, and its name stands in that of the file.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from expressions import expressions, narrow  # noqa: E402
from judge import Judge, dump, start  # noqa: E402
from old_spark import OldSession, is_old  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the answers of real Spark to generated SQL expressions.")
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--time-zone", default="UTC")
    parser.add_argument("--out", type=Path, default=HERE.parent.parent / "conformance" / "sql")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if is_old():
        spark = OldSession()
        write_answers(Judge(spark), expressions_of(spark, options), options.out)
        spark.stop()
    else:
        judge = Judge(start(), options.time_zone)
        judge.spark.sparkContext.setLogLevel("OFF")
        table = [json.dumps(judge.schema()), *judge.table()]
        (options.out / "rows.jsonl").write_text("\n".join(table) + "\n", encoding="utf-8")
        of_time = options.time_zone != "UTC"
        ending = f"-{options.time_zone.replace('/', '-')}" if of_time else ""
        write_answers(judge, expressions(options.count, options.seed, of_time), options.out, ending)


def expressions_of(spark: OldSession, options: argparse.Namespace) -> Iterator[str]:
    """What the older Spark has; and, one in twenty, what it may lack and has to refuse."""
    speaks = spark.speaks()
    narrow(spark.can_hold)
    strange = [expression for expression in expressions(options.count, options.seed) if not speaks(expression)]
    yield from strange[: options.count // 20]
    narrow(speaks)
    yield from expressions(options.count - options.count // 20, options.seed)


def write_answers(judge: Judge, asked: Iterator[str], out: Path, ending: str = "") -> None:
    line = ".".join(judge.spark.version.split(".")[:2])
    # The file is the same for the same answers: no time, no name inside.
    with (out / f"answers-{line}{ending}.jsonl.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        for answer in judge.answers(asked):
            packed.write((dump(answer) + "\n").encode())


if __name__ == "__main__":
    main()
