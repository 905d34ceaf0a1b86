"""Prometheus's own parser reads what the server tells: `prometheus_client_check.py url`. Prints the samples as JSON."""

import json
import sys
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

with urlopen(f"{sys.argv[1]}/metrics") as answer:
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    text = answer.read().decode()
families = list(text_string_to_metric_families(text))
assert len(families) == len({family.name for family in families}) > 20
samples = []
for family in families:
    assert family.type in ("counter", "gauge", "histogram"), family
    assert family.documentation != "", family
    for sample in family.samples:
        samples.append([sample.name, sample.labels, sample.value])
    if family.type == "histogram":
        for labels in {json.dumps({k: v for k, v in s.labels.items() if k != "le"}) for s in family.samples}:
            of = [s for s in family.samples if {k: v for k, v in s.labels.items() if k != "le"} == json.loads(labels)]
            buckets = [s.value for s in of if s.name.endswith("_bucket")]
            assert buckets == sorted(buckets) and buckets[-1] == [s.value for s in of if s.name.endswith("_count")][0]
print(json.dumps(samples))
