"""Which Spark releases the corpus is made with, and what is known about each."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

JAVA_BASE_PACKAGES = (
    "java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio",
    "java.util", "java.util.concurrent", "java.util.concurrent.atomic",
    "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar",
)


@dataclass(frozen=True)
class Release:
    """One pinned Spark release."""

    line: str
    pyspark: str
    py4j: str
    sums: str
    #: Releases that know nothing of Java 17 need their reflection opened by hand.
    needs_opens: bool = False

    @property
    def number(self) -> tuple[int, ...]:
        return parse(self.pyspark)

    @property
    def java_options(self) -> list[str]:
        if not self.needs_opens:
            return []
        return [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in JAVA_BASE_PACKAGES]


RELEASES = {
    release.line: release
    for release in (
        Release("2.4", "2.4.8", "0.10.9.7", "sequential", needs_opens=True),
        Release("3.0", "3.0.3", "0.10.9.7", "sequential", needs_opens=True),
        Release("3.5", "3.5.9", "0.10.9.7", "fma4"),
        Release("4.3", "4.3.0", "0.10.9.9", "lanes8"),
    )
}


def parse(version: str) -> tuple[int, ...]:
    """'3.5.9' -> (3, 5, 9)."""
    return tuple(int(part) for part in version.split("."))


def cache_folder() -> Path:
    """Where the virtual environments live: CORPUS_CACHE, or the user's cache folder."""
    chosen = os.environ.get("CORPUS_CACHE")
    if chosen:
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "tinderbox-corpus"


def environment(release: Release) -> Path:
    """The Python of a virtual environment that holds exactly this release; made on first use."""
    home = cache_folder() / f"pyspark-{release.pyspark}"
    python = home / "bin" / "python"
    if not (home / "complete").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet"]
        subprocess.run([*install, "setuptools<80", "wheel"], check=True)
        # Without dependencies: the old releases ask for a py4j that Python 3.11 cannot import.
        subprocess.run(
            [*install, "--no-deps", "--no-build-isolation", f"pyspark=={release.pyspark}", f"py4j=={release.py4j}"],
            check=True,
        )
        (home / "complete").touch()
    return python


def spark_home() -> Path:
    """The Spark inside this process's own environment, found without importing pyspark."""
    from importlib.util import find_spec

    found = find_spec("pyspark")
    if found is None or found.origin is None:
        raise SystemExit("no pyspark in this Python: start make.py, which makes its own environment")
    return Path(found.origin).parent
