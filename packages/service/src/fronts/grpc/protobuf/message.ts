/**
 * Messages of Protocol Buffers (proto3) as tables. Codec and descriptor both come from them, so that what the server
 * tells of itself is what it reads and writes. Keys are in camel case; the wire knows the numbers alone, and the
 * descriptor writes the names with underscores.
 */

/** What a field of each type holds. Integers of 64 bits are numbers where exact, else bigint. */
interface Scalars {
  bool: boolean;
  int32: number;
  uint32: number;
  int64: number | bigint;
  uint64: number | bigint;
  float: number;
  double: number;
  string: string;
  bytes: Uint8Array;
}

export type ScalarType = keyof Scalars;

export interface EnumType {
  readonly kind: 'enum';
  readonly name: string;
  /** The names of 0, 1, 2 and so on. */
  readonly values: readonly string[];
}

export interface MessageType<F extends Fields = Fields> {
  readonly kind: 'message';
  /** In its package; `A.B` is declared inside `A`. */
  readonly name: string;
  readonly fields: F;
  /** The same, in the order of their declaration. */
  readonly places: readonly Place[];
  /** The same, by number. */
  readonly byNumber: readonly (Place | undefined)[];
  /** What a message of no bytes holds: to be copied, which costs less than to be made. */
  readonly empty: { readonly [name: string]: unknown };
}

/** A field and its name. */
export interface Place {
  readonly name: string;
  readonly shape: FieldShape;
}

export type FieldType = ScalarType | EnumType | MessageType;

/** `one` has the default of its type where missing; `choice` and messages are undefined then. */
export type Label = 'one' | 'many' | 'map' | 'choice';

export interface FieldShape<T extends FieldType = FieldType, L extends Label = Label> {
  readonly number: number;
  readonly type: T;
  readonly label: L;
  /** The `oneof` that a `choice` belongs to. */
  readonly oneof?: string;
}

export interface Fields {
  readonly [name: string]: FieldShape;
}

type One<T> = T extends ScalarType
  ? Scalars[T]
  : T extends EnumType
    ? number
    : T extends MessageType<infer F>
      ? FieldValues<F>
      : never;

type ValueOf<S> =
  S extends FieldShape<infer T, infer L>
    ? L extends 'many'
      ? readonly One<T>[]
      : L extends 'map'
        ? ReadonlyMap<string, One<T>>
        : L extends 'choice'
          ? One<T> | undefined
          : T extends MessageType
            ? One<T> | undefined
            : One<T>
    : never;

type FieldValues<F extends Fields> = { readonly [K in keyof F]: ValueOf<F[K]> };

/** A message as it was read: every field is there. */
export type MessageOf<M extends MessageType> = FieldValues<M['fields']>;

/** A message to write: what is missing has its default. */
export type Draft<M extends MessageType> = DraftFields<M['fields']>;

type DraftFields<F extends Fields> = { readonly [K in keyof F]?: DraftValue<F[K]> | undefined };

type DraftValue<S> =
  S extends FieldShape<infer T, infer L>
    ? L extends 'many'
      ? ArrayLike<DraftOne<T>>
      : L extends 'map'
        ? ReadonlyMap<string, DraftOne<T>>
        : DraftOne<T>
    : never;

type DraftOne<T> = T extends MessageType<infer F> ? DraftFields<F> : One<T>;

export function message<F extends Fields>(name: string, fields: F): MessageType<F> {
  const places = Object.entries(fields).map(([field, shape]) => ({ name: field, shape }));
  const byNumber: Place[] = [];
  for (const place of places) byNumber[place.shape.number] = place;
  const empty = Object.fromEntries(places.map(({ name: field, shape }) => [field, missingValue(shape)]));
  return { kind: 'message', name, fields, places, byNumber, empty };
}

/** Shared by the messages that have none. */
export const NO_VALUES: readonly unknown[] = Object.freeze([]);
export const NO_ENTRIES: ReadonlyMap<string, unknown> = new Map();

function missingValue({ label, type }: FieldShape): unknown {
  if (label === 'many') return NO_VALUES;
  if (label === 'map') return NO_ENTRIES;
  return label === 'choice' ? undefined : defaultOf(type);
}

function defaultOf(type: FieldType): unknown {
  if (typeof type === 'object') return type.kind === 'enum' ? 0 : undefined;
  if (type === 'string') return '';
  if (type === 'bytes') return new Uint8Array(0);
  return type === 'bool' ? false : 0;
}

export function enumType(name: string, values: readonly string[]): EnumType {
  return { kind: 'enum', name, values };
}

export function one<T extends FieldType>(number: number, type: T): FieldShape<T, 'one'> {
  return { number, type, label: 'one' };
}

export function many<T extends FieldType>(number: number, type: T): FieldShape<T, 'many'> {
  return { number, type, label: 'many' };
}

/** A map whose keys are strings. */
export function mapOf<T extends FieldType>(number: number, type: T): FieldShape<T, 'map'> {
  return { number, type, label: 'map' };
}

export function choice<T extends FieldType>(number: number, type: T, oneof: string): FieldShape<T, 'choice'> {
  return { number, type, label: 'choice', oneof };
}

/** The message that stands for an entry of a map. */
export function mapEntry(type: FieldType): MessageType {
  return message('Entry', { key: one(1, 'string'), value: one(2, type) });
}

/** A file of declarations: what reflection tells, and the addresses of its services. */
export interface ProtoFile {
  readonly name: string;
  readonly package: string;
  /** An outer message before those declared inside it. */
  readonly messages: readonly MessageType[];
  readonly service: ServiceType;
}

export interface ServiceType {
  readonly name: string;
  readonly methods: { readonly [name: string]: MethodType };
}

export interface MethodType<
  Q extends MessageType = MessageType,
  A extends MessageType = MessageType,
  RequestStream extends boolean = boolean,
  ResponseStream extends boolean = boolean,
> {
  readonly request: Q;
  readonly response: A;
  readonly requestStream: RequestStream;
  readonly responseStream: ResponseStream;
}

export function unary<Q extends MessageType, A extends MessageType>(
  request: Q,
  response: A,
): MethodType<Q, A, false, false> {
  return { request, response, requestStream: false, responseStream: false };
}

export function serverStream<Q extends MessageType, A extends MessageType>(
  request: Q,
  response: A,
): MethodType<Q, A, false, true> {
  return { request, response, requestStream: false, responseStream: true };
}

export function bothStream<Q extends MessageType, A extends MessageType>(
  request: Q,
  response: A,
): MethodType<Q, A, true, true> {
  return { request, response, requestStream: true, responseStream: true };
}

/** `inference.GRPCInferenceService`. */
export function serviceName({ package: scope, service }: ProtoFile): string {
  return `${scope}.${service.name}`;
}
