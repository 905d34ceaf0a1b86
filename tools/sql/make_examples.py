#!/usr/bin/env python3
"""Asks real Spark for the answers to the examples of its own documentation: conformance/sql/examples-<line>.jsonl.gz.

    make_examples.py [--out conformance/sql]

Run it with the Python of an environment that has pyspark 3.5 or 4.3; it writes the answers of that line.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from pyspark.sql import SparkSession  # noqa: E402

from judge import Judge, dump, start  # noqa: E402

#: Functions that answer differently at each run.
FICKLE = re.compile(
    r"\b(curdate|current_\w+|input_file_\w+|localtimestamp|monotonically_increasing_id|now|rand|randn|random|randstr|session_user"
    r"|shuffle|spark_partition_id|uniform|user|uuid|version|unix_timestamp|to_unix_timestamp|aes_encrypt|java_method|reflect|try_reflect)\s*\(",
    re.IGNORECASE,
)
#: Queries over more than one row.
QUERY = re.compile(r"\b(FROM\s+(VALUES|\(|RANGE)|FROM\s+\w+\s*\(|LATERAL|GROUP\s+BY|OVER\s*\(|UNION|DISTINCT)\b|\bFROM\s+\w+$", re.IGNORECASE)


def examples(spark: SparkSession) -> Iterator[str]:
    """The expressions of all `> SELECT ...;` of the documentation, each once, functions by name."""
    seen: set[str] = set()
    for row in spark._jsparkSession.sql("SHOW FUNCTIONS").collectAsList():
        for statement in statements(spark, row.getString(0)):
            for expression in split_list(statement):
                if expression not in seen and not FICKLE.search(expression):
                    seen.add(expression)
                    yield expression


def statements(spark: SparkSession, function: str) -> Iterator[str]:
    try:
        rows = spark._jsparkSession.sql(f"DESCRIBE FUNCTION EXTENDED `{function}`").collectAsList()
    except Exception:
        return
    text = "\n".join(row.getString(0) for row in rows)
    for found in re.finditer(r"^\s*>\s*SELECT\s+(.*?);\s*$", text, re.MULTILINE | re.IGNORECASE):
        if not QUERY.search(re.sub(r"'[^']*'", "''", found.group(1))):
            yield found.group(1).strip()


def split_list(text: str) -> list[str]:
    """The items of a select list: commas within brackets or quotes part none."""
    items, depth, start_, quote = [], 0, 0, ""
    for place, character in enumerate(text):
        if quote:
            quote = "" if character == quote and text[place - 1] != "\\" else quote
        elif character in "'\"`":
            quote = character
        elif character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif character == "," and depth == 0:
            items.append(text[start_:place].strip())
            start_ = place + 1
    return [*items, text[start_:].strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the answers of real Spark to the examples of its documentation.")
    parser.add_argument("--out", type=Path, default=HERE.parent.parent / "conformance" / "sql")
    options = parser.parse_args()
    spark = start()
    spark.sparkContext.setLogLevel("OFF")
    judge = Judge(spark)
    line = ".".join(spark.version.split(".")[:2])
    # The file is the same for the same answers: no time, no name inside.
    with (options.out / f"examples-{line}.jsonl.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        for expression in examples(spark):
            answer = judge.answer(expression)
            # Constants: one row says all.
            kept = {**answer, "rows": answer["rows"][:1]} if "rows" in answer else answer
            packed.write((dump(kept) + "\n").encode())


if __name__ == "__main__":
    main()
