"""Spark before 3.5 as a session for judge.py: driven without its Python, which no Python of today can import."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "corpus"))

from maker.gateway import Spark  # noqa: E402
from maker.versions import RELEASES  # noqa: E402

SETTINGS = {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN", "spark.sql.jsonGenerator.ignoreNullFields": "true"}
#: Words before a bracket that are syntax or types, not functions.
SYNTAX = set("and or not in as cast extract trim overlay decimal timestamp array map struct over then else when between".split())
#: Days before the Gregorian calendar: Spark 2.4 counts them by the Julian one, but its rows are read and written as labels.
ANCIENT = re.compile(r"'(0001|1582)-")


def is_old() -> bool:
    """Whether the pyspark of this Python is one that cannot be imported."""
    return tuple(map(int, version_of("pyspark").split(".")[:2])) < (3, 5)


class OldSession:
    """What judge.py asks of a session."""

    def __init__(self) -> None:
        self.version = version_of("pyspark")
        self.started = Spark(RELEASES[".".join(self.version.split(".")[:2])], Path(tempfile.mkdtemp(prefix="old-spark-")))
        self._jsparkSession = self.started.session
        self._jvm = self.started.jvm
        for key, value in SETTINGS.items():
            self._jsparkSession.conf().set(key, value)

    def stop(self) -> None:
        self.started.stop()

    def functions(self) -> set[str]:
        return {row.getString(0).lower() for row in self._jsparkSession.sql("SHOW ALL FUNCTIONS").collectAsList()}

    def speaks(self) -> Callable[[str], bool]:
        """The test of whether this Spark has all the functions of an expression or a template."""
        known = self.functions() | SYNTAX
        return lambda text: all(word.lower() in known for word in re.findall(r"(\w+)\(", text))

    def can_hold(self, text: str) -> bool:
        """Whether the values are ones that this Spark has, and means as the others do."""
        return "NTZ" not in text.upper() and not (self.version < "3" and ANCIENT.search(text))
