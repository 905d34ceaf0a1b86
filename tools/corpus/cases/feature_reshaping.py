"""Norms, products, polynomials, cosines and selections of vectors."""

from __future__ import annotations

from cases.feature_numeric import NOT_FINITE, NULL_VECTOR, TRAIN, VECTORS, WRONG_SIZE, trained
from cases.numbers import decimals, generator
from maker.case import table
from maker.frames import Frame, Vector, dense, inf, nan, sparse
from maker.stages import built, stage

EMPTY = Frame("v vector", [(dense(),), (sparse(0, {}),)])
NAMED = {"v": {"ml_attr": {"num_attrs": 4, "attrs": {
    "numeric": [{"idx": 0, "name": "a"}, {"idx": 3, "name": "d"}], "nominal": [{"idx": 1, "name": "b", "vals": ["x", "y"]}],
    "binary": [{"idx": 2, "name": "c"}]}}}}
WITH_NAMES = Frame("v vector", VECTORS.rows[:4], NAMED)
WITH_SIZE = Frame("v vector", VECTORS.rows[:3], {"v": {"ml_attr": {"num_attrs": 4}}})


def unary(name: str, **params: object) -> object:
    return stage(f"feature.{name}", inputCol="v", outputCol="out", **params)


def spread(size: int, *key: object) -> Frame:
    """Dense rows of several magnitudes, and sparse ones of the same size."""
    source = generator("spread", size, *key)
    rows: list[tuple[Vector]] = [(dense(*decimals(size, source, width)),) for width in (1, 3, 1e-3)]
    rows += [(dense(*[source.uniform(-1, 1) for _ in range(size)]),)]
    rows += [(sparse(size, {0: 1.5, size - 1: -0.3}),), (sparse(size, {}),), (sparse(size, {size // 2: 2.0}),)]
    return Frame("v vector", rows)


NORMS = table(
    "feature.Normalizer",
    ("two", unary("Normalizer"), VECTORS, {"spark": ">=2.4"}),
    ("one", unary("Normalizer", p=1.0), VECTORS, {"spark": ">=2.4"}),
    ("largest", unary("Normalizer", p=inf), VECTORS, {"spark": ">=2.4"}),
    ("three", unary("Normalizer", p=3.0), VECTORS),
    ("one-and-a-half", unary("Normalizer", p=1.5), spread(9)),
    ("two-wide", unary("Normalizer"), spread(40)),
    ("not-finite", unary("Normalizer"), NOT_FINITE),
    ("not-finite-one", unary("Normalizer", p=1.0), NOT_FINITE),
    ("not-finite-largest", unary("Normalizer", p=inf), NOT_FINITE),
    ("empty", unary("Normalizer"), EMPTY),
    ("with-size", unary("Normalizer"), WITH_SIZE),
    ("with-names", unary("Normalizer"), WITH_NAMES),
    ("null-error", unary("Normalizer"), NULL_VECTOR, {"fails": "all"}),
    ("type-error", unary("Normalizer"), Frame("v double", [(1.0,)]), {"fails": "all"}),
)

WEIGHTS = dense(2, -0.5, 0, 1e300)

PRODUCTS = table(
    "feature.ElementwiseProduct",
    ("dense", unary("ElementwiseProduct", scalingVec=WEIGHTS), VECTORS, {"spark": ">=2.4"}),
    ("sparse", unary("ElementwiseProduct", scalingVec=sparse(4, {1: -3.25, 3: 0.1})), VECTORS, {"spark": ">=2.4"}),
    ("not-finite", unary("ElementwiseProduct", scalingVec=dense(0, -0.0, 1e-300, -1)), NOT_FINITE),
    ("with-size", unary("ElementwiseProduct", scalingVec=WEIGHTS), WITH_SIZE),
    ("with-names", unary("ElementwiseProduct", scalingVec=WEIGHTS), WITH_NAMES),
    ("size-error", unary("ElementwiseProduct", scalingVec=WEIGHTS), WRONG_SIZE, {"fails": "all"}),
    ("null-error", unary("ElementwiseProduct", scalingVec=WEIGHTS), NULL_VECTOR, {"fails": "all"}),
)

CONSTANT = built("feature.RobustScalerModel", dense(2.5, 0, 0.3, 1e-3), dense(1, 10, -0.1, 0), inputCol="v", outputCol="out")

ROBUST = table(
    "feature.RobustScalerModel",
    ("scaled", unary("RobustScaler"), VECTORS, trained(spark=">=3.0")),
    ("centred", unary("RobustScaler", withCentering=True, withScaling=False), VECTORS, trained(spark=">=3.0")),
    ("both", unary("RobustScaler", withCentering=True), VECTORS, trained(spark=">=3.0")),
    ("neither", unary("RobustScaler", withScaling=False), VECTORS, trained()),
    ("quantiles", unary("RobustScaler", withCentering=True, lower=0.1, upper=0.6), NOT_FINITE, trained()),
    ("constant", CONSTANT, VECTORS),
    ("constant-centred", CONSTANT.with_params(withCentering=True), VECTORS),
    ("sparse-range", built("feature.RobustScalerModel", sparse(4, {0: 2.0, 3: 0.5}), sparse(4, {1: 1.0}), inputCol="v", outputCol="out",
                           withCentering=True), VECTORS),
    ("shorter", CONSTANT, WRONG_SIZE),
    ("longer-error", CONSTANT, Frame("v vector", [(dense(1, 2, 3, 4, 5),)]), {"fails": "all"}),
    ("null-error", CONSTANT, NULL_VECTOR, {"fails": "all"}),
)

POINTS = Frame("v vector", [
    (dense(1, 2, 3),), (dense(0, -0.0, 2),), (dense(0.1, 0.2, 0.3),), (dense(nan, 1, 0),), (dense(inf, 0, -inf),), (dense(1e200, 2, 1e-200),),
    (sparse(3, {}),), (sparse(3, {1: 3.0}),), (sparse(3, {0: 0.7, 2: -1.1}),), (sparse(3, {0: 0.0, 1: -0.0, 2: 5.0}),), (sparse(3, {1: nan}),),
    (dense(5e-324, 0.5, 1),), (dense(0.5,),), (sparse(5, {0: 0.1, 4: 0.3}),),
])

POLYNOMIALS = table(
    "feature.PolynomialExpansion",
    ("two", unary("PolynomialExpansion"), POINTS, {"spark": ">=2.4"}),
    ("one", unary("PolynomialExpansion", degree=1), POINTS),
    ("three", unary("PolynomialExpansion", degree=3), POINTS, {"spark": ">=2.4"}),
    ("five", unary("PolynomialExpansion", degree=5), POINTS),
    ("wide", unary("PolynomialExpansion", degree=3), spread(9)),
    ("empty", unary("PolynomialExpansion"), EMPTY),
    ("with-size", unary("PolynomialExpansion"), WITH_SIZE),
    ("size-error", unary("PolynomialExpansion"), Frame("v vector", [(sparse(262144, {1: 1.0}),)]), {"fails": "all"}),
    ("null-error", unary("PolynomialExpansion"), NULL_VECTOR, {"fails": "all"}),
)

#: Powers of two, products of 2, 3, 4 and 5, other factors, and primes from which on another way is taken.
COSINE_SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 15, 16, 30, 32, 49, 64, 211)

COSINES = table(
    "feature.DCT",
    *[(f"size-{size}", unary("DCT"), spread(size), {"spark": ">=2.4" if size in (6, 16) else ">=3.5 <4"}) for size in COSINE_SIZES],
    *[(f"inverse-size-{size}", unary("DCT", inverse=True), spread(size), {"spark": ">=3.5" if size in (13, 32) else ">=3.5 <4"})
      for size in COSINE_SIZES],
    ("not-finite", unary("DCT"), NOT_FINITE),
    ("with-size", unary("DCT"), WITH_SIZE),
    ("empty-error", unary("DCT"), EMPTY, {"fails": "all"}),
    ("null-error", unary("DCT"), NULL_VECTOR, {"fails": "all"}),
)


def univariate(features: str, labels: str, **params: object) -> object:
    return stage("feature.UnivariateFeatureSelector", featuresCol="v", outputCol="out", labelCol="y", featureType=features,
                 labelType=labels, **params)


LABELLED = Frame("v vector, y double", [(vector, float(index % 2)) for index, (vector,) in enumerate(TRAIN.rows * 2)])
COUNTS = Frame("v vector, y double", [
    (dense(0, 1, 2, 1), 0.0), (dense(1, 1, 0, 1), 1.0), (dense(0, 2, 2, 1), 0.0), (dense(1, 0, 1, 1), 1.0), (dense(0, 0, 2, 1), 0.0),
])


def given(name: str, *selected: int) -> object:
    return built(f"feature.{name}Model", list(selected), featuresCol="v", outputCol="out")


SELECTIONS = table(
    "feature.UnivariateFeatureSelectorModel",
    ("continuous", univariate("continuous", "categorical", selectionThreshold=2), VECTORS, {"train": LABELLED}),
    ("regression", univariate("continuous", "continuous", selectionMode="percentile", selectionThreshold=0.75), VECTORS, {"train": LABELLED}),
    ("categorical", univariate("categorical", "categorical", selectionThreshold=2), VECTORS, {"train": COUNTS}),
    ("given", given("UnivariateFeatureSelector", 0, 2, 3), VECTORS),
    ("unsorted", given("UnivariateFeatureSelector", 3, 0, 2), VECTORS),
    ("names", given("UnivariateFeatureSelector", 1, 2), WITH_NAMES),
    ("with-size", given("UnivariateFeatureSelector", 1, 2), WITH_SIZE),
    ("not-finite", given("UnivariateFeatureSelector", 0, 3), NOT_FINITE),
    ("size-error", given("UnivariateFeatureSelector", 3), WRONG_SIZE, {"fails": "all"}),
    ("null-error", given("UnivariateFeatureSelector", 0), NULL_VECTOR, {"fails": "all"}),
) + table(
    "feature.VarianceThresholdSelectorModel",
    ("default", stage("feature.VarianceThresholdSelector", featuresCol="v", outputCol="out"), VECTORS, trained()),
    ("threshold", stage("feature.VarianceThresholdSelector", featuresCol="v", outputCol="out", varianceThreshold=8.0), VECTORS, trained()),
    ("none", stage("feature.VarianceThresholdSelector", featuresCol="v", outputCol="out", varianceThreshold=1e9), VECTORS, trained()),
    ("given", given("VarianceThresholdSelector", 0, 2, 3), VECTORS),
    ("names", given("VarianceThresholdSelector", 0, 1, 2), WITH_NAMES),
    ("null-error", given("VarianceThresholdSelector", 0), NULL_VECTOR, {"fails": "all"}),
)

CASES = NORMS + PRODUCTS + ROBUST + POLYNOMIALS + COSINES + SELECTIONS
