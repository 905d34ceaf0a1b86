"""Random expressions of Spark SQL over the columns of rows.py, made from a table of productions.

`areas/*.py` add LEAVES and PRODUCTIONS of their own, by kind, in the same form.
"""

from __future__ import annotations

import random
import re
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

#: Leaves by kind: columns and literals, edge values among them.
LEAVES = {
    "bool": "p q true false NULL i>0 s='a'".split(),
    "int": ["i", "j", "0", "1", "-1", "7", "2147483647", "CAST(NULL AS INT)"],
    "small": ["b", "h", "5Y", "300S"],
    "long": ["l", "9007199254740993L", "-9223372036854775808L", "10000000000"],
    "double": ["d", "e", "0.0D", "-0.0D", "1.5D", "1e10D", "1e300D", "double('NaN')", "double('-Infinity')"],
    "float": ["f", "0.1F", "CAST(d AS FLOAT)"],
    "decimal": ["x", "y", "1.5", "0.001", "-12345678.90", "99999999999999999999.999"],
    "string": ["s", "t", "n", "ds", "''", "'abc'", "'Hello'", "' x '", "'12'", "'1.5'", "'é😀'", "NULL"],
    "word": ["s", "t", "'a'", "'o'", "''", "' '", "'l'", "'ß'"],
    "place": ["0", "1", "2", "-1", "-3", "5", "100", "j"],
    "few": ["0", "1", "2", "3", "-1"],
    "date": ["dt", "DATE'2024-01-31'", "DATE'1900-01-01'", "DATE'0001-01-01'"],
    "time": ["ts", "TIMESTAMP'2024-12-31 23:59:59.999999'", "TIMESTAMP'1582-10-04 00:00:00'"],
    "ntz": ["ntz", "TIMESTAMP_NTZ'2020-05-05 05:05:05.5'"],
    "ymi": ["INTERVAL 1 MONTH", "INTERVAL '-2-3' YEAR TO MONTH", "INTERVAL 5 YEARS"],
    "dti": ["INTERVAL 1 DAY", "INTERVAL '-1 02:03:04.5' DAY TO SECOND", "INTERVAL 90 MINUTES", "INTERVAL 3 SECONDS"],
    "binary": ["bin", "X'0102'", "CAST(s AS BINARY)"],
    "ints": ["ai", "array(1, 2, 2, NULL)", "array(3)", "CAST(array() AS ARRAY<INT>)"],
    "doubles": ["ad", "array(1.5D, d, e)"],
    "strings": ["at", "array('a', 'b', 'a')", "array(s, t)"],
    "nested": ["aa", "array(ai, array(1))"],
    "map": ["m", "map('a', 1, 'c', 3)"],
    "struct": ["st", "named_struct('a', 5, 'b', 'q')"],
    "json": ["js", "'{\"a\":{\"b\":[1,2,{\"c\":\"x\"}]}}'", "'[1,2,3]'", "'{\"k\":\"v\",\"n\":1.50}'"],
}
LEAVES["number"] = LEAVES["int"] + LEAVES["small"] + LEAVES["long"] + LEAVES["double"] + LEAVES["float"] + LEAVES["decimal"]
LEAVES["whole"] = LEAVES["int"] + LEAVES["small"] + LEAVES["long"]
LEAVES["atom"] = LEAVES["number"] + LEAVES["string"] + LEAVES["date"] + LEAVES["time"] + LEAVES["bool"]

#: Templates by what they give; `{kind}` is a hole.
PRODUCTIONS = {
    "bool": """({atom} = {atom})|({number} < {number})|({number} >= {number})|({string} < {string})|({string} > {string})|({date} <= {date})|({time} > {time})
({atom} <=> {atom})|({number} <> {number})|(NOT {bool})|({bool} AND {bool})|({bool} OR {bool})|({atom} IS NULL)|({number} IS NOT NULL)|{number} BETWEEN {number} AND {number}
{number} IN ({number}, {number}, NULL)|{string} IN ({string}, {string})|{string} NOT IN ({string}, 'x')|{string} LIKE '%o%'|{string} LIKE '_b%'|{string} LIKE {word}|{string} RLIKE '[a-c]+'|{string} RLIKE '^\\\\s'
isnan({double})|startswith({string}, {word})|endswith({string}, {word})|contains({string}, {word})|array_contains({ints}, {int})|array_contains({strings}, {word})|arrays_overlap({ints}, {ints})
exists({ints}, v -> v > 1)|forall({ints}, v -> v > 0)|CAST({number} AS BOOLEAN)|CAST({string} AS BOOLEAN)|({double} = {double})|({double} < {double})|({decimal} = {number})|({string} = {number})|({date} = {string})|({time} < {string})
{bool} IS TRUE|{bool} IS NOT DISTINCT FROM {bool}|({ints} = {ints})|({st_} = {struct})|equal_null({number}, {number})|map_contains_key({map}, {word})|luhn_check({string})|({ntz} = {time})|({ntz} > {date})""",
    "int": """length({string})|ascii({string})|instr({string}, {word})|locate({word}, {string}, {few})|levenshtein({string}, {word})|size({ints})|size({map})|cardinality({strings})|{ints}[0]|{ints}[{few}]|element_at({ints}, {few})
year({date})|month({time})|day({date})|dayofweek({date})|weekday({date})|dayofyear({date})|weekofyear({date})|quarter({date})|hour({time})|minute({time})|second({time})|datediff({date}, {date})|unix_date({date})
CAST({number} AS INT)|CAST({string} AS INT)|CAST({bool} AS INT)|bit_length({string})|octet_length({string})|hash({atom})|hash({ints}, {string})|hash({map_}, {struct})|array_max({ints})|array_min({ints})|{map}['a']|{struct}.a|find_in_set({word}, 'a,o,ß')
bit_count({whole})|shiftleft({int}, {few})|shiftright({int}, {few})|shiftrightunsigned({int}, {few})|aggregate({ints}, 0, (acc, v) -> acc + coalesce(v, 0))|json_array_length({json})|extract(DOW FROM {date})|date_part('doy', {time})|extract(MINUTE FROM {dti})
regexp_count({string}, '[a-z]')|regexp_instr({string}, 'o')|array_size({ints})|get({ints}, {few})|({int} & {int})|({int} | {int})|({int} ^ {int})|(~ {int})|char_length({string})|pmod({int}, {int})|crc32({binary}) % 7|sign({int})|bit_get({int}, {few})""",
    "number": """({number} + {number})|({number} - {number})|({number} * {number})|({number} / {number})|({number} % {number})|({int} div {int})|({long} + {whole})|({small} * {small})|(- {number})|abs({number})|pmod({number}, {number})
coalesce({number}, {number})|nullif({number}, {number})|nvl({number}, {number})|if({bool}, {number}, {number})|greatest({number}, {number}, {number})|least({number}, {number})|CASE WHEN {bool} THEN {number} WHEN {bool} THEN {number} ELSE {number} END
nvl2({atom}, {number}, {number})|({whole} div {whole})|({decimal} + {decimal})|({decimal} - {decimal})|({decimal} * {decimal})|({decimal} / {decimal})|({decimal} % {decimal})|({decimal} / {int})|({int} * {decimal})|({float} * {int})|({number} + {string})|({string} * {int})
try_add({number}, {number})|try_divide({number}, {number})|try_subtract({int}, {int})|try_multiply({long}, {int})|CASE {int} WHEN 0 THEN {number} WHEN 7 THEN {number} END|nanvl({double}, {double})|ceil({number})|floor({number})|round({number}, {few})|bround({number}, {few})|round({number})|bround({decimal}, {few})
ceil({decimal}, {few})|floor({double}, {few})|signum({double})|extract(SECOND FROM {time})|CAST({number} AS DECIMAL(12,3))|CAST({string} AS DECIMAL(10,2))|CAST({number} AS DECIMAL(38,10))|CAST({double} AS FLOAT)|CAST({string} AS FLOAT)|CAST({time} AS DECIMAL(20,6))""",
    "long": """CAST({number} AS BIGINT)|CAST({string} AS BIGINT)|CAST({time} AS BIGINT)|xxhash64({atom})|xxhash64({string}, {number})|unix_timestamp({time})|unix_timestamp({date})|unix_seconds({time})|unix_millis({time})|unix_micros({time})|factorial({int})|crc32({binary})|array_position({ints}, {int})
timestampdiff(MONTH, {time}, {time})|timestampdiff(DAY, {time}, {time})|width_bucket({double}, 0, 10, 5)|shiftleft({long}, {few})|CAST({number} AS SMALLINT)|CAST({number} AS TINYINT)|unix_timestamp({string}, 'yyyy-MM-dd HH:mm:ss')""",
    "double": """CAST({string} AS DOUBLE)|CAST({number} AS DOUBLE)|sqrt({double})|cbrt({double})|exp({double})|ln({double})|log10({double})|log2({double})|log1p({double})|log({double}, {double})|pow({double}, {few})|power({number}, 2)|sin({double})|cos({double})|tan({double})|atan({double})|asin({double})|acos({double})
atan2({double}, {double})|sinh({double})|tanh({double})|expm1({double})|degrees({double})|radians({double})|hypot({double}, {double})|rint({double})|months_between({time}, {time})|months_between({date}, {date}, false)|CAST({time} AS DOUBLE)|element_at({doubles}, {few})|array_max({doubles})|array_min({doubles})|cot({double})|asinh({double})|e()|pi()""",
    "string": """upper({string})|lower({string})|initcap({string})|trim({string})|ltrim({string})|rtrim({string})|trim(BOTH 'H ' FROM {string})|trim(LEADING {word} FROM {string})|btrim({string}, {word})|substring({string}, {place}, {few})|substring({string}, {place})|substr({string}, {place}, {place})|left({string}, {few})|right({string}, {few})
concat({string}, {string})|({string} || {atom})|concat({string}, {number}, {date})|concat_ws(',', {string}, {string})|concat_ws({word}, {strings}, {string})|lpad({string}, {place}, {word})|rpad({string}, 8, {word})|lpad({string}, 12)|repeat({word}, {few})|reverse({string})|replace({string}, {word}, {word})|replace({string}, 'o')|translate({string}, 'loH', '12')
substring_index({string}, ' ', {few})|substring_index({string}, {word}, -1)|split_part({string}, ' ', 2)|split_part({string}, {word}, {few})|overlay({string} PLACING {word} FROM 2)|overlay({string} PLACING {word} FROM {few} FOR {few})|soundex({string})|chr({int})|space({few})|elt({few}, {string}, {string})|mask({string})
regexp_replace({string}, '[aeo]', '#')|regexp_replace({string}, '(l+)', '<$1>')|regexp_extract({string}, '(\\\\w)(\\\\w)', {few})|regexp_substr({string}, '[A-Z]\\\\w*')|format_number({number}, 2)|format_number({double}, {few})|hex({int})|hex({string})|hex({binary})|bin({long})|conv({string}, 10, 16)|conv({string}, 16, 10)|base64({binary})|md5({binary})|sha1({binary})|sha2({binary}, 256)|sha2({binary}, 512)|url_encode({string})
CAST({number} AS STRING)|CAST({number} AS STRING)|CAST({double} AS STRING)|CAST({decimal} AS STRING)|CAST({date} AS STRING)|CAST({time} AS STRING)|CAST({ntz} AS STRING)|CAST({bool} AS STRING)|CAST({binary} AS STRING)|CAST({ints} AS STRING)|CAST({doubles} AS STRING)|CAST({strings} AS STRING)|CAST({map} AS STRING)|CAST({struct} AS STRING)|CAST({dti} AS STRING)|CAST({ymi} AS STRING)
date_format({time}, 'yyyy-MM-dd HH:mm:ss.SSS')|date_format({date}, 'EEE, d MMM yyyy')|date_format({time}, 'D QQQ a hh K k')|date_format({time}, "yy/M/d''H:m:s")|from_unixtime({int})|from_unixtime({int}, 'yyyyMMdd')|array_join({strings}, '-')|array_join({strings}, ',', 'null')|typeof({atom})|decode(encode({string}, 'UTF-16LE'), 'UTF-16LE')|coalesce({string}, 'z')|nvl({string}, {string})|if({bool}, {string}, {string})|greatest({string}, {string})|least({string}, {word})
nullif({string}, {word})|CASE WHEN {bool} THEN {string} ELSE {string} END|get_json_object({json}, '$.a')|get_json_object({json}, '$.b[1]')|get_json_object({json}, '$[0]')|get_json_object({json}, '$.a.b[*]')|to_json({struct})|to_json({ints})|to_json({map})|element_at({strings}, {few})|{struct}.b|last_day({date}) || ''|coalesce({string}, {number})|if({bool}, {string}, {int})|date_format({time}, 'yyyy')|cast({string} as string)|quote_({string})|decode({int}, 7, 'x', 0, 'y', 'z')|initcap({word})""",
    "date": """date_add({date}, {few})|date_sub({date}, {int})|({date} + {few})|({date} - 1)|add_months({date}, {place})|last_day({date})|next_day({date}, 'Mon')|next_day({date}, {word})|trunc({date}, 'MM')|trunc({date}, 'year')|trunc({date}, 'week')|trunc({date}, 'quarter')|to_date({string})|to_date({string}, 'yyyy-MM-dd')|to_date(ds, 'MM/dd/yyyy')|CAST({string} AS DATE)|CAST({time} AS DATE)|CAST({ntz} AS DATE)|make_date({int}, 2, {few})|make_date(2024, {few}, 30)|({date} + {ymi})|date_from_unix_date({few})|greatest({date}, {date})|coalesce({date}, {date})|if({bool}, {date}, {date})""",
    "time": """CAST({string} AS TIMESTAMP)|CAST({date} AS TIMESTAMP)|CAST({ntz} AS TIMESTAMP)|CAST({int} AS TIMESTAMP)|CAST({double} AS TIMESTAMP)|to_timestamp({string})|to_timestamp({string}, 'yyyy-MM-dd HH:mm:ss')|to_timestamp(ds, 'yyyy-MM-dd HH:mm:ss[.S]')|date_trunc('HOUR', {time})|date_trunc('month', {time})|date_trunc('week', {time})|date_trunc('minute', {date})|date_trunc('quarter', {time})|({time} + {dti})|({time} - {ymi})|({time} + {ymi})|({date} + {dti})|({date} - {dti})
from_utc_timestamp({time}, 'America/Los_Angeles')|to_utc_timestamp({time}, 'Asia/Kolkata')|from_utc_timestamp({time}, '+05:30')|to_utc_timestamp({time}, 'Europe/Berlin')|timestamp_seconds({int})|timestamp_millis({int})|timestamp_micros({int})|make_timestamp(2024, {few}, 28, 6, 30, 45.887)|timestampadd(HOUR, {few}, {time})|timestampadd(MONTH, {few}, {time})|timestampadd(WEEK, {few}, {date})|greatest({time}, {date})|try_to_timestamp({string})|to_timestamp({date})""",
    "ntz": """CAST({time} AS TIMESTAMP_NTZ)|CAST({date} AS TIMESTAMP_NTZ)|to_timestamp_ntz({string})|({ntz} + {dti})|({ntz} + {ymi})|CAST(ds AS TIMESTAMP_NTZ)|make_timestamp_ntz(2024, 1, 2, 3, {few}, 5.5)|convert_timezone('UTC', 'Asia/Tokyo', {ntz})""",
    "ymi": """({ymi} + {ymi})|({ymi} - {ymi})|({ymi} * {few})|({ymi} / 2)|(- {ymi})|make_ym_interval({few}, {few})|({ymi} * 1.5)""",
    "dti": """({dti} + {dti})|({dti} - {dti})|({dti} * {few})|({dti} / 3)|({time} - {time})|({date} - {date})|make_dt_interval({few}, {few}, {few}, 1.5)|(- {dti})|({dti} * 0.25D)|make_interval(1, {few}, 0, {few}, 5, 6, 7.008)""",
    "binary": """unhex(hex({string}))|unhex({string})|CAST({string} AS BINARY)|encode({string}, 'UTF-8')|encode({string}, 'UTF-16')|unbase64(base64({binary}))|concat({binary}, {binary})|substring({binary}, 1, 2)|to_binary(hex({string}), 'hex')""",
    "ints": """array({int}, {int})|array_distinct({ints})|array_union({ints}, {ints})|array_intersect({ints}, {ints})|array_except({ints}, {ints})|array_remove({ints}, {int})|array_append({ints}, {int})|array_prepend({ints}, {int})|array_insert({ints}, {few}, {int})|array_compact({ints})|array_repeat({int}, {few})|sort_array({ints})|sort_array({ints}, false)|array_sort({ints}, (a, b) -> b - a)|slice({ints}, {few}, {few})|reverse({ints})|concat({ints}, {ints})|flatten({nested})
transform({ints}, v -> v + 1)|transform({ints}, (v, k) -> v * k)|filter({ints}, v -> v > 1)|filter({ints}, (v, k) -> k > 0)|zip_with({ints}, {ints}, (a, b) -> coalesce(a, 0) - b)|sequence(1, {few})|sequence({few}, 10, 3)|map_values({map})|array({int}, {number})|coalesce({ints}, {ints})|if({bool}, {ints}, {ints})|{nested}[0]|CAST({strings} AS ARRAY<INT>)|CAST({ints} AS ARRAY<BIGINT>)|from_json('[1,2]', 'array<int>')|shuffle_({ints})""",
    "doubles": """sort_array({doubles})|array_distinct({doubles})|transform({doubles}, v -> v / 2)|array({double}, {double})|array_union({doubles}, {doubles})|array_except({doubles}, {doubles})|CAST({ints} AS ARRAY<DOUBLE>)|array_sort({doubles}, (a, b) -> CASE WHEN a < b THEN -1 WHEN a > b THEN 1 ELSE 0 END)""",
    "strings": """split({string}, ' ')|split({string}, '[,;]', {few})|split({string}, '')|array({string}, {string})|array_distinct({strings})|sort_array({strings})|map_keys({map})|transform({strings}, v -> concat(v, '!'))|array_union({strings}, {strings})|regexp_extract_all({string}, '(o)(.)?', {few})|json_object_keys({json})|sequence(dt, dt + INTERVAL 3 DAYS)|array_intersect({strings}, {strings})|CAST({ints} AS ARRAY<STRING>)|array_repeat({string}, 2)|slice({strings}, 1, 2)""",
    "map": """map({word}, {int})|map_filter({map}, (k, v) -> v > 0)|transform_values({map}, (k, v) -> v + 1)|transform_keys({map}, (k, v) -> concat(k, '_'))|map_concat({map}, map('zz', {int}))|map_from_arrays(array('q', 'r'), array({int}, {int}))|str_to_map('a:1,b:2')|map_from_entries(array(struct('a', {int})))|map_zip_with({map}, {map}, (k, a, b) -> coalesce(a, b))|str_to_map({string}, ',', 'b')|from_json({json}, 'map<string,string>')""",
    "struct": """struct({int}, {string})|named_struct('a', {int}, 'b', {string})|struct({number} AS a, {string} AS b)|from_json({json}, 'a INT, b STRING')|from_json({json}, 'a STRING, k STRING, n DOUBLE')|arrays_zip({ints}, {strings})|map_entries({map})|if({bool}, {struct}, {struct})""",
}
for area in sorted((Path(__file__).parent / "areas").glob("*.py")):
    more = runpy.run_path(str(area))
    LEAVES |= more["LEAVES"]
    PRODUCTIONS |= {kind: "\n".join(filter(None, [PRODUCTIONS.get(kind), text])) for kind, text in more["PRODUCTIONS"].items()}
#: Leaves where clocks change: gaps and overlaps of New York, London and Kolkata, and the years before there were zones.
CLOCK_LEAVES = {
    "time": ["TIMESTAMP'2024-03-10 01:59:59.999999'", "TIMESTAMP'2024-03-10 02:30:00'", "TIMESTAMP'2024-11-03 01:30:00'", "TIMESTAMP'2024-11-03 06:30:00Z'", "TIMESTAMP'2024-10-27 01:30:00'", "TIMESTAMP'2024-03-31 01:15:00'", "TIMESTAMP'1941-10-01 00:10:00'", "TIMESTAMP'1883-11-18 12:03:57'", "TIMESTAMP'1800-01-01 00:00:00'", "TIMESTAMP'0001-01-01 00:00:00'", "ts"],
    "date": ["DATE'2024-03-10'", "DATE'2024-11-03'", "DATE'1883-11-18'", "DATE'1970-01-01'", "dt"],
    "ntz": ["TIMESTAMP_NTZ'2024-03-10 02:30:00'", "TIMESTAMP_NTZ'2024-11-03 01:30:00'", "TIMESTAMP_NTZ'1883-11-18 12:00:00'", "ntz"],
    "string": ["'2024-03-10 02:30:00'", "'2024-11-03 01:30:00'", "'2024-11-03T01:30:00-05:00'", "'2024-11-03 01:30:00 America/New_York'", "'1883-11-18 12:00:00'", "'2024-03-10'", "ds", "s"],
}
OF_TIME = re.compile(r"\{(date|time|ntz)\}|timestamp|to_date|unixtime|sequence\(dt|\bAS (DATE|TIMESTAMP)")
RENAMED = {"st_": "struct", "map_": "struct"}
TABLE = {kind: [template.strip() for line in text.split("\n") for template in line.split("|") if template.strip()] for kind, text in PRODUCTIONS.items()}
# `||` in a template is cut by the bar between templates: it is written out here.
TABLE["string"] = [template for template in TABLE["string"] if template.count("(") == template.count(")")] + ["({string} || {atom})", "last_day({date}) || ''"]
TABLE = {kind: [template for template in templates if "_(" not in template] for kind, templates in TABLE.items()}
WIDE = {"number": ["number", "int", "long", "double"], "whole": ["int", "long"], "atom": ["number", "string", "date", "time", "bool", "int"]}


def narrow(fits: Callable[[str], bool]) -> None:
    """Leave out leaves and templates that a Spark does not have, and templates whose holes nothing fills any more."""
    for kind, leaves in LEAVES.items():
        LEAVES[kind] = [leaf for leaf in leaves if fits(leaf)]
    for kind, templates in TABLE.items():
        TABLE[kind] = [template for template in templates if fits(template) and all(map(fillable, holes(template)))]


def holes(template: str) -> list[str]:
    return [RENAMED.get(kind, kind) for kind in re.findall(r"\{(\w+)\}", template)]


def fillable(kind: str) -> bool:
    return len(LEAVES[kind]) > 0


def grow(kind: str, depth: int, source: random.Random) -> str:
    kind = RENAMED.get(kind, kind)
    if depth == 0 or kind not in TABLE and kind not in WIDE or source.random() < 0.25:
        return source.choice(LEAVES[kind])
    chosen = source.choice(WIDE.get(kind, [kind]))
    return fill(source.choice(TABLE[chosen]), depth, source)


def fill(template: str, depth: int, source: random.Random) -> str:
    return re.sub(r"\{(\w+)\}", lambda hole: grow(hole.group(1), depth - 1, source), template)


def expressions(count: int, seed: int, of_time: bool = False) -> Iterator[str]:
    """Different expressions: every production first, most of them of one or two levels; `of_time` about clocks only."""
    source = random.Random(seed)
    all_templates = [template for templates in TABLE.values() for template in templates if not of_time or OF_TIME.search(template)]
    if of_time:
        LEAVES.update(CLOCK_LEAVES)
    seen: set[str] = set()
    turn = 0
    while len(seen) < count:
        template = all_templates[turn % len(all_templates)]
        expression = fill(template, source.choice([1, 1, 1, 2, 2, 3]), source)
        turn += 1
        if expression not in seen and len(expression) < 300:
            seen.add(expression)
            yield expression
