"""A pipeline out of MLeap's bundle (its JSON form), as stages that Spark constructs with exactly those weights.

A bundle is a zip of `bundle.json` and a tree of nodes, each with `node.json` (columns by port) and `model.json`
(op and attributes). What the bundle does not hold (impurities, counts, means that nobody subtracts) becomes zero.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from maker.frames import dense
from maker.stages import ML, Step, Workshop, built, pipeline, stage

Attributes = dict[str, Any]
IMPURITY = "org.apache.spark.mllib.tree.impurity.VarianceCalculator"


@dataclass(frozen=True)
class Node:
    """A node's columns by port, and what it has learnt."""

    path: str
    op: str
    attributes: Attributes
    inputs: dict[str, str]
    outputs: dict[str, str]

    def scalar(self, name: str, default: Any) -> Any:
        """An attribute of one value; MLeap leaves out what is false, zero or empty."""
        return next(iter(self.attributes.get(name, {}).values()), default)

    def values(self, name: str) -> list[Any]:
        """The values of a list or a tensor."""
        return next(value for kind, value in self.attributes[name].items() if kind not in ("type", "shape"))

    @property
    def columns(self) -> dict[str, Any]:
        """Params of a stage with one input and one output."""
        return {"inputCol": self.inputs["input"], "outputCol": self.outputs["output"]}


class Bundle:
    """The files of a bundle, read as nodes."""

    def __init__(self, path: Path) -> None:
        self.zip = ZipFile(path)
        form = self.json("bundle.json")["format"]
        if form != "json":
            raise SystemExit(f"expected a bundle in JSON, got {form}")

    def json(self, path: str) -> Any:
        return json.loads(self.zip.read(path))

    def node(self, path: str) -> Node:
        model, shape = self.json(f"{path}/model.json"), self.json(f"{path}/node.json")["shape"]
        inputs, outputs = ({end["port"]: end["name"] for end in shape[side]} for side in ("inputs", "outputs"))
        return Node(path, model["op"], model.get("attributes", {}), inputs, outputs)

    def tree(self, path: str) -> list[Any]:
        return [json.loads(line) for line in self.zip.read(f"{path}/tree.json").splitlines()]

    def steps(self) -> Step:
        """The whole pipeline. Its last prediction is called `prediction`, whatever name the bundle has for it."""
        return self._step(self.node("root"))

    def _step(self, node: Node) -> Step:
        if node.op == "pipeline":
            names = node.values("nodes")
            return pipeline(*(self._step(self.node(f"{node.path}/{name}.node")) for name in names))
        if node.op not in OPS:
            raise SystemExit(f"expected an op of {', '.join(OPS)}, got {node.op}")
        return OPS[node.op](self, node)


@dataclass(frozen=True)
class RegressionTrees:
    """Trees of a forest, each a list of its nodes: a node, all that is left of it, all that is right."""

    trees: list[list[Any]]
    features: int

    def made_in(self, workshop: Workshop) -> Any:
        """The argument of RandomForestRegressionModel's constructor."""
        name = f"{ML}regression.DecisionTreeRegressionModel"
        construct = workshop.spark.java_class(name)
        roots = [_spark_node(workshop, iter(nodes)) for nodes in self.trees]
        return workshop.spark.array(name, [construct(workshop.uid(name), root, self.features) for root in roots])


def _spark_node(workshop: Workshop, nodes: Iterator[Any]) -> Any:
    node, spark = next(nodes), workshop.spark
    nothing = spark.java_class(IMPURITY)(spark.array("double", [0.0] * 3), 0)
    if node["type"] == "leaf":
        return spark.java_class(f"{ML}tree.LeafNode")(float(node["values"][0]), 0.0, nothing)
    left, right = _spark_node(workshop, nodes), _spark_node(workshop, nodes)
    return spark.java_class(f"{ML}tree.InternalNode")(0.0, 0.0, 0.0, left, right, _split(workshop, node["split"]), nothing)


def _split(workshop: Workshop, split: Any) -> Any:
    spark, place = workshop.spark, split["featureIndex"]
    if split["type"] == "continuous":
        return spark.java_class(f"{ML}tree.ContinuousSplit")(place, float(split["threshold"]))
    count, named = split["numCategories"], split["categories"]
    left = [float(value) for value in range(count) if (value in named) == split.get("isLeft", False)]
    return spark.java_class(f"{ML}tree.CategoricalSplit")(place, spark.array("double", left), count)


def _assembler(_: Bundle, node: Node) -> Step:
    inputs = [node.inputs[f"input{place}"] for place in range(len(node.inputs))]
    return stage("feature.VectorAssembler", inputCols=inputs, outputCol=node.outputs["output"])


def _scaler(_: Bundle, node: Node) -> Step:
    has = {name: name in node.attributes for name in ("std", "mean")}
    width = len(node.values("std" if has["std"] else "mean"))
    vectors = [dense(*node.values(name)) if has[name] else dense(*[0.0] * width) for name in has]
    return built("feature.StandardScalerModel", *vectors, withStd=has["std"], withMean=has["mean"], **node.columns)


def _indexer(_: Bundle, node: Node) -> Step:
    invalid = node.scalar("handle_invalid", "error")
    return built("feature.StringIndexerModel", node.values("labels"), handleInvalid=invalid, **node.columns)


def _encoder(_: Bundle, node: Node) -> Step:
    """Of the oldest form, in which `size` is the length of the output."""
    drop_last = node.scalar("drop_last", False)
    columns = {"inputCols": [node.inputs["input"]], "outputCols": [node.outputs["output"]]}
    return built("feature.OneHotEncoderModel", [node.scalar("size", 0) + drop_last], dropLast=drop_last, **columns)


def _predictor(name: str, node: Node, *arguments: Any) -> Step:
    return built(f"regression.{name}", *arguments, featuresCol=node.inputs["features"], predictionCol="prediction")


def _linear(_: Bundle, node: Node) -> Step:
    return _predictor("LinearRegressionModel", node, dense(*node.values("coefficients")), float(node.scalar("intercept", 0.0)))


def _forest(bundle: Bundle, node: Node) -> Step:
    if set(node.values("tree_weights")) != {1.0}:
        raise SystemExit("expected trees of weight 1, got others")
    features = node.scalar("num_features", 0)
    trees = [bundle.tree(f"{node.path}/{name}") for name in node.values("trees")]
    return _predictor("RandomForestRegressionModel", node, RegressionTrees(trees, features), features)


OPS = {
    "vector_assembler": _assembler,
    "standard_scaler": _scaler,
    "string_indexer": _indexer,
    "one_hot_encoder": _encoder,
    "linear_regression": _linear,
    "random_forest_regression": _forest,
}
