#!/usr/bin/env python3
"""Makes examples/churn: generates customers, trains a pipeline with Spark 3.5, saves it, and scores customers.csv.

    make_churn.py [--out examples/churn]
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from maker.versions import RELEASES, environment  # noqa: E402

RELEASE = RELEASES["3.5"]
TRAINING_ROWS = 4000
CUSTOMER_ROWS = 50
COLUMNS = (
    "customer_id string, company string, plan string, contract string, payment_method string, region string, "
    "tenure_months int, seats int, monthly_charge double, support_tickets int, days_since_login int, "
    "average_session_minutes double, autopay int, has_integrations int"
)
CATEGORIES = ("plan", "contract", "payment_method", "region")
MAY_BE_MISSING = ("tenure_months", "monthly_charge", "support_tickets", "days_since_login", "average_session_minutes")
ALWAYS_THERE = ("seats", "autopay", "has_integrations")
PLANS = {"starter": (0.45, 19.0), "team": (0.35, 49.0), "business": (0.16, 119.0), "enterprise": (0.04, 390.0)}
CONTRACTS = {"monthly": 0.55, "annual": 0.35, "two-year": 0.10}
PAYMENTS = {"card": 0.58, "bank transfer": 0.22, "invoice": 0.14, "wallet": 0.06}
REGIONS = {"europe": 0.38, "north america": 0.34, "asia pacific": 0.17, "latin america": 0.08, "africa": 0.03}
FIRST_NAMES = ("Blue", "North", "Søren", "Quick", "Green", "Atlas", "Pine", "Lumen", "Río", "Harbor")
LAST_NAMES = ("Foods", "Logistics", "Studio, Inc.", "Labs", "Textiles", "& Sons", "Robotics", "Print & Sign", "Clinic", "Travel")


def choose(source: random.Random, shares: dict[str, float]) -> str:
    return source.choices(list(shares), list(shares.values()))[0]


def customer(source: random.Random, number: int) -> dict[str, Any]:
    """One customer as the billing system knows it, before any cell goes missing."""
    plan = choose(source, {name: share for name, (share, _) in PLANS.items()})
    contract = choose(source, CONTRACTS)
    payment = choose(source, PAYMENTS)
    tenure = min(96, int(source.expovariate(1 / (16 if contract == "monthly" else 30)))) + 1
    seats = max(1, int(source.lognormvariate({"starter": 0.5, "team": 1.8, "business": 2.9, "enterprise": 4.3}[plan], 0.5)))
    discount = {"monthly": 1.0, "annual": 0.85, "two-year": 0.75}[contract]
    autopay = int(source.random() < {"card": 0.8, "wallet": 0.7, "bank transfer": 0.35, "invoice": 0.1}[payment])
    return {
        "customer_id": f"C-{number:05d}",
        "company": f"{source.choice(FIRST_NAMES)} {source.choice(LAST_NAMES)}",
        "plan": plan, "contract": contract, "payment_method": payment, "region": choose(source, REGIONS),
        "tenure_months": tenure, "seats": seats,
        "monthly_charge": round((PLANS[plan][1] + 6.5 * (seats - 1)) * discount * source.uniform(0.95, 1.05), 2),
        "support_tickets": min(14, int(source.expovariate(1 / 1.6))),
        "days_since_login": min(120, int(source.expovariate(1 / 9))),
        "average_session_minutes": round(source.lognormvariate(2.3, 0.6), 1),
        "autopay": autopay,
        "has_integrations": int(source.random() < (0.2 if plan == "starter" else 0.55)),
    }


def chance_to_leave(row: dict[str, Any]) -> float:
    """The rule behind the generated labels: month-to-month, new, absent and annoyed customers leave."""
    score = -1.1
    score += {"monthly": 1.1, "annual": -0.4, "two-year": -1.3}[row["contract"]]
    score += 0.9 * math.exp(-row["tenure_months"] / 9)
    score += 0.028 * row["days_since_login"] + 0.21 * max(0, row["support_tickets"] - 2)
    score -= 0.03 * row["average_session_minutes"] + 0.5 * row["autopay"] + 0.6 * row["has_integrations"]
    score += 0.5 if row["plan"] == "starter" and row["seats"] > 2 else 0.0
    score += 0.35 if row["region"] == "latin america" else 0.0
    score += 0.004 * (row["monthly_charge"] - 60) if row["contract"] == "monthly" else 0.0
    return 1 / (1 + math.exp(-score))


def with_holes(source: random.Random, row: dict[str, Any], share: float) -> dict[str, Any]:
    """The row with some cells missing, as exports have them."""
    holes = [name for name in (*MAY_BE_MISSING, "payment_method", "region") if source.random() < share]
    return {**row, **dict.fromkeys(holes)}


def training_frame() -> Any:
    from maker.frames import Frame

    source = random.Random("churn/training")
    rows = []
    for number in range(TRAINING_ROWS):
        row = customer(source, number)
        label = float(source.random() < chance_to_leave(row))
        rows.append((*with_holes(source, row, 0.03).values(), label))
    return Frame(f"{COLUMNS}, churned double", rows)


def scored_customers() -> list[dict[str, Any]]:
    """Customers nobody trained on: holes, and now and then a category that is new."""
    source = random.Random("churn/customers")
    rows = [with_holes(source, customer(source, 90000 + number), 0.06) for number in range(CUSTOMER_ROWS)]
    rows[7]["plan"] = "education"
    rows[19]["region"] = "antarctica"
    rows[31].update(tenure_months=None, monthly_charge=None, average_session_minutes=None)
    return rows


def churn_pipeline() -> Any:
    from maker.stages import pipeline, stage

    indices = [f"{name}_index" for name in CATEGORIES]
    vectors = [f"{name}_vector" for name in CATEGORIES]
    filled = [f"{name}_filled" for name in MAY_BE_MISSING]
    return pipeline(
        stage("feature.StringIndexer", inputCols=CATEGORIES, outputCols=indices, handleInvalid="keep"),
        stage("feature.OneHotEncoder", inputCols=indices, outputCols=vectors),
        stage("feature.Imputer", inputCols=MAY_BE_MISSING, outputCols=filled, strategy="median"),
        stage("feature.VectorAssembler", inputCols=[*vectors, *filled, *ALWAYS_THERE], outputCol="features"),
        stage("classification.GBTClassifier", labelCol="churned", maxIter=40, maxDepth=4, stepSize=0.1, seed=20),
        stage("feature.IndexToString", inputCol="prediction", outputCol="outlook", labels=["stays", "leaves"]),
    )


def write_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def make(out: Path) -> None:
    from maker.frames import Frame, json_lines, to_spark
    from maker.gateway import Spark
    from maker.stages import Workshop
    from maker.write import new_names, pick, take_model, write_lines

    out.mkdir(parents=True, exist_ok=True)
    write_csv(out / "customers.csv", scored_customers())
    schema = json.dumps(Frame(COLUMNS, []).schema())
    (out / "customers.schema.json").write_text(schema + "\n", encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="churn-") as folder:
        scratch = Path(folder)
        spark = Spark(RELEASE, scratch)
        train = to_spark(spark, training_frame(), scratch / "frames")
        fitted = Workshop(spark).fit(churn_pipeline(), train)
        fitted.write().overwrite().save(str(scratch / "model"))
        take_model(scratch / "model", out / "model", "churn")
        model = spark.java_class("org.apache.spark.ml.PipelineModel").load(str(scratch / "model"))
        java_schema = spark.java_class("org.apache.spark.sql.types.DataType").fromJson(schema)
        rows = spark.session.read().option("header", True).schema(java_schema).csv(str(out / "customers.csv"))
        answer = model.transform(rows)
        write_lines(out / "expected.jsonl", json_lines(pick(spark, answer, new_names(rows, answer))))
        spark.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description="Make examples/churn with real Spark.")
    parser.add_argument("--out", default=HERE.parent.parent / "examples" / "churn", type=Path)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        make(given.out)
    else:
        command = [str(environment(RELEASE)), __file__, "--inside", "--out", str(given.out.resolve())]
        sys.exit(subprocess.run(command).returncode)


if __name__ == "__main__":
    main()
