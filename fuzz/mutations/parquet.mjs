// Mutations of Parquet files by their structure. Checksums and offsets are made to fit again, so that what is changed
// reaches the code that decodes it.

import { mutateBytes, mutateInPlace } from './bytes.mjs';
import { mutateJson } from './json.mjs';
import { mutateStruct, readStruct, writeStruct } from './thrift.mjs';

const MAGIC = Buffer.from('PAR1');
const UNCOMPRESSED = { type: 5, value: 0n };
const SPARK_SCHEMA = 'org.apache.spark.sql.parquet.row.metadata';
/** Ids of the fields in parquet.thrift. */
const FILE = { rowGroups: 4, keyValues: 5 };
const CHUNK = { metadata: 3 };
const COLUMN = { codec: 4, compressed: 7, data: 9, dictionary: 11 };
const PAGE = { size: 2, compressed: 3, checksum: 4, data: 5, dictionary: 7, data2: 8 };
const DATA2 = { definitionBytes: 5, repetitionBytes: 6, isCompressed: 7 };

/** What changes pages comes before offsets are set, what changes the footer after. */
const PAGE_MUTATIONS = [
  [5, (random, file) => changePage(random, file, (page) => mutateStruct(random, page.header))],
  [8, (random, file) => changePage(random, file, (page) => mutateBody(random, page))],
  [1, changePages],
];
const FOOTER_MUTATIONS = [
  [5, (random, file) => mutateStruct(random, file.footer)],
  [1, changeCodec],
  [1, changeSparkSchema],
];

/** `decodeSnappy(bytes, out)` is the library's. Bytes that are no sound Parquet are changed as any others. */
export function mutateParquet(random, bytes, decodeSnappy) {
  let file;
  try {
    file = openFile(bytes, decodeSnappy);
  } catch {
    return mutateBytes(random, bytes);
  }
  const changesPages = random.chance(0.65);
  const times = random.pick([1, 1, 2, 3]);
  if (changesPages) for (let i = 0; i < times; i++) random.weighted(PAGE_MUTATIONS)(random, file);
  const pages = layOutPages(file.chunks);
  if (!changesPages) for (let i = 0; i < times; i++) random.weighted(FOOTER_MUTATIONS)(random, file);
  const footer = writeStruct(file.footer);
  const tail = random.chance(0.05) ? oddTail(random) : tailOf(footer.length);
  return Buffer.concat([MAGIC, pages, footer, tail]);
}

function openFile(bytes, decodeSnappy) {
  const length = bytes.readUInt32LE(bytes.length - 8);
  const footer = readStruct(bytes.subarray(bytes.length - 8 - length, bytes.length - 8)).struct;
  const groups = footer.value.get(FILE.rowGroups).value.items;
  const chunks = groups
    .flatMap((group) => group.value.get(1).value.items)
    .map((chunk) => {
      const column = chunk.value.get(CHUNK.metadata).value;
      return { column, pages: readPages(bytes, column, decodeSnappy) };
    });
  return { footer, chunks };
}

const numberOf = (fields, id) => Number(fields.get(id)?.value ?? 0n);

function readPages(bytes, column, decodeSnappy) {
  const dictionary = numberOf(column, COLUMN.dictionary);
  const start = dictionary > 0 ? dictionary : numberOf(column, COLUMN.data);
  const end = start + numberOf(column, COLUMN.compressed);
  const codec = numberOf(column, COLUMN.codec);
  if (codec > 1) throw new Error('expected Snappy or no compression');
  const pages = [];
  for (let at = start; at < end; ) {
    const { struct, end: bodyStart } = readStruct(bytes, at);
    at = bodyStart + numberOf(struct.value, PAGE.compressed);
    pages.push(openPage(struct, bytes.subarray(bodyStart, at), codec === 1 ? decodeSnappy : undefined));
  }
  column.set(COLUMN.codec, UNCOMPRESSED);
  return pages;
}

/** A page without compression and checksum. */
function openPage(header, stored, decodeSnappy) {
  const fields = header.value;
  const size = numberOf(fields, PAGE.size);
  const second = fields.get(PAGE.data2)?.value;
  const levels =
    second === undefined ? 0 : numberOf(second, DATA2.definitionBytes) + numberOf(second, DATA2.repetitionBytes);
  const isCompressed = decodeSnappy !== undefined && second?.get(DATA2.isCompressed)?.value !== false;
  let body = Buffer.from(stored);
  if (isCompressed && size > levels) {
    const values = new Uint8Array(size - levels);
    if (!decodeSnappy(stored.subarray(levels), values)) throw new Error('expected sound Snappy bytes');
    body = Buffer.concat([stored.subarray(0, levels), values]);
  }
  fields.delete(PAGE.checksum);
  fields.set(PAGE.compressed, { type: 5, value: BigInt(body.length) });
  return { header, body };
}

/** The bytes of all pages; the footer then says where they stand. */
function layOutPages(chunks) {
  const parts = [];
  let at = MAGIC.length;
  for (const { column, pages } of chunks) {
    const start = at;
    const isData = ({ header }) => header.value.has(PAGE.data) || header.value.has(PAGE.data2);
    const firstData = pages.find(isData);
    for (const page of pages) {
      if (page === firstData) setNumber(column, COLUMN.data, at);
      else if (!isData(page) && column.has(COLUMN.dictionary)) setNumber(column, COLUMN.dictionary, at);
      const header = writeStruct(page.header);
      parts.push(header, page.body);
      at += header.length + page.body.length;
    }
    setNumber(column, COLUMN.compressed, at - start);
  }
  return Buffer.concat(parts);
}

function setNumber(fields, id, value) {
  fields.set(id, { type: 6, value: BigInt(value) });
}

function tailOf(length) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(length);
  return Buffer.concat([bytes, MAGIC]);
}

function oddTail(random) {
  const tail = tailOf(random.pick([0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 4, 100, 10_000]));
  return random.pick([tail, tail.subarray(0, 4), Buffer.concat([tail.subarray(0, 4), Buffer.from('PARE')])]);
}

function changePage(random, file, change) {
  const pages = file.chunks.flatMap((chunk) => chunk.pages);
  if (pages.length > 0) change(random.pick(pages));
}

/** Levels and bit widths stand in front; the rest are values, or indices of the dictionary. */
function mutateBody(random, page) {
  const { body } = page;
  if (random.chance(0.3)) {
    page.body = mutateBytes(random, body);
    page.header.value.set(PAGE.compressed, { type: 5, value: BigInt(page.body.length) });
    if (random.chance(0.7)) page.header.value.set(PAGE.size, { type: 5, value: BigInt(page.body.length) });
    return;
  }
  const split = Math.min(body.length, random.pick([0, 8, 16, body.length]));
  const [front, rest] = [body.subarray(0, split), body.subarray(split)];
  page.body =
    random.chance(0.5) && split > 0
      ? Buffer.concat([mutateInPlace(random, front), rest])
      : Buffer.concat([front, mutateInPlace(random, rest)]);
}

function changePages(random, { chunks }) {
  if (chunks.length === 0) return;
  const { pages } = random.pick(chunks);
  const other = random.pick(chunks).pages;
  random.pick([
    () => pages.pop(),
    () => pages.reverse(),
    () => pages.push(...other),
    () => pages.splice(0, 1, ...other),
  ])();
}

function changeCodec(random, { chunks }) {
  if (chunks.length > 0) random.pick(chunks).column.set(COLUMN.codec, { type: 5, value: BigInt(random.below(9)) });
}

function changeSparkSchema(random, { footer }) {
  const pairs = footer.value.get(FILE.keyValues)?.value.items ?? [];
  const pair = pairs.find(({ value }) => value.get(1)?.value.toString() === SPARK_SCHEMA);
  const text = pair?.value.get(2)?.value.toString();
  if (text !== undefined) pair.value.set(2, { type: 8, value: Buffer.from(mutateJson(random, text)) });
}
