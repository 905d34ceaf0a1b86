/** From handlers of messages to a service of grpc-js, whose bytes stay bytes until they are decoded here. */

import type {
  ServerDuplexStream,
  ServerUnaryCall,
  ServerWritableStream,
  ServiceDefinition,
  sendUnaryData,
  UntypedHandleCall,
} from '@grpc/grpc-js';
import { decodeMessage } from './protobuf/decode.ts';
import { encodeMessage } from './protobuf/encode.ts';
import {
  type Draft,
  type MessageOf,
  type MessageType,
  type MethodType,
  type ProtoFile,
  serviceName,
} from './protobuf/message.ts';
import { statusOf } from './status.ts';

/** One answer a request; in streams of both directions too, in order. The signal is made when it is asked for. */
type Answer<Q extends MessageType, A extends MessageType> = (
  request: MessageOf<Q>,
  signal: () => AbortSignal,
) => Draft<A> | Promise<Draft<A>>;

/** Answers until it ends. */
type Emitter<Q extends MessageType, A extends MessageType> = (
  request: MessageOf<Q>,
  emit: (answer: Draft<A>) => void,
  signal: AbortSignal,
) => Promise<void>;

/** One request, many answers. */
interface ServerStream {
  readonly requestStream: false;
  readonly responseStream: true;
}

type Handler<M> =
  M extends MethodType<infer Q, infer A> ? (M extends ServerStream ? Emitter<Q, A> : Answer<Q, A>) : never;

export type Handlers<F extends ProtoFile> = {
  readonly [K in keyof F['service']['methods']]: Handler<F['service']['methods'][K]>;
};

export interface Service {
  readonly definition: ServiceDefinition;
  readonly handlers: { readonly [method: string]: UntypedHandleCall };
}

export function createService<F extends ProtoFile>(file: F, handlers: Handlers<F>): Service {
  const methods = Object.entries<MethodType>(file.service.methods);
  const bytes = (value: Buffer) => value;
  const codec = {
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  };
  const definition = methods.map(([name, { requestStream, responseStream }]) => [
    name,
    { path: `/${serviceName(file)}/${name}`, requestStream, responseStream, ...codec },
  ]);
  return {
    definition: Object.fromEntries(definition),
    handlers: Object.fromEntries(methods.map(([name, method]) => [name, wrap(method, handlers[name] as never)])),
  };
}

function wrap(method: MethodType, handler: never): UntypedHandleCall {
  if (method.requestStream) return (call: Duplex) => answerStream(call, { method, handler });
  if (method.responseStream) return (call: Writable) => emitAll(call, method, handler);
  return (call: Unary, callback: sendUnaryData<Buffer>) => answerOne(call, callback, { method, handler });
}

type Unary = ServerUnaryCall<Buffer, Buffer>;
type Writable = ServerWritableStream<Buffer, Buffer>;
type Duplex = ServerDuplexStream<Buffer, Buffer>;
type AnyAnswer = Answer<MessageType, MessageType>;

/** What all calls have, of which the types of grpc-js make no common one. */
interface Cancellable {
  readonly cancelled: boolean;
  on(event: 'cancelled', listener: () => void): unknown;
}

/** Fires when the caller has gone or the deadline has passed. */
function signalOf(call: Cancellable): AbortSignal {
  const controller = new AbortController();
  if (call.cancelled) controller.abort();
  else call.on('cancelled', () => controller.abort());
  return controller.signal;
}

interface Unit {
  readonly method: MethodType;
  readonly handler: AnyAnswer;
}

/** The bytes of the answer; a plain value unless the handler takes its time. */
function answer(bytes: Buffer, { method, handler }: Unit, signal: () => AbortSignal): Buffer | Promise<Buffer> {
  const given = handler(decodeMessage(method.request, bytes), signal);
  return given instanceof Promise
    ? given.then((message) => encodeMessage(method.response, message))
    : encodeMessage(method.response, given);
}

function answerOne(call: Unary, callback: sendUnaryData<Buffer>, unit: Unit): void {
  const refuse = (error: unknown) => callback(statusOf(error));
  try {
    const given = answer(call.request, unit, () => signalOf(call));
    if (given instanceof Promise) given.then((bytes) => callback(null, bytes), refuse);
    else callback(null, given);
  } catch (error) {
    refuse(error);
  }
}

/** Requests one after the other, the next when the answer of the last is written and the reader keeps up. */
async function answerStream(call: Duplex, unit: Unit): Promise<void> {
  const signal = signalOf(call);
  try {
    // The plain iterator would destroy the call at the end of the requests, before its status is sent.
    for await (const bytes of call.iterator({ destroyOnReturn: false })) {
      const given = await answer(bytes, unit, () => signal);
      if (!call.write(given)) await writable(call, signal);
      if (signal.aborted) return;
    }
    call.end();
  } catch (error) {
    if (!signal.aborted) call.emit('error', statusOf(error));
  }
}

function writable(call: Duplex, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    call.once('drain', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function emitAll(call: Writable, method: MethodType, handler: Emitter<MessageType, MessageType>): Promise<void> {
  try {
    const emit = (message: Draft<MessageType>) => call.write(encodeMessage(method.response, message));
    await handler(decodeMessage(method.request, call.request), emit, signalOf(call));
    call.end();
  } catch (error) {
    call.emit('error', statusOf(error));
  }
}
