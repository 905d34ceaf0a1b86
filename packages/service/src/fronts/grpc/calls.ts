/** From handlers of messages to a service of grpc-js, whose bytes stay bytes until they are decoded here. */

import type {
  ServerDuplexStream,
  ServerUnaryCall,
  ServerWritableStream,
  ServiceDefinition,
  sendUnaryData,
  UntypedHandleCall,
} from '@grpc/grpc-js';
import {
  type Call,
  type CallContext,
  CallRecord,
  CallSignal,
  type CallTelemetry,
  canceledStatus,
  type MethodPlace,
  QUIET,
} from './call-record.ts';
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

/** One answer a request; in streams of both directions too, in order. */
type Answer<Q extends MessageType, A extends MessageType> = (
  request: MessageOf<Q>,
  context: CallContext,
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

/** The calls of a service; what becomes of them is told. */
export function createService<F extends ProtoFile>(file: F, handlers: Handlers<F>, telemetry: CallTelemetry): Service {
  const methods = Object.entries<MethodType>(file.service.methods);
  const protocol = file.package === 'inference' ? 'oip-grpc' : QUIET;
  const bytes = (value: Buffer) => value;
  const codec = {
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  };
  const placeOf = (name: string): MethodPlace => ({ name: `${serviceName(file)}/${name}`, protocol });
  const definition = methods.map(([name, { requestStream, responseStream }]) => [
    name,
    { path: `/${placeOf(name).name}`, requestStream, responseStream, ...codec },
  ]);
  const wrapped = methods.map(([name, method]) => {
    const unit = { method, handler: handlers[name] as never, telemetry, place: placeOf(name) };
    return [name, wrap(unit)];
  });
  return { definition: Object.fromEntries(definition), handlers: Object.fromEntries(wrapped) };
}

interface Unit<H = unknown> {
  readonly method: MethodType;
  readonly handler: H;
  readonly telemetry: CallTelemetry;
  readonly place: MethodPlace;
}

function wrap(unit: Unit<never>): UntypedHandleCall {
  if (unit.method.requestStream) return (call: Duplex) => answerStream(call, unit);
  if (unit.method.responseStream) return (call: Writable) => emitAll(call, unit);
  return (call: Unary, callback: sendUnaryData<Buffer>) => answerOne(call, callback, unit);
}

type Unary = ServerUnaryCall<Buffer, Buffer>;
type Writable = ServerWritableStream<Buffer, Buffer>;
type Duplex = ServerDuplexStream<Buffer, Buffer>;
type AnswerUnit = Unit<Answer<MessageType, MessageType>>;

/** A call is open from now until the returned function is told of its status. */
function openCall({ telemetry: { metrics }, place }: Unit): (status: number) => void {
  metrics.callsInFlight++;
  return (status) => {
    metrics.callsInFlight--;
    metrics.countCall(place.name, status);
  };
}

function record({ telemetry, place }: Unit, call: Call, signal = new CallSignal(call)): CallRecord {
  return new CallRecord(telemetry, place, { call, signal });
}

/** The bytes of the answer; a plain value unless the handler takes its time. */
function answer(bytes: Buffer, { method, handler }: AnswerUnit, context: CallRecord): Buffer | Promise<Buffer> {
  const given = context.run(() => handler(decodeMessage(method.request, bytes), context));
  return given instanceof Promise
    ? given.then((message) => encodeMessage(method.response, message))
    : encodeMessage(method.response, given);
}

function answerOne(call: Unary, callback: sendUnaryData<Buffer>, unit: AnswerUnit): void {
  const close = openCall(unit);
  const request = record(unit, call);
  const reply = (bytes: Buffer) => {
    callback(null, bytes);
    close(request.end(bytes.length));
  };
  const refuse = (error: unknown) => {
    callback(request.fail(error));
    close(request.end(0));
  };
  try {
    const given = answer(call.request, unit, request);
    if (given instanceof Promise) given.then(reply, refuse);
    else reply(given);
  } catch (error) {
    refuse(error);
  }
}

/** Requests one after the other, the next when the answer of the last is written and the reader keeps up. */
async function answerStream(call: Duplex, unit: AnswerUnit): Promise<void> {
  const close = openCall(unit);
  const signal = new CallSignal(call);
  let status = 0;
  try {
    // The plain iterator would destroy the call at the end of the requests, before its status is sent.
    for await (const bytes of call.iterator({ destroyOnReturn: false })) {
      const request = record(unit, call, signal);
      const given = await answerMessage(bytes, unit, request);
      if (!call.write(given)) await writable(call, signal.value);
      request.end(given.length);
      if (signal.value.aborted) break;
    }
    call.end();
  } catch (error) {
    const failed = statusOf(error);
    status = failed.code;
    if (!signal.value.aborted) call.emit('error', failed);
  }
  close(canceledStatus(call) ?? status);
}

/** Tells of a failure that ends the stream. */
async function answerMessage(bytes: Buffer, unit: AnswerUnit, request: CallRecord): Promise<Buffer> {
  try {
    return await answer(bytes, unit, request);
  } catch (error) {
    request.fail(error);
    request.end(0);
    throw error;
  }
}

function writable(call: Duplex, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    call.once('drain', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function emitAll(call: Writable, unit: Unit<Emitter<MessageType, MessageType>>): Promise<void> {
  const { method, handler } = unit;
  const close = openCall(unit);
  const request = record(unit, call);
  let bytes = 0;
  const emit = (message: Draft<MessageType>) => {
    const encoded = encodeMessage(method.response, message);
    bytes += encoded.length;
    call.write(encoded);
  };
  try {
    await request.run(() => handler(decodeMessage(method.request, call.request), emit, request.signal));
    call.end();
  } catch (error) {
    call.emit('error', request.fail(error));
  }
  close(request.end(bytes));
}
