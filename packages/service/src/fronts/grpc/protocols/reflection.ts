/**
 * The reflection service of gRPC: names and numbers of github.com/grpc/grpc-proto, grpc/reflection/v1/reflection.proto.
 * v1alpha has the same under another package.
 */
import { bothStream, choice, many, message, one, type ProtoFile } from '../protobuf/message.ts';

const ExtensionRequest = message('ExtensionRequest', {
  containingType: one(1, 'string'),
  extensionNumber: one(2, 'int32'),
});
export const ServerReflectionRequest = message('ServerReflectionRequest', {
  host: one(1, 'string'),
  fileByFilename: choice(3, 'string', 'message_request'),
  fileContainingSymbol: choice(4, 'string', 'message_request'),
  fileContainingExtension: choice(5, ExtensionRequest, 'message_request'),
  allExtensionNumbersOfType: choice(6, 'string', 'message_request'),
  listServices: choice(7, 'string', 'message_request'),
});
const FileDescriptorResponse = message('FileDescriptorResponse', { fileDescriptorProto: many(1, 'bytes') });
const ExtensionNumberResponse = message('ExtensionNumberResponse', {
  baseTypeName: one(1, 'string'),
  extensionNumber: many(2, 'int32'),
});
const ServiceResponse = message('ServiceResponse', { name: one(1, 'string') });
const ListServiceResponse = message('ListServiceResponse', { service: many(1, ServiceResponse) });
const ErrorResponse = message('ErrorResponse', { errorCode: one(1, 'int32'), errorMessage: one(2, 'string') });
export const ServerReflectionResponse = message('ServerReflectionResponse', {
  validHost: one(1, 'string'),
  originalRequest: one(2, ServerReflectionRequest),
  fileDescriptorResponse: choice(4, FileDescriptorResponse, 'message_response'),
  allExtensionNumbersResponse: choice(5, ExtensionNumberResponse, 'message_response'),
  listServicesResponse: choice(6, ListServiceResponse, 'message_response'),
  errorResponse: choice(7, ErrorResponse, 'message_response'),
});

export const REFLECTION = {
  name: 'grpc/reflection/v1/reflection.proto',
  package: 'grpc.reflection.v1',
  messages: [
    ServerReflectionRequest,
    ExtensionRequest,
    ServerReflectionResponse,
    FileDescriptorResponse,
    ExtensionNumberResponse,
    ListServiceResponse,
    ServiceResponse,
    ErrorResponse,
  ],
  service: {
    name: 'ServerReflection',
    methods: { ServerReflectionInfo: bothStream(ServerReflectionRequest, ServerReflectionResponse) },
  },
} as const satisfies ProtoFile;

export const REFLECTION_ALPHA = {
  ...REFLECTION,
  name: 'grpc/reflection/v1alpha/reflection.proto',
  package: 'grpc.reflection.v1alpha',
} as const satisfies ProtoFile;
