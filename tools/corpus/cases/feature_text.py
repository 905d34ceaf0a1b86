"""Tokens, hashing and term weights."""

from __future__ import annotations

from maker.case import table
from maker.frames import Frame, dense, nan, sparse
from maker.stages import built, stage

TEXTS = [
    "", " ", "  a\u00a0b  ", "Hello World", "a\tb\nc\x0bd\x0ce\rf", "x\u2003y z", "ends with blanks   ",
    "ÀÉÎ Straße ΣΊΣΥΦΟΣ İI", "naïve café-crème, déjà!", "emoji 😀👍🏽 𝒳 tail", "one,two;;three", "CamelCase42 4,200.50",
    "under_score ___ a-b--c", "İstanbul ǅ ﬁ", "tab\t\ttab", "日本語 テキスト", "a.b.c...", "e\u0301 combining",
]
SENTENCES = Frame("text string", [(text,) for text in TEXTS])
WORDS = Frame("words array<string>", [
    ([],), ([""],), (["a"],), (["the", "The", "THE", "cat"],), (["a", "b", "c", "d", "e"],), ([None, "a", None],),
    (["I", "ı", "İ", "i"],), (["σ", "ς", "Σ"],), (["x", "x", "y", "x"],), (["don't", "won", "s", "t"],), (["😀", "é", "日"],),
    (["un", "zwei", "a", "est", "le"],),
])
NULL_TEXT = Frame("text string", [("fine",), (None,)])
NULL_WORDS = Frame("words array<string>", [(["fine"],), (None,)])

#: Byte lengths 1 to 8, bytes above 127, and astral characters.
TERMS = ["a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh", "é", "éa", "日", "日a", "😀", "😀b", "ÿþ", ""]
HASHED = Frame("words array<string>", [([term],) for term in TERMS] + [
    ([],), ([None],), ([None, "a"],), (TERMS,), (["a", "a", "b", "a"],), (["the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "dog"],),
])


def tokenizer(**params: object) -> object:
    return stage("feature.RegexTokenizer", inputCol="text", outputCol="tokens", **params)


def hashing(column: str, **params: object) -> object:
    return stage("feature.HashingTF", inputCol=column, outputCol="tf", **params)


def numbers(type_: str, *rows: list[object]) -> Frame:
    return Frame(f"n array<{type_}>", [(row,) for row in rows])


def remover(**params: object) -> object:
    return stage("feature.StopWordsRemover", inputCol="words", outputCol="left", **params)


def ngrams(size: int) -> object:
    return stage("feature.NGram", inputCol="words", outputCol="grams", n=size)


TOKENIZERS = table(
    "feature.Tokenizer",
    ("texts", stage("feature.Tokenizer", inputCol="text", outputCol="tokens"), SENTENCES, {"spark": ">=2.4", "keep_crc": ">=3.5 <4"}),
    ("null-error", stage("feature.Tokenizer", inputCol="text", outputCol="tokens"), NULL_TEXT, {"fails": "all"}),
) + table(
    "feature.RegexTokenizer",
    ("defaults", tokenizer(), SENTENCES),
    ("not-words", tokenizer(pattern="\\W+"), SENTENCES),
    ("keep-case", tokenizer(pattern="[,;\\s]", toLowercase=False, minTokenLength=0), SENTENCES),
    ("matches", tokenizer(pattern="\\w+", gaps=False, minTokenLength=2), SENTENCES),
    ("matches-unicode", tokenizer(pattern="\\p{L}+", gaps=False), SENTENCES),
    ("matches-digits", tokenizer(pattern="\\d+(?:[.,]\\d+)*", gaps=False), SENTENCES),
    ("each-character", tokenizer(pattern=""), SENTENCES),
    ("min-length-units", tokenizer(minTokenLength=4), SENTENCES, {"note": "length counts UTF-16 units"}),
    ("null-error", tokenizer(), NULL_TEXT, {"fails": "all"}),
) + table(
    "feature.StopWordsRemover",
    ("english", remover(), WORDS, {"spark": ">=2.4"}),
    ("own-words", remover(stopWords=["the", "I", "x", "Σ", "é"]), WORDS),
    ("case-sensitive", remover(stopWords=["The", "i", "ς"], caseSensitive=True), WORDS),
    ("locale-turkish", remover(stopWords=["I", "İ", "the"], locale="tr"), WORDS),
    ("several-columns", stage("feature.StopWordsRemover", inputCols=["words", "more"], outputCols=["left", "rest"], stopWords=["a", "x"]),
     Frame("words array<string>, more array<string>", [(["a", "b"], ["X", "y"]), ([], ["a"]), ([None], ["b", None])])),
    ("null-error", remover(), NULL_WORDS, {"fails": "all"}),
) + table(
    "feature.NGram",
    ("two", ngrams(2), WORDS),
    ("one", ngrams(1), WORDS),
    ("four", ngrams(4), WORDS),
    ("null-error", ngrams(2), NULL_WORDS, {"fails": "all"}),
)

HASHES = table(
    "feature.HashingTF",
    ("terms", hashing("words"), HASHED, {"spark": ">=2.4", "note": "the hash changed in 3.0"}),
    ("terms-small", hashing("words", numFeatures=7), HASHED, {"spark": ">=2.4"}),
    ("terms-binary", hashing("words", numFeatures=5, binary=True), HASHED, {"spark": ">=2.4"}),
    ("ints", hashing("n", numFeatures=1000), numbers("int", [0, 1, -1, 2147483647, -2147483648], [1, 1], [], [None, 7])),
    ("longs", hashing("n", numFeatures=1000),
     numbers("long", [0, 1, -1], [9223372036854775807, -9223372036854775808], [4294967296, 2147483648], [None, 7, 7])),
    ("doubles", hashing("n", numFeatures=1000), numbers("double", [0.0, -0.0, 1.0], [nan, 0.1], [1e308, 5e-324], [None, 2.5, 2.5])),
    ("floats", hashing("n", numFeatures=1000), numbers("float", [0.0, -0.0, 1.0], [nan, 0.5], [None, 2.5, 2.5])),
    ("booleans", hashing("n", numFeatures=1000), numbers("boolean", [True], [False, False], [True, False, None], [])),
    ("shorts-and-bytes", hashing("n", numFeatures=1000), numbers("short", [0, 1, -1, 32767, -32768], [5, None])),
    ("null-error", hashing("words"), NULL_WORDS, {"fails": "all"}),
)

COUNTED = Frame("words array<string>", [
    ([],), (["a"],), (["a", "b", "a", "c"],), (["zzz", "yyy"],), (["b"] * 5 + ["a"] * 2 + ["zzz"] * 3,), ([None, "a"],), (["😀", "😀", "é"],), (["A"],),
])
VOCABULARY = ["a", "b", "😀", "c", ""]


def counter(**params: object) -> object:
    return built("feature.CountVectorizerModel", VOCABULARY, inputCol="words", outputCol="counts", **params)


VECTORS = Frame("v vector", [
    (dense(1, 2, 3, 4),), (sparse(4, {0: 1.0, 2: -2.5}),), (sparse(4, {}),), (dense(0, -0.0, nan, 1e308),), (sparse(4, {1: 0.0, 3: 5e-324}),),
    (dense(-1, 0.1, 0.2, 0.3),),
])

COUNTS = table(
    "feature.CountVectorizerModel",
    ("counts", counter(), COUNTED),
    ("binary", counter(binary=True), COUNTED),
    ("min-count", counter(minTF=2.0), COUNTED),
    ("min-share", counter(minTF=0.4), COUNTED),
    ("fitted", stage("feature.CountVectorizer", inputCol="words", outputCol="counts", minDF=1.0, vocabSize=3), COUNTED, {
        "train": Frame("words array<string>", [(["a", "b", "c"],), (["a", "b"],), (["a", "d"],)]), "spark": ">=2.4"}),
    ("null-error", counter(), NULL_WORDS, {"fails": "all"}),
) + table(
    "feature.IDFModel",
    ("both-kinds", stage("feature.IDF", inputCol="v", outputCol="weighted"), VECTORS, {
        "train": Frame("v vector", [(dense(1, 0, 3, 0),), (sparse(4, {0: 1.0, 1: 2.0}),), (dense(1, 1, 0, 0),)]), "spark": ">=2.4"}),
    ("min-documents", stage("feature.IDF", inputCol="v", outputCol="weighted", minDocFreq=2), VECTORS, {
        "train": Frame("v vector", [(dense(1, 0, 3, 0),), (sparse(4, {0: 1.0, 1: 2.0}),), (dense(1, 1, 0, 0),)])}),
    ("null-error", stage("feature.IDF", inputCol="v", outputCol="weighted"), Frame("v vector", [(dense(1, 2, 3, 4),), (None,)]), {
        "train": VECTORS, "fails": "all"}),
)

CASES = TOKENIZERS + HASHES + COUNTS
