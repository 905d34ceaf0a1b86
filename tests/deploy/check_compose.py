"""Holds a compose file against the JSON Schema of the Compose Specification: `check_compose.py <schema> <file>`."""

import json
import sys

import jsonschema
import yaml

schema_path, path = sys.argv[1:]
with open(schema_path) as schema, open(path) as file:
    validator = jsonschema.Draft201909Validator(json.load(schema))
    errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(yaml.safe_load(file))]
sys.exit("\n".join(errors) or None)
