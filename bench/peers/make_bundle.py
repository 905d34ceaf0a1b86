#!/usr/bin/env python3
"""The model of read_model.py's JSON as an MLeap bundle in a folder: `make_bundle.py <parameters.json> <folder>`.

MLeap's own writer runs inside the Spark that saved the model and is not to be had for it; the form is MLeap's JSON.
Ends with status 3 where MLeap has no such stage.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Callable

VERSION = "0.20.0"
Attributes = dict[str, Any]
Stage = dict[str, Any]


def listed(kind: str, values: list[Any]) -> Attributes:
    return {"type": "list", kind: values}


def tensor(values: list[float]) -> Attributes:
    return {"type": "tensor", "double": values, "shape": {"dimensions": [{"size": len(values), "name": ""}]}}


def dense(vector: dict[str, Any], size: int) -> list[float]:
    """A saved vector or one-row matrix with all its zeros."""
    if vector["type"] == 1:
        return vector["values"]
    values = [0.0] * size
    places = vector.get("indices") or vector["rowIndices"]
    for place, value in zip(places, vector["values"]):
        values[place] = value
    return values


class Writer:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        #: Lengths of vector columns.
        self.sizes: dict[str, int] = {}

    def node(self, name: str, op: str, attributes: Attributes, ports: tuple[dict[str, str], dict[str, str]]) -> None:
        inputs, outputs = ([{"port": port, "name": column} for port, column in side.items()] for side in ports)
        place = self.folder / "root" / f"{name}.node"
        place.mkdir(parents=True, exist_ok=True)
        write(place / "model.json", {"op": op, "attributes": attributes})
        write(place / "node.json", {"name": name, "shape": {"inputs": inputs, "outputs": outputs}})

    def shape(self, column: str) -> Attributes:
        if column not in self.sizes:
            return {"base": "scalar", "isNullable": True}
        return {"base": "tensor", "isNullable": True, "tensorShape": {"dimensions": [{"size": self.sizes[column], "name": ""}]}}

    def assembler(self, name: str, stage: Stage) -> None:
        columns = stage["params"]["inputCols"]
        output = stage["params"]["outputCol"]
        shapes = listed("data_shape", [self.shape(column) for column in columns])
        self.sizes[output] = sum(self.sizes.get(column, 1) for column in columns)
        ports = {f"input{i}": column for i, column in enumerate(columns)}, {"output": output}
        self.node(name, "vector_assembler", {"input_shapes": shapes}, ports)

    def one_hot(self, name: str, stage: Stage) -> None:
        params, sizes = stage["params"], stage["data"][0]["categorySizes"]
        inputs, outputs = params["inputCols"], params["outputCols"]
        self.sizes |= {column: size - params["dropLast"] for column, size in zip(outputs, sizes)}
        attributes = {"category_sizes": listed("int", sizes), "drop_last": {"boolean": params["dropLast"]}, "handle_invalid": {"string": params["handleInvalid"]}}
        ports = {f"input{i}": c for i, c in enumerate(inputs)}, {f"output{i}": c for i, c in enumerate(outputs)}
        self.node(name, "one_hot_encoder", attributes, ports)

    def simple(self, name: str, stage: Stage, op: str, attributes: Attributes) -> None:
        params = stage["params"]
        if params["inputCol"] in self.sizes:
            self.sizes[params["outputCol"]] = self.sizes[params["inputCol"]]
        self.node(name, op, attributes, ({"input": params["inputCol"]}, {"output": params["outputCol"]}))

    def predictor(self, name: str, stage: Stage, op: str, attributes: Attributes) -> None:
        params = stage["params"]
        outputs = {"prediction": params["predictionCol"]}
        if "probabilityCol" in params:
            outputs = {"raw_prediction": params["rawPredictionCol"], "probability": params["probabilityCol"], **outputs}
        self.node(name, op, attributes, ({"features": params["featuresCol"]}, outputs))

    def forest(self, name: str, stage: Stage) -> None:
        classifies = "Classification" in stage["class"]
        bagged = stage["class"].startswith("RandomForest")
        op = ("random_forest_" if bagged else "gbt_") + (("classifier") if classifies else "regression")
        width = {"num_features": {"long": stage["metadata"]["numFeatures"]}}
        classes = {"num_classes": {"long": 2}} if classifies else {}
        trees = [f"tree{i}" for i in range(len(stage["trees"]))]
        weights = listed("double", [tree["weight"] for tree in stage["trees"]])
        self.predictor(name, stage, op, {**width, **classes, "tree_weights": weights, "trees": listed("string", trees)})
        by_class = classifies and bagged
        member = {"op": "decision_tree_classifier" if by_class else "decision_tree_regression", "attributes": {**width, **(classes if by_class else {})}}
        for tree, content in zip(trees, stage["trees"]):
            place = self.folder / "root" / f"{name}.node" / tree
            place.mkdir()
            write(place / "model.json", member)
            lines = [json.dumps(line) for line in preorder(content["nodes"], 0, by_class)]
            # This version reads what its own writer calls nodes, later ones what Spark's calls tree.
            for file in ("tree.json", "nodes.json"):
                (place / file).write_text("\n".join(lines) + "\n", encoding="utf-8")

    def logistic(self, name: str, stage: Stage) -> None:
        learnt = stage["data"][0]
        if learnt["numClasses"] != 2 or learnt["isMultinomial"]:
            refuse("a regression of several classes")
        attributes = {
            "num_classes": {"long": 2},
            "coefficients": tensor(dense(learnt["coefficientMatrix"], learnt["numFeatures"])),
            "intercept": {"double": learnt["interceptVector"]["values"][0]},
            "threshold": {"double": stage["params"]["threshold"]},
        }
        self.predictor(name, stage, "logistic_regression", attributes)


def preorder(nodes: list[dict[str, Any]], place: int, by_class: bool) -> list[dict[str, Any]]:
    node = nodes[place]
    if "feature" not in node:
        return [{"type": "leaf", "values": node["stats"] if by_class else [node["value"]]}]
    if "threshold" in node:
        split = {"type": "continuous", "featureIndex": node["feature"], "threshold": node["threshold"]}
    else:
        split = {"type": "categorical", "featureIndex": node["feature"], "isLeft": True, "numCategories": node["count"], "categories": node["categories"]}
    return [{"type": "internal", "split": split}, *preorder(nodes, node["left"], by_class), *preorder(nodes, node["right"], by_class)]


def scaler(stage: Stage) -> Attributes:
    params, learnt = stage["params"], stage["data"][0]
    size = max(len(learnt["mean"]["values"]), len(learnt["std"]["values"]))
    return {name: tensor(dense(learnt[name], size)) for name in ("mean", "std") if params[f"with{name.capitalize()}"]}


def terms(writer: Writer, stage: Stage) -> Attributes:
    params = stage["params"]
    writer.sizes[params["outputCol"]] = params["numFeatures"]
    return {"num_features": {"long": params["numFeatures"]}, "binary": {"boolean": params["binary"]}, "hashUnsafeBytesVersion": {"int": 2}}


def add(writer: Writer, name: str, stage: Stage) -> None:
    params = stage["params"]
    simple: dict[str, tuple[str, Callable[[], Attributes]]] = {
        "StandardScalerModel": ("standard_scaler", lambda: scaler(stage)),
        "Tokenizer": ("tokenizer", dict),
        "StopWordsRemover": ("stopwords_remover", lambda: {"stop_words": listed("string", params["stopWords"]), "case_sensitive": {"boolean": params["caseSensitive"]}}),
        "HashingTF": ("hashing_term_frequency", lambda: terms(writer, stage)),
        "IDFModel": ("idf", lambda: {"idf": tensor(dense(stage["data"][0]["idf"], writer.sizes[params["inputCol"]]))}),
        "StringIndexerModel": ("string_indexer", lambda: {"labels": listed("string", stage["data"][0]["labelsArray"][0]), "handle_invalid": {"string": params["handleInvalid"]}}),
    }
    if stage["class"] in simple and "inputCol" in params:
        op, attributes = simple[stage["class"]]
        writer.simple(name, stage, op, attributes())
    elif stage["class"] == "VectorAssembler":
        writer.assembler(name, stage)
    elif stage["class"] == "OneHotEncoderModel":
        writer.one_hot(name, stage)
    elif stage["class"] == "LogisticRegressionModel":
        writer.logistic(name, stage)
    elif stage["trees"]:
        writer.forest(name, stage)
    else:
        refuse(f"a {stage['class']}")


def write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value), encoding="utf-8")


def refuse(what: str) -> None:
    print(f"not converted: {what}", file=sys.stderr)
    sys.exit(3)


def main() -> None:
    stages = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["stages"]
    writer = Writer(Path(sys.argv[2]))
    names = [f"{stage['class']}_{place}" for place, stage in enumerate(stages)]
    for name, stage in zip(names, stages):
        add(writer, name, stage)
    write(writer.folder / "root" / "model.json", {"op": "pipeline", "attributes": {"nodes": listed("string", names)}})
    write(writer.folder / "root" / "node.json", {"name": "pipeline", "shape": {"inputs": [], "outputs": []}})
    about = {"uid": "00000000-0000-0000-0000-000000000000", "name": "pipeline", "format": "json", "version": VERSION}
    write(writer.folder / "bundle.json", {**about, "timestamp": "2020-01-01T00:00:00.000"})


if __name__ == "__main__":
    main()
