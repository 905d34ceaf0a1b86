"""The tables of cases, one module per Spark package."""

from __future__ import annotations

from importlib import import_module

from maker.case import Case

MODULES = (
    "feature_text", "feature_numeric", "feature_categorical", "feature_assembling",
    "classification", "trees", "regression", "clustering", "pipelines",
)


def all_cases() -> list[Case]:
    """Every case of every table; two of the same name would overwrite each other."""
    cases = [case for module in MODULES for case in import_module(f"cases.{module}").CASES]
    names = [f"{case.of}/{case.name}" for case in cases]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"cases of the same name: {sorted(twice)}")
    return cases
