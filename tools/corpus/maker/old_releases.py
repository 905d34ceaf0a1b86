"""Makes Spark releases older than Java 17 run on it, by exchanging one library in each.

What Spark computes is left alone: one library reads class files, the other one finds lambdas again after they travelled.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path


def teach_java_17(old: Path, new: Path) -> None:
    """Exchange what fails on Java 17 in the jars folder `old` for its successor out of `new` (Spark 3.5's)."""
    for scala in old.glob("scala-library-2.12.*.jar"):
        # Up to 2.12.14 serialised lambdas cannot be read back: "too many arguments".
        scala.unlink()
        for newer in new.glob("scala-library-2.12.*.jar"):
            shutil.copy(newer, old)
    for asm in old.glob("xbean-asm6-shaded-*.jar"):
        # Spark 2.4's closure cleaner: "Unsupported class file major version 61".
        asm.unlink()
        for newer in new.glob("xbean-asm9-shaded-*.jar"):
            rename_package(newer, asm, b"xbean/asm9", b"xbean/asm6")


def rename_package(source: Path, target: Path, old: bytes, new: bytes) -> None:
    """A copy of a jar whose classes live in another package; both names have the same length."""
    dotted = old.replace(b"/", b"."), new.replace(b"/", b".")
    with zipfile.ZipFile(source) as read, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            if name.endswith(".class"):
                content = read.read(name).replace(old, new).replace(*dotted)
                write.writestr(name.replace(old.decode(), new.decode()), content)
