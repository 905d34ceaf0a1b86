"""Labels and indices: string indexers, encoders, vector indexers."""

from __future__ import annotations

from maker.case import table
from maker.frames import Frame, dense, inf, nan, sparse
from maker.stages import built, pipeline, stage

LABELS = Frame("word string", [(word,) for word in ["b", "a", "a", "c", "c", "", "é", "😀", "b", "a"]])
SCORED = [("a",), ("b",), ("c",), ("",), ("é",), ("😀",), ("A",), (" a",), ("unseen",), (None,)]
KNOWN = Frame("word string", SCORED[:6])
ALL = Frame("word string", SCORED)
NUMBERED = Frame("id long, word string", [(index, *row) for index, row in enumerate(SCORED)])


#: A one-hot encoder cannot name a category "".
NAMED = Frame("word string", [row for row in LABELS.rows if row[0]])
NAMED_KNOWN = Frame("word string", [row for row in SCORED[:6] if row[0]])


def indexer(mode: str, **params: object) -> object:
    return stage("feature.StringIndexer", inputCol="word", outputCol="index", handleInvalid=mode, **params)


def indexers(mode: str) -> object:
    return stage("feature.StringIndexer", inputCols=["word", "n"], outputCols=["index", "nIndex"], handleInvalid=mode)


def of_labels(column: str, labels: list[str], mode: str = "keep") -> object:
    """An indexer whose labels are given; its constructor took one list before 3.0."""
    return built("feature.StringIndexerModel", [labels], inputCol=column, outputCol="index", handleInvalid=mode)


def on_labels(**overrides: object) -> dict[str, object]:
    return {"train": LABELS, **overrides}


TWO = Frame("word string, n int", [("a", 1), ("b", 2), ("a", 2), ("c", 3)])
TWO_SCORED = [("a", 3), ("zzz", 1), ("b", 99), (None, 2), ("c", None), (None, None)]

INDEXERS = table(
    "feature.StringIndexerModel",
    ("known", indexer("error"), KNOWN, on_labels(spark=">=2.4")),
    ("keep", indexer("keep"), ALL, on_labels(spark=">=2.4", keep_crc=">=3.5 <4")),
    ("skip", indexer("skip"), NUMBERED, on_labels(spark=">=2.4")),
    ("unseen-error", indexer("error"), Frame("word string", [("a",), ("unseen",)]), on_labels(fails="all", spark=">=2.4")),
    ("null-error", indexer("error"), Frame("word string", [("a",), (None,)]), on_labels(fails="all", spark=">=2.4")),
    *[(f"order-{order}", indexer("keep", stringOrderType=order), ALL, on_labels()) for order in ("frequencyAsc", "alphabetDesc", "alphabetAsc")],
    ("two-keep", indexers("keep"), Frame("word string, n int", TWO_SCORED), {"train": TWO, "spark": ">=3.0"}),
    ("two-skip", indexers("skip"), Frame("id long, word string, n int", [(i, *row) for i, row in enumerate(TWO_SCORED)]), {"train": TWO}),
    ("missing-column", indexers("keep"), Frame("word string", [("a",), ("zzz",), (None,)]), {
        "train": TWO, "note": "column n is absent: its output too"}),
    ("missing-only-column", indexer("error"), Frame("other string", [("a",), (None,)]), on_labels(spark=">=2.4")),
    ("missing-column-skip-error", indexer("skip"), Frame("id long, other string", [(1, "a")]), on_labels(fails="all")),
    ("doubles", of_labels("x", ["0.0", "-0.0", "1.0E7", "1.0E-4", "NaN", "0.1", "Infinity", "123456.789", "1.0E22"]),
     Frame("x double", [(0.0,), (-0.0,), (1e7,), (1e-4,), (nan,), (0.1,), (inf,), (123456.789,), (1e22,), (2.0,), (None,)])),
    ("floats", of_labels("x", ["0.1", "1.0E10", "3.4028235E38", "16777216", "1.6777216E7"]),
     Frame("x float", [(0.1,), (1e10,), (3.4028234663852886e38,), (16777216.0,), (None,)])),
    ("longs", of_labels("x", ["0", "-1", "9223372036854775807", "1.0"]), Frame("x long", [(0,), (-1,), (9223372036854775807,), (1,), (None,)])),
    ("decimals", of_labels("x", ["1.50", "0.00", "-0.10", "1.5"]), Frame("x decimal(10,2)", [(1.5,), (0.0,), (-0.1,), (2.0,), (None,)])),
    ("boolean-error", of_labels("x", ["true", "false"]), Frame("x boolean", [(True,)]), {"fails": "all"}),
    ("no-labels", indexer("keep"), Frame("word string", [("a",), (None,)]), {"train": Frame("word string", [(None,)])}),
)

INDICES = Frame("i double", [(0.0,), (1.0,), (2.0,), (None,), (0.999,), (1.5,), (-0.0,), (-0.5,)])
NOMINAL = {"i": {"ml_attr": {"type": "nominal", "name": "i", "vals": ["low", "mid", "high"]}}}


def back(**params: object) -> object:
    return stage("feature.IndexToString", inputCol="i", outputCol="label", **params)


BACK = table(
    "feature.IndexToString",
    ("labels", back(labels=["a", "", "😀"]), Frame("i double", [row for row in INDICES.rows if row[0] is not None]), {"spark": ">=2.4"}),
    ("labels-null", back(labels=["a", "b", "c"]), INDICES, {"fails": ">=4", "note": "null is an error from 4.0 on"}),
    ("labels-nan", back(labels=["a", "b", "c"]), Frame("i double", [(nan,)]), {"fails": ">=4", "note": "NaN is an error from 4.0 on"}),
    ("metadata", back(), Frame("i double", [(0.0,), (2.0,), (1.0,)], NOMINAL)),
    ("metadata-empty-labels", back(labels=[]), Frame("i double", [(2.0,), (0.0,)], NOMINAL)),
    ("integers", back(labels=["a", "b"]), Frame("i int", [(0,), (1,)])),
    ("round-trip", pipeline(indexer("keep"), stage("feature.IndexToString", inputCol="index", outputCol="label")), ALL, on_labels()),
    ("outside-error", back(labels=["a", "b", "c"]), Frame("i double", [(0.0,), (3.0,)]), {"fails": "all"}),
    ("negative-error", back(labels=["a", "b", "c"]), Frame("i double", [(0.0,), (-1.0,)]), {"fails": "all"}),
    ("no-labels-error", back(), Frame("i double", [(0.0,)]), {"fails": "all"}),
)

CATEGORIES = Frame("x double, y double", [(0.0, 1.0), (1.0, 0.0), (2.0, 1.0)])
ENCODED = [(0.0,), (1.0,), (2.0,), (1.5,), (-0.0,), (None,)]
INVALID = [*ENCODED, (3.0,), (4.0,), (nan,), (1e10,), (2.5,), (2.9999999999999996,)]


def encoder(**params: object) -> object:
    return stage("feature.OneHotEncoder", inputCol="x", outputCol="vec", **params)


def on_categories(**overrides: object) -> dict[str, object]:
    return {"train": CATEGORIES, **overrides}


def estimator_24(**params: object) -> object:
    return stage("feature.OneHotEncoderEstimator", inputCols=["x"], outputCols=["vec"], **params)


ENCODERS = table(
    "feature.OneHotEncoderModel",
    ("drop-last", encoder(), Frame("x double", ENCODED), on_categories(spark=">=3.0")),
    ("drop-keep", encoder(handleInvalid="keep"), Frame("x double", INVALID), on_categories(spark=">=3.0")),
    ("all-levels", encoder(dropLast=False), Frame("x double", ENCODED), on_categories()),
    ("all-keep", encoder(dropLast=False, handleInvalid="keep"), Frame("x double", INVALID), on_categories()),
    ("unseen-error", encoder(), Frame("x double", [(0.0,), (3.0,)]), on_categories(fails="all")),
    ("nan-error", encoder(), Frame("x double", [(0.0,), (nan,)]), on_categories(fails="all")),
    ("negative-keep", encoder(handleInvalid="keep", dropLast=False), Frame("x double", [(0.0,), (-1.0,), (-0.5,)]), on_categories()),
    ("negative-error", encoder(), Frame("x double", [(0.0,), (-1.0,)]), on_categories(fails="all")),
    ("several", stage("feature.OneHotEncoder", inputCols=["x", "y"], outputCols=["vx", "vy"], handleInvalid="keep"),
     Frame("x double, y double", [(0.0, 0.0), (2.0, 5.0), (nan, 1.0), (None, 0.0)]), on_categories()),
    ("integer-column", encoder(handleInvalid="keep"), Frame("x int", [(0,), (1,), (2,), (3,), (None,)]), on_categories()),
    ("after-indexer", pipeline(indexer("keep"), stage("feature.OneHotEncoder", inputCol="index", outputCol="vec")),
     ALL, on_labels(train=NAMED)),
    ("empty-label-error", pipeline(indexer("keep"), built("feature.OneHotEncoderModel", [3], inputCol="index", outputCol="vec")), KNOWN,
     on_labels(train=Frame("word string", [("",), ("b",)]), fails="all")),
    ("names-from-metadata", stage("feature.OneHotEncoder", inputCol="i", outputCol="vec"), Frame("i double", [(0.0,), (1.0,), (2.0,)], NOMINAL)),
    ("estimator", estimator_24(), Frame("x double", ENCODED), on_categories(spark=">=2.4 <3")),
    ("estimator-keep", estimator_24(handleInvalid="keep", dropLast=False), Frame("x double", INVALID), on_categories(spark=">=2.4 <3")),
) + table(
    "feature.OneHotEncoder",
    ("after-indexer", pipeline(indexer("keep"), stage("feature.OneHotEncoder", inputCol="index", outputCol="vec")), ALL, on_labels(train=NAMED)),
    ("all-levels", pipeline(indexer("error"), stage("feature.OneHotEncoder", inputCol="index", outputCol="vec", dropLast=False)),
     NAMED_KNOWN, on_labels(train=NAMED)),
    ("from-metadata", stage("feature.OneHotEncoder", inputCol="i", outputCol="vec"), Frame("i double", [(0.0,), (1.0,), (2.0,), (1.5,)], NOMINAL)),
    spark=">=2.4 <3", note="a transformer in 2.x; its size comes from column metadata",
)

FEATURES = Frame("v vector", [
    (dense(0, 1.5, -1, 0.1),), (dense(2, 2.5, 3, 0.2),), (dense(5, 1.5, -1, 0.3),), (dense(0, 2.5, 0, 0.4),), (dense(2, 1.5, 3, 0.5),),
    (sparse(4, {0: 5.0, 1: 1.5, 3: 0.7}),),
])
FEATURES_SCORED = [
    (dense(0, 1.5, -1, 0.1),), (dense(5, 2.5, 3, nan),), (dense(-0.0, 1.5, -0.0, 9),), (sparse(4, {0: 2.0, 1: 2.5}),), (sparse(4, {1: 1.5, 2: 3.0}),),
]
FEATURES_UNSEEN = [*FEATURES_SCORED, (dense(7, 1.5, -1, 0),), (dense(0, 99, 3, 1),), (sparse(4, {0: 0.0, 1: 9.0}),), (sparse(4, {}),), (dense(nan, nan, nan, nan),)]


def vector_indexer(mode: str, categories: int = 4) -> object:
    return stage("feature.VectorIndexer", inputCol="v", outputCol="indexed", maxCategories=categories, handleInvalid=mode)


def on_features(**overrides: object) -> dict[str, object]:
    return {"train": FEATURES, **overrides}


VECTOR_INDEXERS = table(
    "feature.VectorIndexerModel",
    ("known", vector_indexer("error"), Frame("v vector", FEATURES_SCORED), on_features(spark=">=2.4")),
    ("keep", vector_indexer("keep"), Frame("v vector", FEATURES_UNSEEN), on_features(spark=">=2.4")),
    ("keep-two-categories", vector_indexer("keep", 2), Frame("v vector", FEATURES_UNSEEN), on_features()),
    ("skip", vector_indexer("skip"), Frame("id long, v vector", [(i, *row) for i, row in enumerate(FEATURES_UNSEEN)]), on_features()),
    ("unseen-error", vector_indexer("error"), Frame("v vector", [(dense(7, 1.5, -1, 0),)]), on_features(fails="all")),
    ("nan-error", vector_indexer("error"), Frame("v vector", [(dense(nan, 1.5, -1, 0),)]), on_features(fails="all")),
    ("size-error", vector_indexer("keep"), Frame("v vector", [(dense(0, 1.5, -1),)]), on_features(fails="all")),
)

CASES = INDEXERS + BACK + ENCODERS + VECTOR_INDEXERS
