"""Small tables written by hand, and how they become Spark data frames.

A frame is a header such as `"id long, word string, v vector"` and rows of plain Python values.
Types: Spark's own names, `vector`, and `array<t>`; `array<t>!` holds no nulls.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from maker.gateway import Spark

nan = math.nan
inf = math.inf

VECTOR_TYPE = {
    "type": "udt",
    "class": "org.apache.spark.ml.linalg.VectorUDT",
    "pyClass": "pyspark.ml.linalg.VectorUDT",
    "sqlType": {
        "type": "struct",
        "fields": [
            {"name": "type", "type": "byte", "nullable": False, "metadata": {}},
            {"name": "size", "type": "integer", "nullable": True, "metadata": {}},
            {"name": "indices", "nullable": True, "metadata": {},
             "type": {"type": "array", "elementType": "integer", "containsNull": False}},
            {"name": "values", "nullable": True, "metadata": {},
             "type": {"type": "array", "elementType": "double", "containsNull": False}},
        ],
    },
}
TYPE_NAMES = {"int": "integer", "bool": "boolean"}


@dataclass(frozen=True)
class Vector:
    """A dense vector (no size), or a sparse one."""

    values: tuple[float, ...]
    size: int | None = None
    indices: tuple[int, ...] = ()

    def plain(self) -> dict[str, Any]:
        if self.size is None:
            return {"type": 1, "values": plain(list(self.values))}
        return {"type": 0, "size": self.size, "indices": list(self.indices), "values": plain(list(self.values))}


def dense(*values: float) -> Vector:
    return Vector(tuple(float(value) for value in values))


def sparse(size: int, entries: dict[int, float]) -> Vector:
    indices = tuple(sorted(entries))
    return Vector(tuple(float(entries[index]) for index in indices), size, indices)


@dataclass(frozen=True)
class Frame:
    """A header, rows, and perhaps metadata for some of the columns."""

    header: str
    rows: list[tuple[Any, ...]]
    metadata: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def columns(self) -> list[tuple[str, str]]:
        parts = re.split(r",\s*(?![^()]*\))", self.header)
        return [(part.rsplit(" ", 1)[0], part.rsplit(" ", 1)[1]) for part in parts]

    def schema(self) -> dict[str, Any]:
        fields = [
            {"name": name, "type": type_json(type_), "nullable": True, "metadata": self.metadata.get(name, {})}
            for name, type_ in self.columns
        ]
        return {"type": "struct", "fields": fields}

    def lines(self) -> list[str]:
        names = [name for name, _ in self.columns]
        for row in self.rows:
            if len(row) != len(names):
                raise ValueError(f"row {row!r} does not fit header {self.header!r}")
        return [json.dumps({name: plain(value) for name, value in zip(names, row)}) for row in self.rows]


def type_json(name: str) -> Any:
    """A Spark type's JSON form from its short name."""
    if name == "vector":
        return VECTOR_TYPE
    array = re.fullmatch(r"array<(.+)>(!?)", name)
    if array:
        return {"type": "array", "elementType": type_json(array[1]), "containsNull": array[2] == ""}
    return TYPE_NAMES.get(name, name)


def plain(value: Any) -> Any:
    """A value as JSON can hold it: NaN and the infinities become strings, as Spark writes them."""
    if isinstance(value, Vector):
        return value.plain()
    if isinstance(value, (list, tuple)):
        return [plain(element) for element in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def to_spark(spark: Spark, frame: Frame, scratch: Path) -> Any:
    """The frame as a data frame of one partition, so that rows keep their order. It is read when asked for: keep `scratch`."""
    scratch.mkdir(parents=True, exist_ok=True)
    file = scratch / f"frame-{len(list(scratch.iterdir()))}.jsonl"
    file.write_text("".join(f"{line}\n" for line in frame.lines()), encoding="utf-8")
    schema = spark.java_class("org.apache.spark.sql.types.DataType").fromJson(json.dumps(frame.schema()))
    read = spark.session.read().schema(schema).option("mode", "FAILFAST").json(str(file))
    # Through an RDD: a file source forgets which arrays hold no nulls.
    return spark.session.createDataFrame(read.toJavaRDD(), schema)


def json_lines(data: Any) -> list[str]:
    """df.toJSON with every null written, whatever the release does by itself."""
    columns = json.loads(data.schema().json())["fields"]
    return [_with_nulls(line, [column["name"] for column in columns]) for line in data.toJSON().collectAsList()]


def _with_nulls(line: str, names: list[str]) -> str:
    line = line.replace('"size":null,"indices":null,', "")
    row = json.loads(line)
    if list(row) == names:
        return line
    # Spark 2.4 leaves nulls out.
    return json.dumps({name: row.get(name) for name in names}, ensure_ascii=False, separators=(",", ":"))
