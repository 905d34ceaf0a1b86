"""Nearest centres."""

from __future__ import annotations

from typing import Any

from cases.numbers import feature_rows, generator
from maker.case import table
from maker.frames import Frame, dense, inf, nan, sparse
from maker.stages import Stage, stage

CORNERS = [(0, 0), (0, 1), (10, 10), (10, 11), (20, 0), (21, 0), (-5, 7), (-6, 7)]
TRAIN = Frame("features vector", [(dense(x, y),) for x, y in CORNERS])
POINTS = Frame("features vector", [
    (dense(0, 0.5),), (dense(5, 5.5),), (dense(10, 10.5),), (sparse(2, {0: 20.5}),), (sparse(2, {}),), (sparse(2, {0: 10.0, 1: 10.5}),), (dense(15.25, 5.25),),
    (dense(1e308, 1e308),), (dense(1e154, 0),), (dense(-1e8, 1e8),), (sparse(2, {1: 1e9}),), (dense(-5.5, 7.000000001),), (dense(5e-324, 0),), (dense(-0.0, 0.5),),
    (dense(10.25, -3.125),), (sparse(2, {0: 10.25, 1: -3.125}),), (dense(-2.75, 3.75),),
])
INFINITE = Frame("features vector", [(dense(inf, 0),), (dense(0, -inf),), (dense(-inf, inf),), (sparse(2, {0: inf}),)])


def means(clusters: int = 4, **params: Any) -> Stage:
    return stage("clustering.KMeans", k=clusters, seed=5, maxIter=10, **params)


def arrays(type_: str, rows: list[tuple[Any, ...]]) -> Frame:
    return Frame(f"features {type_}", rows)


def many(size: int, clusters: int) -> tuple[str, Stage, Frame, dict[str, Any]]:
    """More features: near points, so that the shortcut by norms and the direct sum both occur."""
    source = generator("clusters", size)
    rows = [(dense(*[round(source.gauss(row % clusters, 0.4), 2) for _ in range(size)]),) for row in range(30)]
    return f"size-{size}", means(clusters), Frame("features vector", feature_rows(size, 8)), {"train": Frame("features vector", rows)}


CASES = table(
    "clustering.KMeansModel",
    ("vectors", means(), POINTS, {"train": TRAIN, "spark": ">=2.4"}),
    ("infinite", means(), INFINITE, {"train": TRAIN}),
    ("nan-error", means(), Frame("features vector", [(dense(nan, 0),)]), {"train": TRAIN, "fails": "all"}),
    ("equal-distances", means(2), Frame("features vector", [(dense(5, 0),), (dense(5, 3),), (sparse(2, {0: 5.0}),), (dense(5.000000000000001, 0),), (dense(4.999999999999999, 0),)]),
     {"train": Frame("features vector", [(dense(0, 0),), (dense(10, 0),)])}),
    ("one-cluster", means(2), POINTS, {"train": Frame("features vector", [(dense(3, 3),), (dense(3, 3),)])}),
    ("cosine", means(3, distanceMeasure="cosine"), POINTS, {
        "train": Frame("features vector", [(dense(x, y),) for x, y in CORNERS if x or y]), "spark": ">=2.4",
        "note": "a loaded model measures Euclidean distance whatever was saved, so a zero vector is no error"}),
    ("arrays-of-doubles", means(), arrays("array<double>!", [([0.0, 0.5],), ([20.5, 0.0],), ([5.0, 5.5],), ([-0.0, 1.0],)]), {"train": TRAIN}),
    ("arrays-of-floats", means(), arrays("array<float>!", [([0.0, 0.5],), ([20.5, 0.1],), ([5.0, 5.5],)]), {"train": TRAIN}),
    ("nullable-array-error", means(), arrays("array<double>", [([0.0, 0.5],)]), {"train": TRAIN, "fails": "all"}),
    ("renamed", means(featuresCol="place", predictionCol="cluster"), Frame("place vector", POINTS.rows), {"train": Frame("place vector", TRAIN.rows)}),
    many(3, 3), many(8, 3), many(13, 4), many(40, 2),
    ("null-error", means(), Frame("features vector", [(dense(1, 2),), (None,)]), {"train": TRAIN, "fails": "all"}),
    ("size-error", means(), Frame("features vector", [(dense(1, 2, 3),)]), {"train": TRAIN, "fails": "all"}),
)
