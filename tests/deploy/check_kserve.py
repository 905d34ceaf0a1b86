"""Holds KServe's resources against the classes of its own client: every field known, none required left out."""

import importlib.util
import sys
import types

import yaml

# The package as it is imports its server and all that needs; its models need none of it.
spec = importlib.util.find_spec("kserve")
package = types.ModuleType("kserve")
package.__path__ = list(spec.submodule_search_locations)
sys.modules["kserve"] = package

import kserve.models
import kubernetes.client.models

PLAIN = {"str": str, "int": int, "bool": bool, "float": (int, float)}


def check(value, kind, place):
    if kind.startswith("list["):
        for index, item in enumerate(expect(value, list, place)):
            check(item, kind[5:-1], f"{place}[{index}]")
    elif kind.startswith("dict("):
        for key, item in expect(value, dict, place).items():
            check(item, kind[5:-1].split(", ", 1)[1], f"{place}.{key}")
    elif kind in PLAIN:
        expect(value, PLAIN[kind], place)
    elif kind != "object":
        check_model(expect(value, dict, place), find_model(kind), place)


def check_model(fields, model, place):
    names = {written: name for name, written in model.attribute_map.items()}
    unknown = sorted(set(fields) - set(names))
    if unknown:
        raise SystemExit(f"{place}: expected fields of {model.__name__}, got {', '.join(unknown)}")
    # Throws where a field that has to be there is not, or a value is none of those allowed.
    model(**{names[written]: value for written, value in fields.items()})
    for written, value in fields.items():
        check(value, model.openapi_types[names[written]], f"{place}.{written}")


def find_model(kind):
    return getattr(kserve.models, kind, None) or getattr(kubernetes.client.models, kind)


def expect(value, kind, place):
    if isinstance(value, kind):
        return value
    raise SystemExit(f"{place}: expected {kind}, got {type(value).__name__}")


for path in sys.argv[1:]:
    with open(path) as file:
        resource = yaml.safe_load(file)
    version = resource["apiVersion"].removeprefix("serving.kserve.io/").capitalize()
    check_model(resource, find_model(version + resource["kind"]), path)
