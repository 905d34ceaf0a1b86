"""The tables of cases: every module here that has CASES."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from maker.case import Case


def all_cases() -> list[Case]:
    """Every case of every table; two of the same name would overwrite each other."""
    modules = [import_module(f"cases.{module.name}") for module in iter_modules(__path__)]
    cases = [case for module in modules for case in getattr(module, "CASES", [])]
    names = [f"{case.of}/{case.name}" for case in cases]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"cases of the same name: {sorted(twice)}")
    return cases
