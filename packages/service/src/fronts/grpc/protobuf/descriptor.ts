/** Declarations as protobuf's descriptor.proto writes them, whose field numbers these are. */
import { encodeMessage } from './encode.ts';
import {
  choice,
  type Draft,
  type EnumType,
  type FieldShape,
  type FieldType,
  type MessageType,
  many,
  mapEntry,
  message,
  one,
  type ProtoFile,
  type ScalarType,
} from './message.ts';

const EnumValueDescriptor = message('EnumValueDescriptorProto', {
  name: one(1, 'string'),
  number: choice(2, 'int32', 'written even if 0'),
});
const EnumDescriptor = message('EnumDescriptorProto', { name: one(1, 'string'), value: many(2, EnumValueDescriptor) });
const OneofDescriptor = message('OneofDescriptorProto', { name: one(1, 'string') });
const FieldDescriptor = message('FieldDescriptorProto', {
  name: one(1, 'string'),
  number: one(3, 'int32'),
  label: one(4, 'int32'),
  type: one(5, 'int32'),
  typeName: one(6, 'string'),
  oneofIndex: choice(9, 'int32', 'written even if 0'),
  jsonName: one(10, 'string'),
});
const MessageOptions = message('MessageOptions', { mapEntry: one(7, 'bool') });
const ENTRY_FIELDS = { name: one(1, 'string'), field: many(2, FieldDescriptor), options: one(7, MessageOptions) };
const EntryDescriptor = message('DescriptorProto', ENTRY_FIELDS);
/** Two levels of messages inside messages, which is all there is: the inner ones are the entries of maps. */
const InnerDescriptor = message('DescriptorProto', { ...ENTRY_FIELDS, nestedType: many(3, EntryDescriptor) });
const MessageDescriptor = message('DescriptorProto', {
  name: one(1, 'string'),
  field: many(2, FieldDescriptor),
  nestedType: many(3, InnerDescriptor),
  enumType: many(4, EnumDescriptor),
  oneofDecl: many(8, OneofDescriptor),
});
const MethodDescriptor = message('MethodDescriptorProto', {
  name: one(1, 'string'),
  inputType: one(2, 'string'),
  outputType: one(3, 'string'),
  clientStreaming: one(5, 'bool'),
  serverStreaming: one(6, 'bool'),
});
const ServiceDescriptor = message('ServiceDescriptorProto', {
  name: one(1, 'string'),
  method: many(2, MethodDescriptor),
});
const FileDescriptor = message('FileDescriptorProto', {
  name: one(1, 'string'),
  package: one(2, 'string'),
  messageType: many(4, MessageDescriptor),
  service: many(6, ServiceDescriptor),
  syntax: one(12, 'string'),
});

/** The numbers of FieldDescriptorProto.Type. */
const TYPE_NUMBERS = {
  double: 1,
  float: 2,
  int64: 3,
  uint64: 4,
  int32: 5,
  bool: 8,
  string: 9,
  bytes: 12,
  uint32: 13,
} as const satisfies Record<ScalarType, number>;
const TYPE_MESSAGE = 11;
const TYPE_ENUM = 14;
const LABEL_OPTIONAL = 1;
const LABEL_REPEATED = 3;

/** A serialised FileDescriptorProto. */
export function encodeDescriptor(file: ProtoFile): Buffer {
  const outer = file.messages.filter(({ name }) => !name.includes('.'));
  return encodeMessage(FileDescriptor, {
    name: file.name,
    package: file.package,
    messageType: outer.map((type) => describeOuter(file, type)),
    service: [describeService(file)],
    syntax: 'proto3',
  });
}

/** `int64Param` as declarations write it: `int64_param`. */
function underscored(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

interface InnerDraft extends Draft<typeof EntryDescriptor> {
  readonly nestedType: readonly Draft<typeof EntryDescriptor>[];
}

function describeOuter(file: ProtoFile, type: MessageType): Draft<typeof MessageDescriptor> {
  const inner = file.messages.filter(({ name }) => name.startsWith(`${type.name}.`));
  const enums = Object.values(type.fields).flatMap(({ type: each }) => (isEnum(each) ? [each] : []));
  const described = describeMessage(file, type);
  return {
    ...described,
    nestedType: [...inner.map((each) => describeMessage(file, each)), ...described.nestedType],
    enumType: enums.map(({ name, values }) => ({
      name: lastOf(name),
      value: values.map((value, number) => ({ name: value, number })),
    })),
    oneofDecl: oneofsOf(type).map((name) => ({ name })),
  };
}

function describeMessage(file: ProtoFile, type: MessageType): InnerDraft {
  const oneofs = oneofsOf(type);
  const maps = Object.entries(type.fields).filter(([, { label }]) => label === 'map');
  return {
    name: lastOf(type.name),
    field: Object.entries(type.fields).map(([name, shape]) => ({
      name: underscored(name),
      number: shape.number,
      label: shape.label === 'many' || shape.label === 'map' ? LABEL_REPEATED : LABEL_OPTIONAL,
      jsonName: name,
      ...(shape.label === 'map'
        ? { type: TYPE_MESSAGE, typeName: `.${file.package}.${type.name}.${entryName(name)}` }
        : describeType(file, shape.type)),
      ...(shape.oneof === undefined ? {} : { oneofIndex: oneofs.indexOf(shape.oneof) }),
    })),
    nestedType: maps.map(([name, shape]) => describeEntry(file, name, shape)),
  };
}

function describeEntry(file: ProtoFile, name: string, { type }: FieldShape): Draft<typeof EntryDescriptor> {
  return { ...describeMessage(file, mapEntry(type)), name: entryName(name), options: { mapEntry: true } };
}

/** `ParametersEntry`, the name that protoc gives. */
function entryName(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Entry`;
}

function describeType(file: ProtoFile, type: FieldType): { readonly type: number; readonly typeName?: string } {
  if (typeof type !== 'object') return { type: TYPE_NUMBERS[type] };
  return { type: isEnum(type) ? TYPE_ENUM : TYPE_MESSAGE, typeName: `.${file.package}.${type.name}` };
}

function isEnum(type: FieldType): type is EnumType {
  return typeof type === 'object' && type.kind === 'enum';
}

function oneofsOf({ fields }: MessageType): readonly string[] {
  return [...new Set(Object.values(fields).flatMap(({ oneof }) => (oneof === undefined ? [] : [oneof])))];
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function describeService({ package: scope, service }: ProtoFile): Draft<typeof ServiceDescriptor> {
  return {
    name: service.name,
    method: Object.entries(service.methods).map(([name, { request, response, requestStream, responseStream }]) => ({
      name,
      inputType: `.${scope}.${request.name}`,
      outputType: `.${scope}.${response.name}`,
      clientStreaming: requestStream,
      serverStreaming: responseStream,
    })),
  };
}
