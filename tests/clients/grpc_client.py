"""Asks a server over gRPC as users do, with Triton's client, gRPC's health client and reflection.

grpc_client.py ADDRESS FOLDER: the folder is that of the bundled example, served as `churn`. Prints a line a check. With a
third word `admin` models may be loaded and unloaded there.
"""

import csv
import json
import sys

import grpc
import numpy as np
import tritonclient.grpc as triton
from google.protobuf import descriptor_pb2, descriptor_pool
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from tritonclient.grpc import service_pb2, service_pb2_grpc
from tritonclient.utils import InferenceServerException

address, folder = sys.argv[1:3]
types = {field["name"]: field["type"] for field in json.load(open(f"{folder}/customers.schema.json"))["fields"]}
READ = {"string": str, "integer": int, "double": float}
rows = [
    {name: None if cell == "" else READ[types[name]](cell) for name, cell in row.items()}
    for row in csv.DictReader(open(f"{folder}/customers.csv"))
]
expected = [json.loads(line) for line in open(f"{folder}/expected.jsonl")]
client = triton.InferenceServerClient(address)
channel = grpc.insecure_channel(address)
stub = service_pb2_grpc.GRPCInferenceServiceStub(channel)
failed = 0


def check(name, holds):
    global failed
    failed += not holds
    print("ok" if holds else "FAILED", name)


NUMPY = {"INT32": np.int32, "INT64": np.int64, "FP32": np.float32, "FP64": np.float64, "BYTES": np.object_}
TYPED = {"INT32": "int_contents", "INT64": "int64_contents", "FP64": "fp64_contents", "BYTES": "bytes_contents"}


def columns_of(some):
    """Name, datatype, values and null rows of each column that the model wants."""
    for tensor in client.get_model_metadata("churn").inputs:
        values = [row.get(tensor.name) for row in some]
        nulls = [k for k, value in enumerate(values) if value is None]
        fill = "" if tensor.datatype == "BYTES" else 0
        yield tensor.name, tensor.datatype, [fill if value is None else value for value in values], nulls


def inputs_of(some):
    inputs = []
    for name, datatype, values, nulls in columns_of(some):
        tensor = triton.InferInput(name, [len(some)], datatype)
        tensor.set_data_from_numpy(np.array(values, dtype=NUMPY[datatype]))
        if nulls:
            tensor._get_tensor().parameters["nulls"].string_param = ",".join(map(str, nulls))
        inputs.append(tensor)
    return inputs


def dense(value):
    """Spark's JSON of a vector, in full."""
    if not isinstance(value, dict):
        return value
    if value["type"] == 1:
        return value["values"]
    full = [0.0] * value["size"]
    for index, each in zip(value["indices"], value["values"]):
        full[index] = each
    return full


def differences(result, wanted):
    found = []
    for name in wanted[0]:
        values = result.as_numpy(name)
        for k, row in enumerate(wanted):
            value = values[k]
            value = value.decode() if isinstance(value, bytes) else value.tolist()
            if row[name] is not None and value != dense(row[name]):
                found.append((name, k))
    return found


check("live", client.is_server_live() and client.is_server_ready())
check("model ready", client.is_model_ready("churn") and client.is_model_ready("churn", "1"))
check("another model is not ready", not client.is_model_ready("other"))
check("server metadata", client.get_server_metadata().name == "tinderbox")
metadata = client.get_model_metadata("churn")
check("metadata", metadata.platform == "spark_ml" and {t.name: list(t.shape) for t in metadata.outputs}["probability"] == [-1, 2])
check("index", client.get_model_repository_index().models[0].state == "READY")

result = client.infer("churn", inputs_of(rows), request_id="a")
check(f"{len(rows)} rows at once are Spark's", differences(result, expected) == [])
check("answers are raw", len(result.get_response().raw_output_contents) == len(metadata.outputs))
check("the id comes back", result.get_response().id == "a")
one_by_one = [differences(client.infer("churn", inputs_of([row])), [want]) for row, want in zip(rows, expected)]
check("rows one by one are Spark's", not any(one_by_one))
chosen = client.infer("churn", inputs_of(rows[:1]), outputs=[triton.InferRequestedOutput("prediction")])
check("wanted outputs alone", [t.name for t in chosen.get_response().outputs] == ["prediction"])

typed = service_pb2.ModelInferRequest(model_name="churn")
for name, datatype, values, nulls in columns_of(rows):
    tensor = typed.inputs.add(name=name, datatype=datatype, shape=[len(rows), 1])
    filled = [v.encode() for v in values] if datatype == "BYTES" else values
    getattr(tensor.contents, TYPED[datatype]).extend(filled)
    tensor.parameters["nulls"].string_param = ",".join(map(str, nulls))
answer = stub.ModelInfer(typed)
outputs = {t.name: list(t.contents.fp64_contents) for t in answer.outputs}
check("typed answers to typed requests", not answer.raw_output_contents and outputs["prediction"] == [w["prediction"] for w in expected])

answers = []
client.start_stream(lambda result, error: answers.append((result, error)))
for row in rows[:20]:
    client.async_stream_infer("churn", inputs_of([row]))
client.async_stream_infer("other", inputs_of(rows[:1]))
client.async_stream_infer("churn", inputs_of(rows[:3]))
client.stop_stream()
good = [result for result, error in answers[:20] if error is None]
check("a stream answers in order", [differences(r, [w]) for r, w in zip(good, expected)] == [[]] * 20)
check("a stream goes on after an error", len(answers) == 22 and answers[20][1] is not None and answers[21][1] is None)


def status(call):
    try:
        call()
    except InferenceServerException as error:
        return error.status()
    except grpc.RpcError as error:
        return f"StatusCode.{error.code().name}"


check("unknown model", status(lambda: client.infer("other", inputs_of(rows[:1]))) == "StatusCode.NOT_FOUND")
check("missing column", status(lambda: client.infer("churn", inputs_of(rows[:1])[1:])) == "StatusCode.INVALID_ARGUMENT")
check("not of the protocol", status(lambda: client.get_model_config("churn")) == "StatusCode.UNIMPLEMENTED")
check("deadline", status(lambda: client.infer("churn", inputs_of(rows * 300), client_timeout=0.05)) == "StatusCode.DEADLINE_EXCEEDED")

if len(sys.argv) > 3:
    client.unload_model("churn")
    check("unloaded", not client.is_model_ready("churn") and client.get_model_repository_index().models[0].state == "UNAVAILABLE")
    client.load_model("churn")
    check("loaded again", client.is_model_ready("churn") and differences(client.infer("churn", inputs_of(rows)), expected) == [])
    check("load of another", status(lambda: client.load_model("other")) == "StatusCode.NOT_FOUND")
    check("load with another configuration", status(lambda: client.load_model("churn", config="{}")) == "StatusCode.INVALID_ARGUMENT")
else:
    check("load is off", status(lambda: client.load_model("churn")) == "StatusCode.PERMISSION_DENIED")
    check("unload is off", status(lambda: client.unload_model("churn")) == "StatusCode.PERMISSION_DENIED")

health = health_pb2_grpc.HealthStub(channel)
ask = lambda name: health.Check(health_pb2.HealthCheckRequest(service=name)).status
check("health", ask("") == ask("inference.GRPCInferenceService") == ask("churn") == health_pb2.HealthCheckResponse.SERVING)
check("health of another", status(lambda: ask("other")) == "StatusCode.NOT_FOUND")
watch = health.Watch(health_pb2.HealthCheckRequest(service=""))
check("health is watched", next(watch).status == health_pb2.HealthCheckResponse.SERVING)
watch.cancel()

database = ProtoReflectionDescriptorDatabase(channel)
check("services are listed", "inference.GRPCInferenceService" in database.get_services())
pool = descriptor_pool.DescriptorPool(database)
service = pool.FindServiceByName("inference.GRPCInferenceService")
shape = lambda d: [(f.name, f.number, f.type, f.is_repeated, f.json_name, f.message_type and f.message_type.full_name) for f in d.fields] + [o.name for o in d.oneofs]
published = {}


def collect(message):
    published[message.full_name] = message
    for inner in message.nested_types:
        collect(inner)


for message in service_pb2.DESCRIPTOR.message_types_by_name.values():
    collect(message)
described = [m for method in service.methods for m in (method.input_type, method.output_type)]
names = {name for name in published if any(name == m.full_name or name.startswith(f"{m.full_name}.") for m in described)}
unlike = [n for n in sorted(names) if shape(pool.FindMessageTypeByName(n)) != shape(published[n])]
check(f"{len(names)} declarations are Triton's {unlike}", not unlike and len(names) > 20)
for method in service.methods:
    theirs = service_pb2.DESCRIPTOR.services_by_name["GRPCInferenceService"].methods_by_name[method.name]
    check(f"{method.name} is declared alike", (method.input_type.full_name, method.output_type.full_name, method.client_streaming, method.server_streaming) == (theirs.input_type.full_name, theirs.output_type.full_name, theirs.client_streaming, theirs.server_streaming))
for other in ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"]:
    check(f"{other} is described", pool.FindServiceByName(other).full_name == other)

client.close()
sys.exit(failed > 0)
