"""Vectors of floats and buckets of timestamps, of Spark 4.3."""

LEAVES = {
    "floats": [
        "array(3F, 4F)", "array(f, 2F)", "array(f, NULL)", "CAST(ad AS ARRAY<FLOAT>)", "CAST(ai AS ARRAY<FLOAT>)", "CAST(array() AS ARRAY<FLOAT>)",
        "array(0F, -0F)", "transform(sequence(1, 19), v -> float(v) / 7F)", "transform(sequence(1, 19), v -> float(sqrt(v) * d))", "array(1e38F, 3e38F)",
        "array(1e-40F, 1e-44F)", "transform(sequence(1, 8), v -> float(1F / v))", "CAST(NULL AS ARRAY<FLOAT>)", "array(float('NaN'), 1F)", "array(float('infinity'), 1F)",
    ],
    "degree": ["1F", "2F", "float('infinity')", "3F", "f", "float(NULL)", "2", "1.0"],
    "origin": ["TIMESTAMP'2000-01-31 10:00:00'", "TIMESTAMP_NTZ'2000-02-29 10:00:00'", "NULL", "DATE'2000-01-01'", "TIMESTAMP'1969-12-31 23:59:59.999999'"],
    "bucket": ["INTERVAL 1 HOUR", "INTERVAL 7 DAYS", "INTERVAL '1 02:03:04.5' DAY TO SECOND", "INTERVAL 1 MONTH", "INTERVAL '2-5' YEAR TO MONTH", "INTERVAL 100 YEARS", "INTERVAL 0 HOUR", "INTERVAL '0.000007' SECOND", "INTERVAL '-3' MONTH", "make_interval(1)", "make_ym_interval(0, 7)", "1", "dt", "NULL", "INTERVAL 13 MINUTES"],
}
PRODUCTIONS = {
    "float": """vector_inner_product({floats}, {floats})|vector_cosine_similarity({floats}, {floats})|vector_l2_distance({floats}, {floats})|vector_norm({floats})|vector_norm({floats}, {degree})
vector_norm({doubles})|vector_inner_product({floats}, {doubles})|vector_cosine_similarity({floats}, NULL)""",
    "floats": """vector_normalize({floats})|vector_normalize({floats}, {degree})""",
    "time": """time_bucket({bucket}, {time})|time_bucket({bucket}, {time}, TIMESTAMP'2020-01-31 05:07:00')|time_bucket({bucket}, {date})|time_bucket({bucket}, NULL)|time_bucket({bucket}, {time}, {origin})|time_bucket({bucket}, {ntz}, {origin})|time_bucket({bucket}, NULL, {origin})""",
    "ntz": """time_bucket({bucket}, {ntz})|time_bucket({bucket}, {ntz}, TIMESTAMP_NTZ'2024-02-29 23:59:59.5')""",
}
