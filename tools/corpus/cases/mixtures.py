"""Clusters that are no nearest centres: trees of centres, Gaussians, topics."""

from __future__ import annotations

from typing import Any

from cases.clustering import CORNERS, INFINITE, POINTS, TRAIN, arrays
from cases.numbers import feature_rows, generator
from maker.case import table
from maker.frames import Frame, dense, nan, sparse
from maker.stages import Stage, stage

#: Of a norm that is not 0, squares of tiny numbers counted.
OFF_ORIGIN = [row for row in POINTS.rows if any(value * value > 0 for value in row[0].values)]


def bisecting(clusters: int = 5, **params: Any) -> Stage:
    return stage("clustering.BisectingKMeans", k=clusters, seed=5, maxIter=10, **params)


def clouds(size: int, count: int = 40, centres: int = 3, spread: float = 0.7) -> Frame:
    source = generator("clouds", size, centres)
    return Frame("features vector", [(dense(*[round(source.gauss(row % centres * (place % 2 + 1), spread), 2) for place in range(size)]),) for row in range(count)])


def near(size: int) -> Frame:
    """Among the clouds, beside them, and far away."""
    return Frame("features vector", clouds(size, 10).rows[3:] + feature_rows(size, 6))


BISECTING = table(
    "clustering.BisectingKMeansModel",
    ("vectors", bisecting(), POINTS, {"train": TRAIN, "spark": ">=2.4"}),
    ("infinite", bisecting(), INFINITE, {"train": TRAIN}),
    ("nan-error", bisecting(), Frame("features vector", [(dense(nan, 0),)]), {"train": TRAIN, "fails": "all"}),
    ("equal-distances", bisecting(2), Frame("features vector", [(dense(5, 0),), (dense(5, 3),), (sparse(2, {0: 5.0}),), (dense(5.000000000000001, 0),), (dense(4.999999999999999, 0),)]),
     {"train": Frame("features vector", [(dense(0, 0),), (dense(10, 0),)])}),
    ("one-cluster", bisecting(2), POINTS, {"train": Frame("features vector", [(dense(3, 3),), (dense(3, 3),)])}),
    ("cosine", bisecting(4, distanceMeasure="cosine"), Frame("features vector", OFF_ORIGIN), {
        "train": Frame("features vector", [(dense(x, y),) for x, y in CORNERS if x or y]), "spark": ">=2.4"}),
    ("cosine-zero-error", bisecting(2, distanceMeasure="cosine"), Frame("features vector", [(dense(0, 0),)]), {
        "train": Frame("features vector", [(dense(x, y),) for x, y in CORNERS if x or y]), "fails": "all"}),
    ("arrays-of-doubles", bisecting(), arrays("array<double>!", [([0.0, 0.5],), ([20.5, 0.0],), ([5.0, 5.5],)]), {"train": TRAIN}),
    ("arrays-of-floats", bisecting(), arrays("array<float>!", [([0.0, 0.5],), ([20.5, 0.1],), ([5.0, 5.5],)]), {"train": TRAIN}),
    ("renamed", bisecting(featuresCol="place", predictionCol="cluster"), Frame("place vector", POINTS.rows), {"train": Frame("place vector", TRAIN.rows)}),
    *[(f"size-{size}", bisecting(6), near(size), {"train": clouds(size)}) for size in (3, 8, 13)],
    ("null-error", bisecting(), Frame("features vector", [(dense(1, 2),), (None,)]), {"train": TRAIN, "fails": "all"}),
    ("size-error", bisecting(), Frame("features vector", [(dense(1, 2, 3),)]), {"train": TRAIN, "fails": "all"}),
)


def gaussians(clusters: int = 3, **params: Any) -> Stage:
    return stage("clustering.GaussianMixture", k=clusters, seed=7, maxIter=6, **params)


FLAT = Frame("features vector", [(dense(x, x * 2 + (row % 3) / 4, 7.5),) for row, x in enumerate([0.25, 1.0, 1.5, 2.25, 5.0, 5.5, 6.25, 7.0, 0.5, 5.75])])
LINE = Frame("features vector", [(dense(x, 2 * x),) for x in (0.25, 1.0, 1.5, 2.25, 5.0, 5.5, 6.25, 7.0)])

MIXTURE = table(
    "clustering.GaussianMixtureModel",
    *[(f"size-{size}", gaussians(), near(size), {"train": clouds(size, 60), "spark": ">=2.4" if size == 2 else ">=3.5"}) for size in (1, 2, 3, 5, 8, 13)],
    ("infinite", gaussians(2), INFINITE, {"train": clouds(2)}),
    ("nan", gaussians(2), Frame("features vector", [(dense(nan, 0),), (sparse(2, {1: nan}),)]), {"train": clouds(2)}),
    ("constant-feature", gaussians(2), Frame("features vector", FLAT.rows + [(dense(1, 2, 8),), (sparse(3, {2: 7.5}),)]), {"train": FLAT}),
    ("on-a-line", gaussians(2), Frame("features vector", LINE.rows + [(dense(1, 3),)]), {"train": LINE}),
    ("no-probability", gaussians(2, probabilityCol=""), near(2), {"train": clouds(2)}),
    ("no-prediction", gaussians(2).once_fitted(predictionCol=""), near(2), {"train": clouds(2)}),
    ("no-output", gaussians(2).once_fitted(predictionCol="", probabilityCol=""), near(2), {"train": clouds(2)}),
    ("arrays-of-doubles", gaussians(2), arrays("array<double>!", [([0.0, 0.5],), ([2.5, 0.0],)]), {"train": clouds(2)}),
    ("renamed", gaussians(2, featuresCol="place", predictionCol="cluster", probabilityCol="share"), Frame("place vector", near(2).rows), {"train": Frame("place vector", clouds(2).rows)}),
    ("null-error", gaussians(2), Frame("features vector", [(dense(1, 2),), (None,)]), {"train": clouds(2), "fails": "all"}),
    ("size-error", gaussians(2), Frame("features vector", [(dense(1, 2, 3),)]), {"train": clouds(2), "fails": "all"}),
)


def texts(words: int, count: int = 20) -> list[tuple[Any, ...]]:
    source = generator("texts", words)
    rows: list[tuple[Any, ...]] = []
    for row in range(count):
        picked = sorted(source.sample(range(words), min(words, 3 + row % 5)))
        rows.append((sparse(words, {word: float(source.randint(1, 6) + (word % 3 == row % 3) * 5) for word in picked}),))
    return rows


def documents(words: int) -> Frame:
    ones = dense(*[1.0] * words)
    return Frame("features vector", texts(words, 8) + [(ones,), (sparse(words, {}),), (sparse(words, {0: 0.0}),), (dense(*[0.0] * words),), (sparse(words, {words - 1: 1e6}),), (sparse(words, {0: 0.25, 1: 1e-9}),)])


def topics(count: int, **params: Any) -> Stage:
    return stage("clustering.LDA", **{"k": count, "maxIter": 5, "seed": 11, "optimizer": "online", **params})


LOCAL = table(
    "clustering.LocalLDAModel",
    *[(f"topics-{count}", topics(count), documents(words), {"train": Frame("features vector", texts(words)), "spark": ">=2.4" if count == 3 else ">=3.5"})
      for count, words in ((2, 6), (3, 12), (5, 30), (10, 50), (20, 40))],
    ("concentrations", topics(3, docConcentration=[0.4, 1.7, 9.0], topicConcentration=0.3), documents(12), {"train": Frame("features vector", texts(12))}),
    ("seed", topics(3, seed=12345), documents(12), {"train": Frame("features vector", texts(12)), "note": "the seed of a loaded model is that of its class"}),
    ("arrays-of-doubles", topics(2), arrays("array<double>!", [([1.0, 0.0, 2.0, 0.0, 0.0, 3.0],)]), {"train": Frame("features vector", texts(6))}),
    ("negative", topics(2), Frame("features vector", [(dense(1, -0.5, 2, 0, 0, 3),)]), {"train": Frame("features vector", texts(6))}),
    ("no-output-error", topics(2, topicDistributionCol=""), documents(6), {"train": Frame("features vector", texts(6)), "fails": "all"}),
    ("renamed", topics(2, featuresCol="words", topicDistributionCol="topics"), Frame("words vector", documents(6).rows), {"train": Frame("words vector", texts(6))}),
    ("null-error", topics(2), Frame("features vector", [(dense(1, 2, 3, 4, 5, 6),), (None,)]), {"train": Frame("features vector", texts(6)), "fails": "all"}),
)
DISTRIBUTED = table(
    "clustering.DistributedLDAModel",
    *[(f"topics-{count}", topics(count, optimizer="em"), Frame("features vector", documents(words).rows[:9]), {"train": Frame("features vector", texts(words)), "spark": ">=2.4" if count == 3 else ">=3.5"})
      for count, words in ((2, 6), (3, 12), (5, 30))],
)

CASES = BISECTING + MIXTURE + LOCAL + DISTRIBUTED
