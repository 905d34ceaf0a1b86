"""Intervals of the older kind by numbers, and texts compared."""

LEAVES = {
    "calendar": [
        "make_interval(1, 2, 3, 4, 5, 6, 7.5)", "make_interval(-1, 5, 0, -3, 0, 0, 0.000001)", "make_interval(0, 0, 0, i)", "make_interval(100000000)", "make_interval(0, 7, 0, 1, j)",
        "CAST(NULL AS INTERVAL)", "make_interval(i, j, i, j, i, j, x)",
    ],
    "like_word": ["'MARTHA'", "'MARHTA'", "'DIXON'", "'DICKSONX'", "'CRATE'", "'TRACE'", "'Hello Wrold'", "'straße 😀'", "''", "'prefixy'", "'ab'", "'Hello World, again'"],
}

PRODUCTIONS = {
    "dti": """({calendar} * {few})|({calendar} / {few})|({calendar} * {double})|({calendar} / {double})|({int} * {calendar})|({calendar} * {decimal})|({calendar} / {decimal})|({calendar} * {word})|try_divide({calendar}, {few})|try_multiply({calendar}, {number})|(- {calendar})|({calendar} / NULL)
({dti} / {double})|({dti} * {decimal})|({ymi} / {few})|({ymi} * {double})|try_divide({dti}, {few})|try_multiply({ymi}, {number})|try_divide({ymi}, {double})|({calendar} * {bool})""",
    "double": "jaro_winkler_similarity({like_word}, {like_word})|jaro_winkler_similarity({string}, {like_word})|jaro_winkler_similarity({string}, {string})|jaro_winkler_similarity({like_word}, {int})",
    "string": "collation({string})|collation({int})",
}
