"""Runs one case in Spark and writes its folder."""

from __future__ import annotations

import json
import re
import shutil
import uuid
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JJavaError

from maker.case import Case
from maker.frames import json_lines, to_spark
from maker.gateway import Spark
from maker.stages import Workshop

SAVED_AT = 1_700_000_000_000
RANDOM_PART = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NOT_SCORED = {"estimator", "evaluator", "subModels", "classifier"}


class Surprise(Exception):
    """Spark answered where it should have failed, or the other way round."""


def make_case(spark: Spark, case: Case, out: Path, scratch: Path) -> None:
    """Write `case` below `out`, replacing what an earlier run left."""
    scratch = scratch / re.sub(r"\W", "_", f"{case.of}-{case.name}")
    version = spark.release.pyspark
    folder = out / case.folder(version)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)

    rows = to_spark(spark, case.rows, scratch)
    train = rows if case.train is None else to_spark(spark, case.train, scratch)
    model = Workshop(spark).fit(case.step, train)
    model.write().overwrite().save(str(scratch / "model"))
    take_model(scratch / "model", folder / "model", f"{case.class_name}/{case.name}", case.untouched(version))
    # What is written down is the answer of the loaded model, which need not be that of the fitted one.
    model = spark.java_class(model.getClass().getName()).load(str(scratch / "model"))
    write_json(folder / "schema.json", json.loads(rows.schema().json()))
    write_lines(folder / "input.jsonl", json_lines(rows))

    columns, output_schema = answer(spark, case, model, rows, folder)
    about: dict[str, Any] = {
        "name": case.name, "class": case.class_name, "spark": version, "java": java_line(spark),
        "sums": spark.release.sums, "classes": classes_inside(folder / "model"),
        "columns": columns, "outputSchema": output_schema,
    }
    if case.note:
        about["note"] = case.note
    write_json(folder / "case.json", about)


def answer(spark: Spark, case: Case, model: Any, rows: Any, folder: Path) -> tuple[list[str], Any]:
    """Write expected.jsonl or error.json; give back the answer's columns and their schema."""
    must_fail = case.must_fail(spark.release.pyspark)
    columns: list[str] = []
    schema: Any = {"type": "struct", "fields": []}
    try:
        transformed = model.transform(rows)
        columns = new_names(rows, transformed)
        schema = json.loads(pick(spark, transformed, columns).schema().json())
        # Every column at once first: Spark prunes unused columns, and the errors in them.
        complete = json_lines(transformed)
        columns = added_or_changed(rows, transformed, complete)
        picked = pick(spark, transformed, columns)
        schema = json.loads(picked.schema().json())
        lines = json_lines(picked) if columns else ["{}"] * len(complete)
    except Py4JJavaError as error:
        if not must_fail:
            raise
        write_json(folder / "error.json", failure(error.java_exception))
        return columns, schema
    if must_fail:
        raise Surprise(f"{folder.name}: Spark answers, the table says it fails: {lines[:3]}")
    write_lines(folder / "expected.jsonl", lines)
    return columns, schema


def added_or_changed(before: Any, after: Any, complete: list[str]) -> list[str]:
    """Names of the columns that are new, of another type, or differ in any row; and `id`."""
    old = {column["name"]: column for column in json.loads(before.schema().json())["fields"]}
    old_rows = [json.loads(line) for line in json_lines(before)]
    new_rows = [json.loads(line) for line in complete]
    aligned = len(old_rows) == len(new_rows)
    names = []
    for column in json.loads(after.schema().json())["fields"]:
        name = column["name"]
        known = old.get(name)
        same_kind = known is not None and (known["type"], known["metadata"]) == (column["type"], column["metadata"])
        same_values = aligned and same_kind and all(a[name] == b[name] for a, b in zip(old_rows, new_rows))
        kept = same_kind and (same_values or not aligned)
        if not kept or name == "id":
            names.append(name)
    return names


def new_names(before: Any, after: Any) -> list[str]:
    known = set(before.columns())
    return [name for name in after.columns() if name not in known]


def pick(spark: Spark, data: Any, columns: list[str]) -> Any:
    quoted = [spark.java_class("org.apache.spark.sql.functions").col(f"`{name}`") for name in columns]
    return data.select(spark.array("org.apache.spark.sql.Column", quoted))


def failure(exception: Any) -> dict[str, str]:
    """The first line of what went wrong at the bottom, without job and task numbers."""
    while exception.getCause() is not None:
        exception = exception.getCause()
    message = exception.getMessage()
    return {
        "message": (message or exception.getClass().getName()).strip().split("\n")[0],
        "exception": exception.getClass().getName(),
    }


def take_model(saved: Path, target: Path, name: str, keep_crc: bool = False) -> None:
    """Copy what Spark saved. Random file names and the time of saving are made the same every run,
    except where the checksums are kept too (they would no longer fit)."""
    shutil.rmtree(target, ignore_errors=True)
    for file in sorted(path for path in saved.rglob("*") if path.is_file()):
        relative = file.relative_to(saved)
        content = file.read_bytes()
        if not keep_crc:
            if file.suffix == ".crc":
                continue
            stable = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{name}/{relative.parent}"))
            relative = relative.with_name(RANDOM_PART.sub(stable, relative.name))
            if relative.parent.name == "metadata":
                content = re.sub(rb'"timestamp":\d+', b'"timestamp":%d' % SAVED_AT, content)
        place = target / relative
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def classes_inside(model: Path) -> list[str]:
    """JVM classes of everything that scores."""
    found: set[str] = set()
    for file in model.rglob("metadata/part-*"):
        if not NOT_SCORED.intersection(file.relative_to(model).parts):
            about = json.loads(file.read_text(encoding="utf-8").splitlines()[0])
            found.add(about["class"])
    return sorted(found)


def java_line(spark: Spark) -> str:
    return str(spark.jvm.java.lang.System.getProperty("java.specification.version"))


def write_json(path: Path, value: dict[str, Any]) -> None:
    """One line for each top-level entry: short, and still readable as a diff."""
    entries = [f"{json.dumps(key)}: {json.dumps(entry, ensure_ascii=False)}" for key, entry in value.items()]
    path.write_text("{\n  " + ",\n  ".join(entries) + "\n}\n", encoding="utf-8")


def write_lines(path: Path, lines: list[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
