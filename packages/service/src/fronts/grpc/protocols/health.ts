/** The health service of gRPC: names and numbers of github.com/grpc/grpc-proto, grpc/health/v1/health.proto. */
import { enumType, message, one, type ProtoFile, serverStream, unary } from '../protobuf/message.ts';

const ServingStatus = enumType('HealthCheckResponse.ServingStatus', [
  'UNKNOWN',
  'SERVING',
  'NOT_SERVING',
  'SERVICE_UNKNOWN',
]);
export const SERVING = 1;
export const NOT_SERVING = 2;
export const SERVICE_UNKNOWN = 3;

export const HealthCheckRequest = message('HealthCheckRequest', { service: one(1, 'string') });
export const HealthCheckResponse = message('HealthCheckResponse', { status: one(1, ServingStatus) });

export const HEALTH = {
  name: 'grpc/health/v1/health.proto',
  package: 'grpc.health.v1',
  messages: [HealthCheckRequest, HealthCheckResponse],
  service: {
    name: 'Health',
    methods: {
      Check: unary(HealthCheckRequest, HealthCheckResponse),
      Watch: serverStream(HealthCheckRequest, HealthCheckResponse),
    },
  },
} as const satisfies ProtoFile;
