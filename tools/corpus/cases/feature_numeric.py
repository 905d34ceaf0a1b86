"""Thresholds, buckets, scalers and other arithmetic on numbers and vectors."""

from __future__ import annotations

from maker.case import table
from maker.frames import Frame, dense, inf, nan, sparse
from maker.stages import Matrix, built, stage

EDGES = [
    (0.0,), (-0.0,), (0.5,), (-0.5,), (1.0,), (-1.0,), (nan,), (None,), (inf,), (-inf,), (1e308,), (5e-324,), (-5e-324,),
    (0.49999999999999994,), (0.5000000000000001,), (2.0,), (10.0,), (9.999999999999998,),
]
DOUBLES = Frame("x double", EDGES)
WITH_ID = Frame("id long, x double", [(index, value) for index, (value,) in enumerate(EDGES) if value is None or value <= 10 or value != value])
VECTORS = Frame("v vector", [
    (dense(1, 2, 3, 4),), (sparse(4, {0: 1.0, 2: -2.5}),), (sparse(4, {}),), (dense(0, -0.0, 0, 7),), (sparse(4, {1: 0.0, 3: 5e-324}),),
    (dense(-1, 0.1, 0.2, 0.3),), (dense(1e308, -1e308, 1e-308, 1e16),), (sparse(4, {0: -1.0, 1: 2.0, 2: 3.0, 3: -4.0}),), (dense(0, 0, 0, 0),),
    (dense(0.5, 1.0, -0.5, 4.0),), (sparse(4, {3: 1e300}),), (dense(3, 1, 4, 1.5),), (sparse(4, {2: -0.0}),),
])
NOT_FINITE = Frame("v vector", [(dense(nan, 1, inf, -inf),), (sparse(4, {0: nan, 3: inf}),), (dense(0, 0, nan, nan),), (dense(1, 2, 3, 4),)])
TRAIN = Frame("v vector", [
    (dense(1, 10, 3, 4),), (dense(2, -5, 3, 4.5),), (dense(4, 7.3, 3, -4),), (sparse(4, {0: 0.1, 2: 3.0}),), (dense(-3, 0.7, 3, 1e-3),),
])
NULL_VECTOR = Frame("v vector", [(dense(1, 2, 3, 4),), (None,)])
WRONG_SIZE = Frame("v vector", [(dense(1, 2, 3, 4),), (dense(1, 2, 3),)])


def binarizer(column: str, threshold: float) -> object:
    return stage("feature.Binarizer", inputCol=column, outputCol="out", threshold=threshold)


def bucketizer(splits: list[float], mode: str = "error") -> object:
    return stage("feature.Bucketizer", inputCol="x", outputCol="bucket", splits=splits, handleInvalid=mode)


def scaler(name: str, **params: object) -> object:
    return stage(f"feature.{name}", inputCol="v", outputCol="scaled", **params)


def trained(**overrides: object) -> dict[str, object]:
    return {"train": TRAIN, **overrides}


WHOLE = [-inf, -1.0, 0.0, 0.5, 10.0, inf]
CLOSED = [-1.0, 0.0, 0.5, 10.0]
OPEN_NEGATIVE_ZERO = [-inf, -0.0, 1.0, inf]
IN_RANGE = Frame("x double", [(-1.0,), (-0.5,), (-0.0,), (0.0,), (0.49999999999999994,), (0.5,), (9.9,), (10.0,), (None,)])

THRESHOLDS = table(
    "feature.Binarizer",
    ("double", binarizer("x", 0.5), DOUBLES, {"spark": ">=2.4", "note": "null gives 0.0 from 4.0 on, null before"}),
    ("double-negative", binarizer("x", -0.5), DOUBLES),
    ("vector", binarizer("v", 0.1), VECTORS, {"spark": ">=2.4"}),
    ("vector-zero", binarizer("v", 0.0), VECTORS),
    ("vector-negative", binarizer("v", -1.0), VECTORS, {"spark": ">=2.4", "note": "implicit zeros become 1.0 from 3.0 on"}),
    ("vector-not-finite", binarizer("v", 0.1), NOT_FINITE),
    ("vector-not-finite-negative", binarizer("v", -0.5), NOT_FINITE),
    ("several", stage("feature.Binarizer", inputCols=["x", "v"], outputCols=["bx", "bv"], thresholds=[0.5, 1.0]),
     Frame("x double, v vector", [(0.5, dense(1, 2)), (0.6, sparse(2, {1: 3.0})), (nan, dense(0, nan)), (-1.0, sparse(2, {}))])),
    ("several-one-threshold", stage("feature.Binarizer", inputCols=["x", "y"], outputCols=["bx", "by"], threshold=0.25),
     Frame("x double, y double", [(0.25, 0.26), (1.0, 0.0), (nan, -inf), (None, inf)])),
) + table(
    "feature.Bucketizer",
    ("every-split", bucketizer(WHOLE), Frame("x double", [row for row in EDGES if row[0] == row[0]]), {"spark": ">=2.4"}),
    ("closed", bucketizer(CLOSED), IN_RANGE),
    ("keep", bucketizer(WHOLE, "keep"), DOUBLES, {"spark": ">=2.4"}),
    ("keep-closed", bucketizer(CLOSED, "keep"), Frame("x double", [*IN_RANGE.rows, (nan,)])),
    ("skip", bucketizer(WHOLE, "skip"), WITH_ID),
    ("negative-zero-split", bucketizer(OPEN_NEGATIVE_ZERO), Frame("x double", [(-0.0,), (0.0,), (-5e-324,), (1.0,)])),
    ("nan-error", bucketizer(WHOLE), Frame("x double", [(0.1,), (nan,)]), {"fails": "all"}),
    ("below-keep-error", bucketizer(CLOSED, "keep"), Frame("x double", [(0.1,), (-1.0000000000000002,)]), {"fails": "all"}),
    ("above-error", bucketizer(CLOSED), Frame("x double", [(0.1,), (10.000000000000002,)]), {"fails": "all"}),
    ("above-skip-error", bucketizer(CLOSED, "skip"), Frame("id long, x double", [(1, 0.1), (2, inf)]), {"fails": "all"}),
    ("several", stage("feature.Bucketizer", inputCols=["x", "n", "f"], outputCols=["bx", "bn", "bf"], handleInvalid="keep",
                      splitsArray=[CLOSED, [-inf, 0.0, 3.0, inf], [-inf, 0.1, inf]]),
     Frame("x double, n int, f float", [(0.5, 3, 0.1), (nan, None, None), (10.0, -7, 2.5), (-1.0, 2147483647, nan)])),
    ("several-skip", stage("feature.Bucketizer", inputCols=["x", "y"], outputCols=["bx", "by"], handleInvalid="skip",
                           splitsArray=[[-inf, 0.0, inf], [-inf, 1.0, 2.0, inf]]),
     Frame("id long, x double, y double", [(1, 0.0, 1.0), (2, nan, 1.0), (3, 1.0, None), (4, -1.0, 2.0)])),
    ("from-quantiles", stage("feature.QuantileDiscretizer", inputCol="x", outputCol="bucket", numBuckets=3, handleInvalid="keep"),
     Frame("x double", [(float(n * n % 17),) for n in range(20)] + [(nan,), (None,), (-1e9,), (1e9,)]),
     {"train": Frame("x double", [(float(n),) for n in range(30)]), "spark": ">=2.4"}),
)

NUMBERS = Frame("x double, f float", [(1.0, 2.5), (nan, None), (None, nan), (-1.0, 0.1), (7.25, -1.0), (0.0, -0.0)])
MIXED = Frame("x double, i int, l long, s short", [(1.5, 1, 10, 5), (nan, None, -7, None), (None, -7, None, -7), (2.25, 4, 11, 2), (9.5, 4, 13, 4)])


def imputer(columns: list[str], outputs: list[str], **params: object) -> object:
    return stage("feature.Imputer", inputCols=columns, outputCols=outputs, **params)


IMPUTERS = table(
    "feature.ImputerModel",
    ("mean", imputer(["x", "f"], ["x2", "f2"]), NUMBERS, {"spark": ">=2.4"}),
    ("median", imputer(["x", "f"], ["x2", "f2"], strategy="median"), NUMBERS),
    ("mode", imputer(["x", "i"], ["x2", "i2"], strategy="mode"), MIXED),
    ("integers", imputer(["i", "l", "s"], ["i2", "l2", "s2"]), MIXED, {"spark": ">=3.0"}),
    ("missing-value", imputer(["x", "i"], ["x2", "i2"], missingValue=-7.0), MIXED, {
        "note": "NaN is a value like any other here", "train": Frame("x double, i int", [(1.0, 3), (-7.0, 4), (2.5, -7)])}),
    ("in-place", imputer(["x", "f"], ["x", "f"]), NUMBERS),
    ("single", stage("feature.Imputer", inputCol="x", outputCol="out"), NUMBERS),
    ("decimal", imputer(["d"], ["d2"]), Frame("d decimal(10,2)", [(1.25,), (None,), (99999.99,), (-0.01,)])),
)

SCALERS = table(
    "feature.StandardScalerModel",
    ("deviation", scaler("StandardScaler"), VECTORS, trained(spark=">=2.4")),
    ("mean", scaler("StandardScaler", withMean=True, withStd=False), VECTORS, trained()),
    ("both", scaler("StandardScaler", withMean=True), VECTORS, trained(note="the third feature is constant")),
    ("neither", scaler("StandardScaler", withStd=False), VECTORS, trained()),
    ("not-finite", scaler("StandardScaler", withMean=True), NOT_FINITE, trained()),
    ("shorter", scaler("StandardScaler"), WRONG_SIZE, trained(note="sizes are not checked")),
    ("longer-error", scaler("StandardScaler"), Frame("v vector", [(dense(1, 2, 3, 4, 5),)]), trained(fails="all")),
    ("null-error", scaler("StandardScaler"), NULL_VECTOR, trained(fails="all")),
) + table(
    "feature.MinMaxScalerModel",
    ("unit", scaler("MinMaxScaler"), VECTORS, trained(spark=">=2.4")),
    ("range", scaler("MinMaxScaler", min=-2.5, max=7.1), VECTORS, trained(spark=">=2.4")),
    ("not-finite", scaler("MinMaxScaler"), NOT_FINITE, trained()),
    ("null-error", scaler("MinMaxScaler"), NULL_VECTOR, trained(fails="all")),
) + table(
    "feature.MaxAbsScalerModel",
    ("both-kinds", scaler("MaxAbsScaler"), VECTORS, trained(spark=">=2.4")),
    ("zero-feature", scaler("MaxAbsScaler"), VECTORS, {"train": Frame("v vector", [(dense(3, 0, 7, 0),), (dense(-4.9, 0, 0.1, 0),)]), "spark": ">=2.4"}),
    ("not-finite", scaler("MaxAbsScaler"), NOT_FINITE, trained()),
)

COMPONENTS = Matrix(4, 2, (0.5, 0.1, -0.3, 0.8, 0.2, -0.7, 0.6, 0.3))


def projected(size: int, k: int) -> tuple[object, Frame]:
    """A principal-component model of any size, and vectors for it."""
    weights = tuple(((index * 37 + 11) % 101 - 50) / 97 for index in range(size * k))
    model = built("feature.PCAModel", Matrix(size, k, weights), dense(*[1 / k] * k), inputCol="v", outputCol="pc", k=k)
    rows = [(dense(*[((row * 53 + column * 29) % 71 - 35) / 13 for column in range(size)]),) for row in range(5)]
    rows += [(sparse(size, {0: 1.5, size - 1: -0.3}),), (sparse(size, {}),)]
    return model, Frame("v vector", rows)


PROJECTIONS = table(
    "feature.PCAModel",
    ("fitted", stage("feature.PCA", inputCol="v", outputCol="pc", k=2), VECTORS, trained(spark=">=2.4")),
    ("given", built("feature.PCAModel", COMPONENTS, dense(0.7, 0.3), inputCol="v", outputCol="pc", k=2), NOT_FINITE),
    *[(f"size-{size}", *projected(size, k)) for size, k in ((3, 2), (8, 3), (13, 5), (40, 2))],
    ("size-error", built("feature.PCAModel", COMPONENTS, dense(0.7, 0.3), inputCol="v", outputCol="pc", k=2), WRONG_SIZE, {"fails": "all"}),
)

CASES = THRESHOLDS + IMPUTERS + SCALERS + PROJECTIONS
