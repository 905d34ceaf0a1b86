"""Which Spark releases the corpus is made with, and what is known about each."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

#: Spark before 3.2 looks into private fields of whatever it sends around.
JAVA_BASE_PACKAGES = (
    "java.io", "java.lang", "java.lang.invoke", "java.lang.ref", "java.lang.reflect", "java.math", "java.net", "java.nio",
    "java.nio.charset", "java.security", "java.text", "java.time", "java.time.format", "java.time.zone", "java.util",
    "java.util.concurrent", "java.util.concurrent.atomic", "java.util.concurrent.locks", "java.util.jar", "java.util.regex",
    "java.util.zip", "jdk.internal.loader", "jdk.internal.misc", "jdk.internal.ref", "jdk.internal.reflect", "sun.nio.ch",
    "sun.nio.cs", "sun.security.action", "sun.security.util", "sun.util", "sun.util.calendar", "sun.util.locale",
    "sun.util.locale.provider", "sun.util.resources", "sun.text.resources",
)
#: Cases that 4.x does not repeat: its answers were seen to be those of 3.5, or to differ in last bits only, which the
#: cases that stay show as well. Regular expressions over <class>/<name>; for every class some cases stay.
SAME_IN_4 = (
    r"(?<!StringIndexerModel)(?<!TargetEncoderModel)/.*-error$",
    r"HashingTF/(?!terms$|doubles)", r"RegexTokenizer/(?!not-words|matches-unicode)", r"StopWordsRemover/(?!locale)", r"NGram/(?!two)",
    r"CountVectorizerModel/(?!min-share|fitted)", r"IDFModel/min-documents", r"Bucketizer/(?!keep$|skip|several$)", r"Interaction/(?!three)",
    r"ImputerModel/(?!mode|integers)", r"(StandardScaler|MinMaxScaler|MaxAbsScaler)Model/(?!both|unit)", r"ChiSqSelectorModel/given",
    r"OneHotEncoderModel/(?!drop-keep|all-levels|after)", r"StringIndexerModel/(order|decimals|longs|floats|two-skip|no-labels)",
    r"VectorSlicer/(?!indices$)", r"VectorSizeHint/(?!then)", r"Binarizer/vector-", r"RFormulaModel/(alpha|everything|number|no-intercept|category)",
    r"VectorAssembler/(one-number|sizes-differ|without|number-types)", r"IndexToString/(integers|metadata-)",
    r"GeneralizedLinear.*/(binomial-(default|cloglog|logit)|gamma|gaussian|poisson-(identity|sqrt)|tweedie-(0|1\.0|2|ignores)|link-power|offset-integer)",
    r"GeneralizedLinear.*/tweedie-1\.5-link-(-|0\.0|0\.5|1)", r"IsotonicRegressionModel/(?!rising|vector)",
    r"LogisticRegressionModel/binary-(no-|prediction|renamed|threshold-|thresholds-zero|size-1$)",
    r"LogisticRegressionModel/multinomial-(two-|no-|prediction|column|size-1$|thresholds-zero)", r"LinearSVCModel/(threshold|no-raw)",
    r"LinearRegressionModel/(no-|size-1$|sparse)", r"(Tree|Forest|GBT)\w+/(prediction|no-raw|thresholds|single|one-tree|entropy|weights|at-|two-classes|leaf|variance-and)",
    r"GBT\w+/(absolute|trees-(1|3|4|8)$)", r"KMeansModel/(renamed|one-cluster|arrays-of-floats|size-3|size-8)",
    r"MultilayerPerceptron\w+/(prediction|thresholds|no-hidden|layers-1-|layers-3|layers-8)",
    r"NaiveBayesModel/(complement-no|multinomial-smoothing|gaussian-size-7|multinomial-size-8)", r"CrossValidatorModel/sub-models",
    r"OneVsRestModel/(trees|naive|no-output|boosted|forests)", r"ALSModel/(rank-|integers|renamed|drop)", r"FM\w+Model/(thresholds|plain|size-1)",
    r"(BucketedRandomProjectionLSHModel|PolynomialExpansion)/(size-300|wide)", r"MinHashLSHModel/many",
    r"PipelineModel/houses-(old|forest)", r"(GBT|RandomForest)\w+/(numbers|seven-trees)", r"NaiveBayesModel/gaussian", r"RFormulaModel/(interaction|main|keep)",
    r"DCT/.*size-(32|13)", r"DecisionTree\w+/categories-",
)

#: Cases that 4.x makes again in the order of sums of narrower CPUs: what adds dense products, at sizes that fill lanes.
SUMMING = (
    r"^org\.apache\.spark\.ml\.(classification\.GBTClassificationModel/trees-(7|20)|regression\.GBTRegressionModel/trees-13"
    r"|regression\.LinearRegressionModel/size-(7|13|300)|regression\.GeneralizedLinearRegressionModel/size-(13|300)"
    r"|classification\.LinearSVCModel/size-13|classification\.LogisticRegressionModel/(binary|multinomial)-size-(13|20)"
    r"|classification\.MultilayerPerceptronClassificationModel/layers-(13-9-4-2|20-16-5)|classification\.NaiveBayesModel/multinomial-size-13"
    r"|feature\.PCAModel/size-(13|40)|PipelineModel/houses-linear)$"
)
#: The JVM option that makes Java's vectors as wide as those of other CPUs.
NARROW = {2: "-XX:UseAVX=0", 4: "-XX:UseAVX=2"}


@dataclass(frozen=True)
class Release:
    """One pinned Spark release."""

    line: str
    pyspark: str
    py4j: str
    sums: str
    leaves_out: tuple[str, ...] = ()
    #: Releases that know nothing of Java 17 need their reflection opened by hand.
    needs_opens: bool = False
    #: Doubles that the CPU adds at a time, where that is not what it has.
    lanes: int | None = None

    @property
    def number(self) -> tuple[int, ...]:
        return parse(self.pyspark)

    def repeats(self, case: str) -> bool:
        """Whether this release makes the case called <class>/<name>."""
        if self.lanes is not None:
            return re.search(SUMMING, case) is not None
        return not any(re.search(pattern, case) for pattern in self.leaves_out)

    def narrowed(self, lanes: int) -> Release:
        """The same Spark on a CPU that adds so many doubles at a time."""
        return replace(self, lanes=lanes, sums=f"lanes{lanes}")

    @property
    def suffix(self) -> str:
        """What tells the names of its cases from those of the release on this CPU."""
        return "" if self.lanes is None else f"-{self.sums}"

    @property
    def java_options(self) -> list[str]:
        if not self.needs_opens:
            return [] if self.lanes is None else [NARROW[self.lanes]]
        return [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in JAVA_BASE_PACKAGES]


RELEASES = {
    release.line: release
    for release in (
        Release("2.4", "2.4.8", "0.10.9.7", "sequential", needs_opens=True),
        Release("3.0", "3.0.3", "0.10.9.7", "sequential", needs_opens=True),
        Release("3.5", "3.5.9", "0.10.9.7", "fma4"),
        Release("4.3", "4.3.0", "0.10.9.9", "lanes8", leaves_out=SAME_IN_4),
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
    from maker.old_releases import teach_java_17

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
        if release.needs_opens:
            teach_java_17(jars(home), jars(environment(RELEASES["3.5"]).parent.parent))
        (home / "complete").touch()
    return python


def jars(home: Path) -> Path:
    """The folder of Spark's jars inside a virtual environment."""
    return next(home.glob("lib/python*/site-packages/pyspark/jars"))


def has_wide_vectors() -> bool:
    """Whether this CPU adds eight doubles at a time, as the answers called lanes8 need."""
    return "avx512f" in Path("/proc/cpuinfo").read_text(encoding="utf-8")


def spark_home() -> Path:
    """The Spark inside this process's own environment, found without importing pyspark."""
    from importlib.util import find_spec

    found = find_spec("pyspark")
    if found is None or found.origin is None:
        raise SystemExit("no pyspark in this Python: start make.py, which makes its own environment")
    return Path(found.origin).parent
