/**
 * The Open Inference Protocol. Names and numbers are those of grpc_predict_v2.proto
 * (github.com/kserve/open-inference-protocol, specification/protocol/open_inference_grpc.proto); ModelStreamInfer,
 * the calls of the repository and the parameters of a double those of grpc_service.proto
 * (github.com/triton-inference-server/common, protobuf/), which has the others with the same numbers.
 */
import { bothStream, choice, many, mapOf, message, one, type ProtoFile, unary } from '../protobuf/message.ts';

export const ServerLiveRequest = message('ServerLiveRequest', {});
export const ServerLiveResponse = message('ServerLiveResponse', { live: one(1, 'bool') });
export const ServerReadyRequest = message('ServerReadyRequest', {});
export const ServerReadyResponse = message('ServerReadyResponse', { ready: one(1, 'bool') });
export const ModelReadyRequest = message('ModelReadyRequest', { name: one(1, 'string'), version: one(2, 'string') });
export const ModelReadyResponse = message('ModelReadyResponse', { ready: one(1, 'bool') });
export const ServerMetadataRequest = message('ServerMetadataRequest', {});
export const ServerMetadataResponse = message('ServerMetadataResponse', {
  name: one(1, 'string'),
  version: one(2, 'string'),
  extensions: many(3, 'string'),
});

export const ModelMetadataRequest = message('ModelMetadataRequest', {
  name: one(1, 'string'),
  version: one(2, 'string'),
});
export const TensorMetadata = message('ModelMetadataResponse.TensorMetadata', {
  name: one(1, 'string'),
  datatype: one(2, 'string'),
  shape: many(3, 'int64'),
});
export const ModelMetadataResponse = message('ModelMetadataResponse', {
  name: one(1, 'string'),
  versions: many(2, 'string'),
  platform: one(3, 'string'),
  inputs: many(4, TensorMetadata),
  outputs: many(5, TensorMetadata),
});

export const InferParameter = message('InferParameter', {
  boolParam: choice(1, 'bool', 'parameter_choice'),
  int64Param: choice(2, 'int64', 'parameter_choice'),
  stringParam: choice(3, 'string', 'parameter_choice'),
  doubleParam: choice(4, 'double', 'parameter_choice'),
  uint64Param: choice(5, 'uint64', 'parameter_choice'),
});
export const InferTensorContents = message('InferTensorContents', {
  boolContents: many(1, 'bool'),
  intContents: many(2, 'int32'),
  int64Contents: many(3, 'int64'),
  uintContents: many(4, 'uint32'),
  uint64Contents: many(5, 'uint64'),
  fp32Contents: many(6, 'float'),
  fp64Contents: many(7, 'double'),
  bytesContents: many(8, 'bytes'),
});

const TENSOR = {
  name: one(1, 'string'),
  datatype: one(2, 'string'),
  shape: many(3, 'int64'),
  parameters: mapOf(4, InferParameter),
  contents: one(5, InferTensorContents),
};
export const InferInputTensor = message('ModelInferRequest.InferInputTensor', TENSOR);
export const InferRequestedOutputTensor = message('ModelInferRequest.InferRequestedOutputTensor', {
  name: one(1, 'string'),
  parameters: mapOf(2, InferParameter),
});
export const ModelInferRequest = message('ModelInferRequest', {
  modelName: one(1, 'string'),
  modelVersion: one(2, 'string'),
  id: one(3, 'string'),
  parameters: mapOf(4, InferParameter),
  inputs: many(5, InferInputTensor),
  outputs: many(6, InferRequestedOutputTensor),
  rawInputContents: many(7, 'bytes'),
});
export const InferOutputTensor = message('ModelInferResponse.InferOutputTensor', TENSOR);
export const ModelInferResponse = message('ModelInferResponse', {
  modelName: one(1, 'string'),
  modelVersion: one(2, 'string'),
  id: one(3, 'string'),
  parameters: mapOf(4, InferParameter),
  outputs: many(5, InferOutputTensor),
  rawOutputContents: many(6, 'bytes'),
});
export const ModelStreamInferResponse = message('ModelStreamInferResponse', {
  errorMessage: one(1, 'string'),
  inferResponse: one(2, ModelInferResponse),
});

export const RepositoryIndexRequest = message('RepositoryIndexRequest', {
  repositoryName: one(1, 'string'),
  ready: one(2, 'bool'),
});
export const ModelIndex = message('RepositoryIndexResponse.ModelIndex', {
  name: one(1, 'string'),
  version: one(2, 'string'),
  state: one(3, 'string'),
  reason: one(4, 'string'),
});
export const RepositoryIndexResponse = message('RepositoryIndexResponse', { models: many(1, ModelIndex) });

export const ModelRepositoryParameter = message('ModelRepositoryParameter', {
  boolParam: choice(1, 'bool', 'parameter_choice'),
  int64Param: choice(2, 'int64', 'parameter_choice'),
  stringParam: choice(3, 'string', 'parameter_choice'),
  bytesParam: choice(4, 'bytes', 'parameter_choice'),
});
const REPOSITORY_CHANGE = {
  repositoryName: one(1, 'string'),
  modelName: one(2, 'string'),
  parameters: mapOf(3, ModelRepositoryParameter),
};
export const RepositoryModelLoadRequest = message('RepositoryModelLoadRequest', REPOSITORY_CHANGE);
export const RepositoryModelLoadResponse = message('RepositoryModelLoadResponse', {});
export const RepositoryModelUnloadRequest = message('RepositoryModelUnloadRequest', REPOSITORY_CHANGE);
export const RepositoryModelUnloadResponse = message('RepositoryModelUnloadResponse', {});

export const INFERENCE = {
  name: 'grpc_predict_v2.proto',
  package: 'inference',
  messages: [
    ServerLiveRequest,
    ServerLiveResponse,
    ServerReadyRequest,
    ServerReadyResponse,
    ModelReadyRequest,
    ModelReadyResponse,
    ServerMetadataRequest,
    ServerMetadataResponse,
    ModelMetadataRequest,
    ModelMetadataResponse,
    TensorMetadata,
    InferParameter,
    InferTensorContents,
    ModelInferRequest,
    InferInputTensor,
    InferRequestedOutputTensor,
    ModelInferResponse,
    InferOutputTensor,
    ModelStreamInferResponse,
    RepositoryIndexRequest,
    RepositoryIndexResponse,
    ModelIndex,
    ModelRepositoryParameter,
    RepositoryModelLoadRequest,
    RepositoryModelLoadResponse,
    RepositoryModelUnloadRequest,
    RepositoryModelUnloadResponse,
  ],
  service: {
    name: 'GRPCInferenceService',
    methods: {
      ServerLive: unary(ServerLiveRequest, ServerLiveResponse),
      ServerReady: unary(ServerReadyRequest, ServerReadyResponse),
      ModelReady: unary(ModelReadyRequest, ModelReadyResponse),
      ServerMetadata: unary(ServerMetadataRequest, ServerMetadataResponse),
      ModelMetadata: unary(ModelMetadataRequest, ModelMetadataResponse),
      ModelInfer: unary(ModelInferRequest, ModelInferResponse),
      ModelStreamInfer: bothStream(ModelInferRequest, ModelStreamInferResponse),
      RepositoryIndex: unary(RepositoryIndexRequest, RepositoryIndexResponse),
      RepositoryModelLoad: unary(RepositoryModelLoadRequest, RepositoryModelLoadResponse),
      RepositoryModelUnload: unary(RepositoryModelUnloadRequest, RepositoryModelUnloadResponse),
    },
  },
} as const satisfies ProtoFile;
