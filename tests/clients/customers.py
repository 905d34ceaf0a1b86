"""The customers of the example that have an answer, and Spark's answers."""

import json
import os

import pandas


def read_customers(folder):
    customers = pandas.read_csv(os.path.join(folder, "customers.csv"))
    with open(os.path.join(folder, "expected.jsonl"), encoding="utf-8") as lines:
        expected = [json.loads(line) for line in lines]
    assert len(customers) == len(expected) and len(expected) > 20
    return customers, expected
