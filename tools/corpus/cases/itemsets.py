"""Frequent itemsets and what they predict."""

from __future__ import annotations

from typing import Any

from maker.case import table
from maker.frames import Frame
from maker.stages import Stage, stage

BASKETS = [(["1", "2", "5"],), (["1", "2", "3", "5"],), (["1", "2"],), (["2", "3", "7"],), (["5", "3"],), (["1", "5", "7"],), (["7", "2"],), (["2", "5", "1", "7"],)]
SOME = [(["1", "2"],), (["2"],), ([],), (None,), (["1", None],), (["unknown"],), (["1", "2", "3", "5", "7"],), (["5"],), (["2", "2", "5"],), ([None],)]


def growth(**params: Any) -> Stage:
    return stage("fpm.FPGrowth", **{"minSupport": 0.2, "minConfidence": 0.5, **params})


def items(kind: str, rows: list[tuple[Any, ...]], convert: Any = str) -> Frame:
    return Frame(f"items array<{kind}>", [(basket if basket is None else [convert(item) if str(item).isdigit() else None for item in basket],) for (basket,) in rows])


TRAIN = Frame("items array<string>", BASKETS)
CASES = table(
    "fpm.FPGrowthModel",
    ("strings", growth(), Frame("items array<string>", SOME), {"train": TRAIN, "spark": ">=2.4"}),
    *[(f"confidence-{value}", growth(minConfidence=value), Frame("items array<string>", SOME), {"train": TRAIN}) for value in (0.0, 0.6, 1.0)],
    *[(kind + "s", growth(), items(kind, SOME, convert), {"train": items(kind, BASKETS, convert)})
      for kind, convert in (("int", int), ("long", int), ("double", float))],
    ("few", growth(minSupport=0.9), Frame("items array<string>", SOME), {"train": TRAIN}),
    ("other-type", growth(), items("int", SOME, int), {"train": TRAIN}),
    ("renamed", growth(itemsCol="basket", predictionCol="also"), Frame("basket array<string>", SOME), {"train": Frame("basket array<string>", BASKETS)}),
    ("not-a-list-error", growth(), Frame("items string", [("1",)]), {"train": TRAIN, "fails": "all"}),
)
