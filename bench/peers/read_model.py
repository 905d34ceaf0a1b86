#!/usr/bin/env python3
"""What a saved pipeline has learnt, as JSON for peers that cannot read Spark's folders: `read_model.py <model> <out.json>`.

    {"stages": [{"class": "VectorAssembler", "params": {...}, "metadata": {...}, "data": [...], "trees": [...]}]}

`data` are the rows of the stage's table as they stand; trees are lists of nodes by id, each with its weight. A node is
{"value", "stats"} or {"feature", "threshold" | "categories", "left", "right"}.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet


def rows_of(folder: Path) -> list[dict[str, Any]]:
    return [row for part in sorted(folder.glob("*.parquet")) for row in parquet.read_table(part).to_pylist()]


def metadata_of(folder: Path) -> dict[str, Any]:
    texts = [part.read_text(encoding="utf-8") for part in sorted((folder / "metadata").glob("part-*"))]
    return json.loads("".join(texts))


def node(row: dict[str, Any]) -> dict[str, Any]:
    if row["leftChild"] < 0:
        return {"value": row["prediction"], "stats": row["impurityStats"]}
    split = row["split"]
    values, count = split["leftCategoriesOrThreshold"], split["numCategories"]
    test = {"threshold": values[0]} if count < 0 else {"categories": values, "count": count}
    return {"feature": split["featureIndex"], "left": row["leftChild"], "right": row["rightChild"], **test}


def trees_of(folder: Path, data: list[dict[str, Any]]) -> list[dict[str, Any]]:
    nodes: dict[int, dict[int, Any]] = {}
    for row in data:
        nodes.setdefault(row["treeID"], {})[row["nodeData"]["id"]] = node(row["nodeData"])
    weights = {row[0]: row[2] for row in (list(line.values()) for line in rows_of(folder / "treesMetadata"))}
    return [{"weight": weights[tree], "nodes": [found[i] for i in range(len(found))]} for tree, found in sorted(nodes.items())]


def stage(folder: Path) -> dict[str, Any]:
    metadata = metadata_of(folder)
    data = rows_of(folder / "data")
    is_forest = (folder / "treesMetadata").exists()
    return {
        "class": metadata["class"].rpartition(".")[2],
        "params": {**metadata.get("defaultParamMap", {}), **metadata["paramMap"]},
        "metadata": {key: value for key, value in metadata.items() if not key.endswith("ParamMap") and key != "paramMap"},
        "data": [] if is_forest else data,
        "trees": trees_of(folder, data) if is_forest else [],
    }


def main() -> None:
    model, out = Path(sys.argv[1]), Path(sys.argv[2])
    count = len(metadata_of(model)["paramMap"]["stageUids"])
    width = len(str(count))
    found = [next((model / "stages").glob(f"{place:0{width}d}_*")) for place in range(count)]
    out.write_text(json.dumps({"stages": [stage(folder) for folder in found]}), encoding="utf-8")


if __name__ == "__main__":
    main()
