"""Stages as data: what to construct, with which parameters, to be fitted or taken as it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from maker.frames import Vector
from maker.gateway import Spark

ML = "org.apache.spark.ml."


@dataclass(frozen=True)
class Matrix:
    """Values column by column (or row by row when transposed); sparse when `pointers` are given."""

    rows: int
    columns: int
    values: tuple[float, ...]
    transposed: bool = False


@dataclass(frozen=True)
class Stage:
    """A class below org.apache.spark.ml; `then` are parameters for the fitted model only."""

    name: str
    arguments: tuple[Any, ...] = ()
    params: dict[str, Any] = field(default_factory=dict)
    then: dict[str, Any] = field(default_factory=dict)

    def with_params(self, **params: Any) -> Stage:
        return Stage(self.name, self.arguments, {**self.params, **params}, self.then)

    def once_fitted(self, **params: Any) -> Stage:
        return Stage(self.name, self.arguments, self.params, params)


@dataclass(frozen=True)
class Pipeline:
    """Stages in a row; may hold further pipelines."""

    stages: tuple[Any, ...]


@dataclass(frozen=True)
class Tuning:
    """CrossValidator or TrainValidationSplit over one estimator and a grid of one parameter."""

    name: str
    estimator: Stage
    evaluator: Stage
    grid: tuple[str, tuple[Any, ...]]
    params: dict[str, Any] = field(default_factory=dict)
    keep_sub_models: bool = False


Step = Stage | Pipeline | Tuning


def stage(name: str, **params: Any) -> Stage:
    """A transformer or an estimator."""
    return Stage(name, (), params)


def built(name: str, *arguments: Any, **params: Any) -> Stage:
    """A model made by its constructor instead of by fitting: exact weights, no training data. An argument may know
    itself what it becomes: it has a method `made_in` of the workshop."""
    return Stage(name, arguments, params)


def pipeline(*stages: Any) -> Pipeline:
    return Pipeline(stages)


class Workshop:
    """Makes and fits stages inside one case; uids are numbered, so they are the same every time."""

    def __init__(self, spark: Spark) -> None:
        self.spark = spark
        self.counts: dict[str, int] = {}

    def uid(self, name: str) -> str:
        prefix = name.rsplit(".", 1)[-1]
        self.counts[prefix] = self.counts.get(prefix, 0) + 1
        return f"{prefix}_{self.counts[prefix]:012x}"

    def fit(self, step: Step, train: Any) -> Any:
        """The transformer that `step` describes, fitted to the data frame if it is an estimator."""
        if isinstance(step, Pipeline):
            return self._fit_pipeline(step, train)
        made = self._tuning(step) if isinstance(step, Tuning) else self._make(step)
        if not self.spark.is_a(made, ML + "Estimator"):
            return made
        model = made.fit(train)
        if isinstance(step, Stage):
            self._set_all(model, step.then)
        return model

    def _fit_pipeline(self, step: Pipeline, train: Any) -> Any:
        uid = self.uid("Pipeline")
        fitted: list[Any] = []
        for inner in step.stages:
            if fitted:
                train = fitted[-1].transform(train)
            fitted.append(self.fit(inner, train))
        stages = self.spark.array(ML + "Transformer", fitted)
        return self.spark.java_class(ML + "PipelineModel")(uid, stages)

    def _tuning(self, step: Tuning) -> Any:
        made = self.spark.java_class(ML + step.name)(self.uid(step.name))
        estimator = self._make(step.estimator)
        parameter, values = step.grid
        builder = self.spark.java_class(ML + "tuning.ParamGridBuilder")()
        java_values = self.spark.array("double", [float(value) for value in values])
        grid = builder.addGrid(estimator.getParam(parameter), java_values).build()
        made.setEstimator(estimator)
        made.setEvaluator(self._make(step.evaluator))
        made.setEstimatorParamMaps(grid)
        made.setCollectSubModels(step.keep_sub_models)
        self._set_all(made, step.params)
        return made

    def _make(self, step: Stage) -> Any:
        arguments = [self._argument(argument) for argument in step.arguments]
        made = self.spark.java_class(ML + step.name)(self.uid(step.name), *arguments)
        self._set_all(made, step.params)
        return made

    def _argument(self, value: Any) -> Any:
        if isinstance(value, Vector):
            return self._vector(value)
        if isinstance(value, Matrix):
            values = self.spark.array("double", list(value.values))
            dense_matrix = self.spark.java_class(ML + "linalg.DenseMatrix")
            return dense_matrix(value.rows, value.columns, values, value.transposed)
        if isinstance(value, list):
            return self._array_by_content(value)
        if hasattr(value, "made_in"):
            return value.made_in(self)
        return value

    def _array_by_content(self, values: list[Any]) -> Any:
        sample = values[0]
        if isinstance(sample, list):
            return self.spark.array_of_arrays("java.lang.String", values)
        names = {str: "java.lang.String", float: "double", int: "int", Vector: ML + "linalg.Vector"}
        converted = [self._argument(value) if isinstance(value, Vector) else value for value in values]
        return self.spark.array(names[type(sample)], converted)

    def _vector(self, value: Vector) -> Any:
        values = self.spark.array("double", list(value.values))
        if value.size is None:
            return self.spark.java_class(ML + "linalg.DenseVector")(values)
        indices = self.spark.array("int", list(value.indices))
        return self.spark.java_class(ML + "linalg.SparseVector")(value.size, indices, values)

    def _set_all(self, made: Any, params: dict[str, Any]) -> None:
        for name, value in params.items():
            param = made.getParam(name)
            made.set(param.w(self._param_value(param, value)))

    def _param_value(self, param: Any, value: Any) -> Any:
        """`value` as the Java type that this kind of param holds."""
        kind = param.getClass().getSimpleName()
        if kind in ("DoubleParam", "FloatParam"):
            return float(value)
        if kind == "StringArrayParam":
            return self.spark.array("java.lang.String", list(value))
        if kind == "IntArrayParam":
            return self.spark.array("int", list(value))
        if kind == "DoubleArrayParam":
            return self.spark.array("double", [float(element) for element in value])
        if kind == "DoubleArrayArrayParam":
            return self.spark.array_of_arrays("double", [[float(element) for element in row] for row in value])
        if kind == "StringArrayArrayParam":
            return self.spark.array_of_arrays("java.lang.String", [list(row) for row in value])
        if isinstance(value, Stage):
            return self._make(value)
        return self._argument(value)
