"""Vectors put together, taken apart and crossed: assemblers, slicers, selectors, interactions, formulas."""

from __future__ import annotations

from typing import Any

from maker.case import table
from maker.frames import Frame, dense, inf, nan, sparse
from maker.stages import built, pipeline, stage

MIXED = "x double, n int, b boolean, v vector, w vector"
MIXED_ROWS: list[tuple[Any, ...]] = [
    (1.0, 2, True, dense(1, 2, 3), sparse(4, {1: 1.0})), (0.0, 0, False, sparse(3, {}), sparse(4, {})), (-0.0, -1, False, dense(0, -0.0, 0), dense(0, 0, 0, 9)),
    (1e308, 2147483647, True, sparse(3, {0: 0.0, 2: 5.0}), dense(1, 0, 0, 0)), (5e-324, 0, True, dense(nan, inf, -inf), sparse(4, {3: nan})),
    (0.0, 0, False, dense(0, 0, 4), sparse(4, {0: 1.0, 1: 2.0})), (0.0, 1, False, dense(0, 0, 4), sparse(4, {0: 1.0, 1: 2.0, 2: 1.0})),
]
BAD_ROWS: list[tuple[Any, ...]] = [
    (None, 1, True, dense(1, 2, 3), sparse(4, {})), (nan, 1, True, dense(1, 2, 3), dense(4, 3, 2, 1)), (1.0, None, True, dense(1, 2, 3), dense(4, 3, 2, 1)),
    (1.0, 1, None, dense(1, 2, 3), dense(4, 3, 2, 1)), (1.0, 1, True, None, dense(4, 3, 2, 1)), (1.0, 1, True, dense(nan, 2, 3), None), (None, None, None, None, None),
]
SIZES = {"v": {"ml_attr": {"num_attrs": 3}}, "w": {"ml_attr": {"num_attrs": 4}}}
COLUMNS = ["x", "n", "b", "v", "w"]


def assembler(mode: str, columns: list[str] | None = None) -> object:
    return stage("feature.VectorAssembler", inputCols=columns or COLUMNS, outputCol="all", handleInvalid=mode)


def numbered(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [(index, *row) for index, row in enumerate(rows)]


def hint(mode: str, size: int = 3) -> object:
    return stage("feature.VectorSizeHint", inputCol="v", size=size, handleInvalid=mode)


#: Vectors of size 11 with 0 to 9 entries: where sparse turns dense depends on the release.
FILLED = Frame("v vector", [(sparse(11, {place: 1.0 + place for place in range(count)}),) for count in range(10)])

ASSEMBLERS = table(
    "feature.VectorAssembler",
    ("mixed", assembler("error"), Frame(MIXED, MIXED_ROWS, SIZES), {"spark": ">=2.4"}),
    ("without-metadata", assembler("error"), Frame(MIXED, MIXED_ROWS)),
    ("keep", assembler("keep"), Frame(MIXED, MIXED_ROWS + BAD_ROWS, SIZES), {"spark": ">=2.4"}),
    ("skip", assembler("skip"), Frame(f"id long, {MIXED}", numbered(MIXED_ROWS + BAD_ROWS), SIZES), {"spark": ">=2.4"}),
    ("keep-no-size-error", assembler("keep"), Frame(MIXED, MIXED_ROWS), {"fails": "all"}),
    ("null-error", assembler("error", ["x", "n"]), Frame(MIXED, [MIXED_ROWS[0], BAD_ROWS[0]]), {"fails": "all"}),
    ("nan-error", assembler("error", ["x", "n"]), Frame(MIXED, [MIXED_ROWS[0], BAD_ROWS[1]]), {"fails": "all"}),
    ("null-vector-error", assembler("error", ["v", "x"]), Frame(MIXED, [MIXED_ROWS[0], BAD_ROWS[4]]), {"fails": "all"}),
    ("sparse-or-dense", assembler("error", ["v"]), FILLED, {"spark": ">=2.4", "note": "size 11: the switch to dense differs between 3.5 and 4.x"}),
    ("one-number", assembler("error", ["x"]), Frame("x double", [(1.5,), (0.0,), (-0.0,)])),
    ("sizes-differ", assembler("error", ["v"]), Frame("v vector", [(dense(1, 2),), (dense(1, 2, 3),), (sparse(5, {4: 1.0}),)])),
    ("names", assembler("error", ["i", "v"]), Frame("i double, v vector", [(1.0, dense(1, 2))], {
        "i": {"ml_attr": {"type": "nominal", "vals": ["a", "b"], "name": "i"}},
        "v": {"ml_attr": {"attrs": {"numeric": [{"idx": 0, "name": "first"}], "binary": [{"idx": 1, "name": "second"}]}, "num_attrs": 2}}})),
    ("number-types", assembler("error", ["l", "f", "s", "y", "d"]),
     Frame("l long, f float, s short, y byte, d decimal(10,2)", [(9007199254740993, 0.1, -5, 7, 1.25), (0, 0.0, 0, 0, 0.0)])),
    ("string-error", assembler("error", ["s"]), Frame("s string", [("1",)]), {"fails": "all"}),
) + table(
    "feature.VectorSizeHint",
    ("error", hint("error"), Frame("v vector", [(dense(1, 2, 3),), (sparse(3, {}),)])),
    ("optimistic", hint("optimistic"), Frame("v vector", [(dense(1, 2, 3),), (dense(1,),), (None,)])),
    ("skip", hint("skip"), Frame("id long, v vector", [(1, dense(1, 2, 3)), (2, dense(1)), (3, None), (4, sparse(3, {}))])),
    ("size-error", hint("error"), Frame("v vector", [(dense(1, 2, 3),), (dense(1, 2),)]), {"fails": "all"}),
    ("null-error", hint("error"), Frame("v vector", [(dense(1, 2, 3),), (None,)]), {"fails": "all"}),
    ("other-size-error", hint("error"), Frame("v vector", [(dense(1, 2, 3, 4),)], {"v": SIZES["w"]}), {"fails": "all"}),
    ("then-assembler", pipeline(hint("optimistic"), assembler("keep", ["x", "v"])),
     Frame("x double, v vector", [(1.0, dense(1, 2, 3)), (None, None), (nan, sparse(3, {1: 2.0}))])),
)

NAMED = {"v": {"ml_attr": {"attrs": {"numeric": [{"idx": place, "name": f"f{place}"} for place in range(5)]}, "num_attrs": 5}}}
FIVE = [
    (dense(1, 2, 3, 4, 5),), (sparse(5, {0: 1.0, 3: -0.0, 4: 0.0}),), (sparse(5, {}),), (dense(nan, 0, -0.0, inf, 1),), (sparse(5, {1: 2.0, 2: nan}),),
]


def slicer(**params: object) -> object:
    return stage("feature.VectorSlicer", inputCol="v", outputCol="part", **params)


def selector(*chosen: int) -> object:
    return built("feature.ChiSqSelectorModel", list(chosen), featuresCol="v", outputCol="part")


CHI_TRAIN = Frame("v vector, label double", [
    (dense(n % 2, n % 3, (n * 7) % 4, n % 2 + 1, 0), float(n % 2)) for n in range(12)
])

PARTS = table(
    "feature.VectorSlicer",
    ("indices", slicer(indices=[3, 0, 4]), Frame("v vector", FIVE), {"spark": ">=2.4"}),
    ("names", slicer(names=["f2", "f0"]), Frame("v vector", FIVE, NAMED)),
    ("indices-and-names", slicer(indices=[4], names=["f1", "f0"]), Frame("v vector", FIVE, NAMED)),
    ("overlap-error", slicer(indices=[1], names=["f1"]), Frame("v vector", FIVE, NAMED), {"fails": "all"}),
    ("unnamed-error", slicer(names=["f1"]), Frame("v vector", FIVE), {"fails": "all"}),
    ("outside-error", slicer(indices=[5]), Frame("v vector", FIVE), {"fails": "all"}),
) + table(
    "feature.ChiSqSelectorModel",
    ("given", selector(1, 3, 4), Frame("v vector", FIVE)),
    ("given-with-names", selector(0, 2), Frame("v vector", FIVE, NAMED)),
    ("fitted", stage("feature.ChiSqSelector", featuresCol="v", labelCol="label", outputCol="part", numTopFeatures=2), Frame("v vector", FIVE),
     {"train": CHI_TRAIN, "spark": ">=2.4"}),
    ("null-error", selector(1), Frame("v vector", [*FIVE[:1], (None,)]), {"fails": "all"}),
)

COLOUR = {"ml_attr": {"type": "nominal", "vals": ["red", "green", "blue"], "name": "c"}}
PAIR = {"ml_attr": {"attrs": {"numeric": [{"idx": 0, "name": "p"}, {"idx": 1, "name": "q"}]}, "num_attrs": 2}}
CATEGORY_PAIR = {"ml_attr": {"attrs": {"nominal": [{"idx": 0, "name": "k", "vals": ["x", "y"]}], "numeric": [{"idx": 1, "name": "q"}]}, "num_attrs": 2}}
ONE_VALUE = {"ml_attr": {"type": "nominal", "vals": ["only"], "name": "c"}}


def crossed(*columns: str) -> object:
    return stage("feature.Interaction", inputCols=list(columns), outputCol="crossed")


INTERACTIONS = table(
    "feature.Interaction",
    ("numbers", crossed("x", "n"), Frame("x double, n int", [(1.5, 2), (-0.0, 7), (nan, 0), (1e308, 100), (0.1, 3)])),
    ("number-and-vector", crossed("x", "v"), Frame("x double, v vector", [(2.5, dense(1, -1)), (0.0, dense(nan, 3)), (3.0, sparse(2, {1: 7.0}))], {"v": PAIR})),
    ("category-and-vector", crossed("c", "v"), Frame("c double, v vector", [(0.0, dense(1, 2)), (1.0, sparse(2, {0: 4.0})), (2.0, dense(0, 0))], {"c": COLOUR, "v": PAIR})),
    ("category-inside-vector", crossed("v", "c"), Frame("c double, v vector", [(0.0, dense(1, 2)), (2.0, dense(0, 3.5))], {"c": COLOUR, "v": CATEGORY_PAIR})),
    ("three", crossed("c", "x", "v"), Frame("c double, x double, v vector", [(0.0, 0.1, dense(0.3, 2)), (2.0, -3.0, dense(7, 0.7))], {"c": COLOUR, "v": PAIR})),
    ("one-value", crossed("c", "x"), Frame("c double, x double", [(0.0, 2.0), (0.5, 3.0)], {"c": ONE_VALUE})),
    ("fraction-error", crossed("c", "x"), Frame("c double, x double", [(0.0, 2.0), (0.5, 3.0)], {"c": COLOUR}), {"fails": "all"}),
    ("outside-error", crossed("c", "x"), Frame("c double, x double", [(0.0, 2.0), (3.0, 3.0)], {"c": COLOUR}), {"fails": "all"}),
    ("null-error", crossed("x", "n"), Frame("x double, n int", [(1.0, 2), (None, 1)]), {"fails": "all"}),
    ("boolean-error", crossed("x", "b"), Frame("x double, b boolean", [(1.0, True)]), {"fails": "all"}),
    ("no-names-error", crossed("x", "v"), Frame("x double, v vector", [(1.0, dense(1, 2, 3))], {"v": SIZES["v"]}), {"fails": "all"}),
)

CLICKS = Frame("city string, device string, hour int, spend double, clicked string", [
    ("oslo", "phone", 3, 0.5, "no"), ("lima", "tablet", 11, 2.0, "yes"), ("oslo", "desk", 23, 1.25, "no"), ("kyiv", "phone", 8, 0.0, "yes"),
    ("lima", "phone", 15, 9.5, "no"), ("oslo", "phone", 19, 3.0, "yes"),
])
UNLABELLED = Frame("city string, device string, hour int, spend double", [row[:4] for row in CLICKS.rows])
NEW_CITY = Frame("city string, device string, hour int, spend double", [*UNLABELLED.rows, ("rome", "phone", 1, 1.0), (None, "desk", 0, 0.0)])


def formula(text: str, mode: str = "error", **params: object) -> object:
    return stage("feature.RFormula", formula=text, featuresCol="features", labelCol="label", handleInvalid=mode, **params)


FORMULAS = table(
    "feature.RFormulaModel",
    ("main-effects", formula("clicked ~ city + hour + spend"), CLICKS, {"spark": ">=2.4"}),
    ("no-intercept", formula("clicked ~ city + device + hour - 1"), CLICKS, {"spark": ">=2.4"}),
    ("interaction", formula("clicked ~ city + device:spend"), CLICKS, {"spark": ">=2.4"}),
    ("category-by-category", formula("clicked ~ city:device + hour:spend - 1"), CLICKS),
    ("everything", formula("clicked ~ ."), CLICKS),
    ("number-label", formula("spend ~ city + hour"), CLICKS),
    ("unlabelled", formula("clicked ~ city + hour"), UNLABELLED, {"train": CLICKS, "spark": ">=2.4"}),
    ("keep", formula("clicked ~ city + hour", "keep"), NEW_CITY, {"train": CLICKS}),
    ("skip", formula("spend ~ city + hour", "skip"), Frame(f"id long, {NEW_CITY.header}", numbered(NEW_CITY.rows)), {"train": CLICKS}),
    ("unseen-error", formula("clicked ~ city + hour"), NEW_CITY, {"train": CLICKS, "fails": "all"}),
    ("alphabetical", formula("clicked ~ city * hour", stringIndexerOrderType="alphabetAsc"), CLICKS),
)

CASES = ASSEMBLERS + PARTS + INTERACTIONS + FORMULAS
