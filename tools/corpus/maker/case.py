"""What a row of the case tables says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from maker.frames import Frame
from maker.stages import ML, Step
from maker.versions import parse


@dataclass(frozen=True)
class Case:
    """One case: fit `step` to `train` (or `rows`), transform `rows`, write down the answer.

    of: the class under test, below org.apache.spark.ml.
    spark: which releases make this case, such as ">=2.4" or ">=3.0 <4".
    fails: which releases must refuse it: "" none, "all", or a condition such as ">=4".
    keep_crc: which releases keep the checksum files, and so what Spark saved to the byte.
    """

    of: str
    name: str
    step: Step
    rows: Frame
    train: Frame | None = None
    fails: str = ""
    spark: str = ">=3.5"
    note: str = ""
    keep_crc: str = ""

    @property
    def class_name(self) -> str:
        return ML + self.of

    def folder(self, version: str) -> str:
        return f"{self.class_name}/{self.name}-{version}"

    def wanted(self, version: str) -> bool:
        return holds(self.spark, version)

    def must_fail(self, version: str) -> bool:
        return self.fails == "all" or (self.fails != "" and holds(self.fails, version))

    def untouched(self, version: str) -> bool:
        return self.keep_crc != "" and holds(self.keep_crc, version)


def holds(condition: str, version: str) -> bool:
    """Whether a version satisfies every part of a condition such as '>=3.0 <4'."""
    number = parse(version)
    for part in condition.split():
        match = re.fullmatch(r"(>=|<)([\d.]+)", part)
        if match is None:
            raise ValueError(f"not a version condition: {condition!r}")
        bound = parse(match[2])
        if (number < bound) == (match[1] == ">="):
            return False
    return True


def table(of: str, *cases: tuple[Any, ...], **common: Any) -> list[Case]:
    """Cases of one class; each row is (name, step, rows) with optional overrides as a last dict."""
    made = []
    for row in cases:
        name, step, rows, *rest = row
        made.append(Case(of, name, step, rows, **{**common, **(rest[0] if rest else {})}))
    return made
