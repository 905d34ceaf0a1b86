#!/usr/bin/env python3
"""The model of read_model.py's JSON as ONNX: `make_onnx.py <parameters.json> <out.onnx>`.

An assembler of numbers and a forest or a logistic regression of two classes; single precision, as ONNX's tree and
linear operators have it. Ends with status 3 for any other pipeline. Output: "score", the prediction of a regression or
the probability of class 1.
"""

from __future__ import annotations

import json
import struct
import sys
from pathlib import Path
from typing import Any

import onnx
from onnx import TensorProto, helper


def below(threshold: float) -> float:
    """The largest single that is no larger: a single is right of it just when it is right of the threshold."""
    single = struct.unpack("f", struct.pack("f", threshold))[0]
    if single <= threshold:
        return single
    bits = struct.unpack("i", struct.pack("f", single))[0]
    step = 1 if single < 0 else -1
    return struct.unpack("f", struct.pack("i", bits + step))[0]


def forest_attributes(forest: dict[str, Any]) -> dict[str, Any]:
    boosted = forest["class"].startswith("GBT")
    classifies = "Classification" in forest["class"]
    nodes: dict[str, list[Any]] = {name: [] for name in ("treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids")}
    targets: dict[str, list[Any]] = {name: [] for name in ("treeids", "nodeids", "ids", "weights")}
    for number, tree in enumerate(forest["trees"]):
        for place, node in enumerate(tree["nodes"]):
            leaf = "feature" not in node
            if not leaf and "threshold" not in node:
                refuse("a split by categories")
            row = (number, place, 0 if leaf else node["feature"], 0.0 if leaf else below(node["threshold"]))
            ends = (0, 0) if leaf else (node["left"], node["right"])
            for name, value in zip(nodes, (*row, "LEAF" if leaf else "BRANCH_LEQ", *ends)):
                nodes[name].append(value)
            if leaf:
                value = node["value"]
                if classifies and not boosted:
                    value = node["stats"][1] / sum(node["stats"])
                weight = tree["weight"] if boosted else 1 / len(forest["trees"])
                for name, item in zip(targets, (number, place, 0, value * weight)):
                    targets[name].append(item)
    return {f"nodes_{key}": value for key, value in nodes.items()} | {f"target_{key}": value for key, value in targets.items()}


def operators(stage: dict[str, Any]) -> list[Any]:
    if stage["trees"]:
        attributes = forest_attributes(stage)
        tree = helper.make_node("TreeEnsembleRegressor", ["rows"], ["margin"], domain="ai.onnx.ml", n_targets=1, **attributes)
        if stage["class"] != "GBTClassificationModel":
            tree.output[0] = "score"
            return [tree]
        return [tree, helper.make_node("Add", ["margin", "margin"], ["twice"]), helper.make_node("Sigmoid", ["twice"], ["score"])]
    if stage["class"] == "LogisticRegressionModel" and stage["data"][0]["numClasses"] == 2 and not stage["data"][0]["isMultinomial"]:
        learnt = stage["data"][0]
        linear = helper.make_node(
            "LinearRegressor", ["rows"], ["margin"], domain="ai.onnx.ml", targets=1,
            coefficients=learnt["coefficientMatrix"]["values"], intercepts=learnt["interceptVector"]["values"],
        )
        return [linear, helper.make_node("Sigmoid", ["margin"], ["score"])]
    return refuse(f"a {stage['class']}")


def refuse(what: str) -> Any:
    print(f"not converted: {what}", file=sys.stderr)
    sys.exit(3)


def main() -> None:
    stages = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["stages"]
    if len(stages) != 2 or stages[0]["class"] != "VectorAssembler":
        refuse(", ".join(stage["class"] for stage in stages))
    width = len(stages[0]["params"]["inputCols"])
    rows = helper.make_tensor_value_info("rows", TensorProto.FLOAT, [None, width])
    score = helper.make_tensor_value_info("score", TensorProto.FLOAT, [None, 1])
    graph = helper.make_graph(operators(stages[1]), "pipeline", [rows], [score])
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), sys.argv[2])


if __name__ == "__main__":
    main()
