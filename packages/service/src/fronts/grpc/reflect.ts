import { encodeDescriptor } from './protobuf/descriptor.ts';
import { type Draft, type MessageOf, type ProtoFile, serviceName } from './protobuf/message.ts';
import type { ServerReflectionRequest, ServerReflectionResponse } from './protocols/reflection.ts';

type Request = MessageOf<typeof ServerReflectionRequest>;
type Response = Draft<typeof ServerReflectionResponse>;

const NOT_FOUND = 5;

/** Answers what the server is asked of its own declarations. */
export function createReflection(files: readonly ProtoFile[]): (request: Request) => Response {
  const bytes = new Map(files.map((file) => [file.name, encodeDescriptor(file)]));
  return (request) => ({ validHost: request.host, originalRequest: request, ...answer(files, bytes, request) });
}

function answer(files: readonly ProtoFile[], bytes: ReadonlyMap<string, Buffer>, request: Request): Response {
  if (request.listServices !== undefined) {
    return { listServicesResponse: { service: files.map((file) => ({ name: serviceName(file) })) } };
  }
  const { fileByFilename, fileContainingSymbol } = request;
  const name = fileByFilename ?? files.find((file) => declares(file, fileContainingSymbol))?.name;
  const found = name === undefined ? undefined : bytes.get(name);
  if (found !== undefined) return { fileDescriptorResponse: { fileDescriptorProto: [found] } };
  // There are no extensions in proto3, so what is asked of them is not found either.
  return {
    errorResponse: { errorCode: NOT_FOUND, errorMessage: 'expected a file or symbol of this server, got another' },
  };
}

/** A service, a method of it or a message. */
function declares(file: ProtoFile, symbol: string | undefined): boolean {
  const { methods } = file.service;
  const service = serviceName(file);
  return (
    symbol === service ||
    Object.keys(methods).some((method) => symbol === `${service}.${method}`) ||
    file.messages.some(({ name }) => symbol === `${file.package}.${name}`)
  );
}
