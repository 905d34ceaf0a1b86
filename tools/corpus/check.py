#!/usr/bin/env python3
"""Checks what lies in corpus/: every case has its files, they parse, and they fit together.

    check.py [corpus]
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Iterator

HERE = Path(__file__).resolve().parent
REQUIRED = {"name", "class", "spark", "java", "sums", "classes", "columns", "outputSchema"}
MEGABYTE = 1_000_000


def refuse_constant(text: str) -> None:
    raise ValueError(f"bare {text}: not JSON")


def parse(text: str) -> Any:
    return json.loads(text, parse_constant=refuse_constant)


def rows_of(file: Path) -> list[dict[str, Any]]:
    return [parse(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def faults(folder: Path) -> Iterator[str]:
    """Everything wrong with one case."""
    about = parse((folder / "case.json").read_text(encoding="utf-8"))
    if missing := REQUIRED - about.keys():
        yield f"case.json lacks {sorted(missing)}"
    if folder.name != f"{about['name']}-{about['spark']}" or folder.parent.name != about["class"]:
        yield "case.json names another folder"
    if not list((folder / "model").glob("metadata/part-*")):
        yield "no model/metadata"
    names = [column["name"] for column in parse((folder / "schema.json").read_text(encoding="utf-8"))["fields"]]
    given = rows_of(folder / "input.jsonl")
    if any(list(row) != names for row in given):
        yield "input.jsonl does not fit schema.json"
    if (folder / "error.json").exists() == (folder / "expected.jsonl").exists():
        yield "needs either expected.jsonl or error.json"
    elif (folder / "error.json").exists():
        if not parse((folder / "error.json").read_text(encoding="utf-8"))["message"]:
            yield "error.json has no message"
    else:
        yield from answer_faults(about, given, rows_of(folder / "expected.jsonl"))


def answer_faults(about: dict[str, Any], given: list[dict[str, Any]], expected: list[dict[str, Any]]) -> Iterator[str]:
    columns = about["columns"]
    if [column["name"] for column in about["outputSchema"]["fields"]] != columns:
        yield "outputSchema does not fit columns"
    if any(list(row) != columns for row in expected):
        yield "expected.jsonl does not fit columns"
    if "id" in columns:
        known = [row["id"] for row in given]
        found = [row["id"] for row in expected]
        if found != [identity for identity in known if identity in set(found)]:
            yield "expected.jsonl has other ids, or another order"
    elif len(given) != len(expected):
        yield f"{len(given)} rows in, {len(expected)} out, and no id"


def main() -> None:
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent.parent / "corpus"
    folders = sorted(file.parent for file in corpus.glob("*/*/case.json"))
    stray = {folder for folder in corpus.glob("*/*") if folder.is_dir()} - set(folders)
    bad = [f"{folder.relative_to(corpus)}: no case.json" for folder in sorted(stray)]
    for folder in folders:
        bad += [f"{folder.relative_to(corpus)}: {fault}" for fault in faults(folder)]
    versions = Counter(folder.name.rsplit("-", 1)[1] for folder in folders)
    sizes = [file.stat().st_size for file in corpus.rglob("*") if file.is_file()]
    print(*bad, sep="\n", end="\n" if bad else "")
    print(f"{len(folders)} cases {dict(sorted(versions.items()))}, {len(sizes)} files, {sum(sizes) / MEGABYTE:.2f} MB, {len(bad)} faults")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
