"""Writes messages.json: messages serialised by protobuf's own library. Needs tritonclient[grpc], grpcio-reflection and
grpcio-health-checking: `python make-messages.py > messages.json`."""

import json

from google.protobuf.json_format import MessageToDict
from grpc_health.v1 import health_pb2
from grpc_reflection.v1alpha import reflection_pb2
from tritonclient.grpc import service_pb2 as pb


def request():
    message = pb.ModelInferRequest(model_name="churn", model_version="3", id="é☃😀")
    message.parameters["deep"].double_param = -0.0
    tensor = message.inputs.add(name="x", datatype="INT64", shape=[3, 1])
    tensor.parameters["nulls"].string_param = "0,2"
    tensor.contents.int64_contents.extend([-1, 2**63 - 1, -(2**63)])
    tensor = message.inputs.add(name="all", datatype="FP64", shape=[-1, 2**53])
    contents = tensor.contents
    contents.bool_contents.extend([True, False])
    contents.int_contents.extend([-(2**31), -1, 0, 127, 128, 2**31 - 1])
    contents.uint_contents.extend([0, 2**32 - 1])
    contents.uint64_contents.extend([0, 2**63, 2**64 - 1])
    contents.fp32_contents.extend([1.5, -0.0])
    contents.fp64_contents.extend([0.1, 1e300])
    contents.bytes_contents.extend([b"", b"\x00\xff"])
    message.outputs.add(name="prediction").parameters["binary"].bool_param = False
    message.raw_input_contents.extend([b"", b"\x01" * 300])
    return message


def response():
    message = pb.ModelInferResponse(model_name="churn", id="7")
    message.parameters["rows"].int64_param = -5
    message.outputs.add(name="p", datatype="FP64", shape=[0])
    message.raw_output_contents.append(b"abc")
    return message


def reflection():
    message = reflection_pb2.ServerReflectionResponse(valid_host="h")
    message.original_request.list_services = ""
    message.list_services_response.service.add(name="a.B")
    return message


metadata = pb.ModelMetadataResponse(name="m", versions=["2", "1"], platform="spark-ml")
metadata.inputs.add(name="v", datatype="FP64", shape=[-1, 24])
messages = [
    pb.ServerLiveRequest(),
    pb.ModelInferRequest(),
    request(),
    response(),
    pb.ModelStreamInferResponse(error_message="no", infer_response=response()),
    metadata,
    health_pb2.HealthCheckResponse(status=health_pb2.HealthCheckResponse.NOT_SERVING),
    reflection(),
]
print(
    json.dumps(
        [
            {
                "type": message.DESCRIPTOR.name,
                "hex": message.SerializeToString(deterministic=True).hex(),
                "json": MessageToDict(message),
            }
            for message in messages
        ],
        ensure_ascii=False,
        indent=1,
    )
)
