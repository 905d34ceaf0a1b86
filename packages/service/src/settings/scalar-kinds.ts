import { isAbsolute, resolve } from 'node:path';
import { locate } from '@tinderbox/scoring';
import { type Given, type Kind, type NamedPath, type Reading, refuse, type Schema } from './kind.ts';

/** A text that is not empty. The pattern is one of JSON Schema: not anchored. */
export function text(title = 'a text', pattern?: RegExp): Kind<string> {
  const schema = { title, type: 'string', minLength: 1, ...(pattern === undefined ? {} : { pattern: pattern.source }) };
  return kindOf(schema, ({ value }) =>
    typeof value === 'string' && value !== '' && (pattern?.test(value) ?? true) ? value : undefined,
  );
}

/** A text with a meaning. What `parse` throws gets the place. */
export function parsed<T>(title: string, pattern: RegExp, parse: (text: string) => T): Kind<T> {
  const { schema, read } = text(title, pattern);
  return {
    schema,
    read: (given, reading) => {
      const found = read(given, reading);
      try {
        return parse(found);
      } catch (error) {
        throw reading.isSecret === true ? refuse({ schema }, given, reading) : locate(error, { file: given.place });
      }
    },
  };
}

export function choice<const T extends string>(...choices: readonly T[]): Kind<T> {
  const schema = { title: `one of ${choices.join(', ')}`, enum: choices };
  return kindOf(schema, ({ value }) => choices.find((known) => known === value));
}

export const onOrOff: Kind<boolean> = kindOf({ title: 'true or false', type: 'boolean' }, ({ value }, { fromText }) => {
  if (fromText && typeof value === 'string') {
    if (/^(1|true|yes|on)$/i.test(value)) return true;
    return /^(0|false|no|off)$/i.test(value) ? false : undefined;
  }
  return typeof value === 'boolean' ? value : undefined;
});

/** A whole number. */
export function whole(title: string, minimum: number, maximum = Number.MAX_SAFE_INTEGER): Kind<number> {
  const isMeant = (number: number) => Number.isInteger(number) && number >= minimum && number <= maximum;
  return kindOf({ title, type: 'integer', minimum, maximum }, (given, reading) => numberOf(given, reading, isMeant));
}

export const port: Kind<number> = whole('a port from 0 to 65535', 0, 65_535);
export const count: Kind<number> = whole('a whole number from 1 on', 1);

/** As many as are named, or as there are cores. */
export const countOrAuto: Kind<number | 'auto'> = kindOf(
  {
    title: 'a whole number from 1 to 1000, or auto',
    anyOf: [{ type: 'integer', minimum: 1, maximum: 1000 }, { const: 'auto' }],
  },
  (given, reading) => {
    if (given.value === 'auto') return 'auto';
    return numberOf(given, reading, (number) => Number.isInteger(number) && number >= 1 && number <= 1000);
  },
);

/** A number of a unit, read as milliseconds. */
function time(title: string, maximum: number, milliseconds: number): Kind<number> {
  const isMeant = (number: number) => number > 0 && number <= maximum;
  return kindOf({ title, type: 'number', exclusiveMinimum: 0, maximum }, (given, reading) => {
    const number = numberOf(given, reading, isMeant);
    return number === undefined ? undefined : number * milliseconds;
  });
}

export const seconds: Kind<number> = time('a number of seconds up to 86400', 86_400, 1000);
export const hours: Kind<number> = time('a number of hours up to 8760', 8760, 3_600_000);

/** A part of all, such as of requests. */
export const share: Kind<number> = kindOf(
  { title: 'a number from 0 to 1', type: 'number', minimum: 0, maximum: 1 },
  (given, reading) => numberOf(given, reading, (number) => number >= 0 && number <= 1),
);

const SIZE = /^(\d{1,15})\s*([kmgt]?)i?b?$/i;
const UNITS: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** A number of bytes, or a text such as 16MB, read as bytes; how large the text may be only reading tells. */
export function size(title: string, maximum: number): Kind<number> {
  const pattern = '^\\d{1,15}\\s*[kKmMgGtT]?[iI]?[bB]?$';
  const anyOf = [
    { type: 'integer', minimum: 1, maximum },
    { type: 'string', pattern },
  ];
  return kindOf({ title, anyOf }, ({ value }) => {
    const [, digits, unit = ''] = SIZE.exec(String(value)) ?? [];
    const bytes = Number(digits) * (UNITS[unit.toLowerCase()] as number);
    return bytes >= 1 && bytes <= maximum ? bytes : undefined;
  });
}

const PATHS: Readonly<Record<NamedPath['wanted'], string>> = {
  file: 'the path of a file',
  folder: 'the path of a folder',
  store: 'the path of a folder',
  log: 'the path of a file',
  model: 'the path of a model',
};

/** A path; in a file, from the folder of that file on. */
export function path(wanted: NamedPath['wanted']): Kind<string> {
  const { schema, read } = text(PATHS[wanted]);
  return {
    schema,
    read: (given, reading) => {
      const found = resolvePath(read(given, reading), reading);
      reading.onPath?.({ place: given.place, path: found, wanted });
      return found;
    },
  };
}

function resolvePath(path: string, { folder }: Reading): string {
  return folder === undefined || isAbsolute(path) ? path : resolve(folder, path);
}

function numberOf({ value }: Given, { fromText }: Reading, isMeant: (number: number) => boolean): number | undefined {
  const isWritten = fromText && typeof value === 'string' && /^\d+(\.\d+)?$/.test(value);
  const number = isWritten ? Number(value) : value;
  return typeof number === 'number' && isMeant(number) ? number : undefined;
}

/** What is read as undefined is refused. */
function kindOf<T>(schema: Schema, find: (given: Given, reading: Reading) => T | undefined): Kind<T> {
  return {
    schema,
    read: (given, reading) => {
      const found = find(given, reading);
      if (found === undefined) throw refuse({ schema }, given, reading);
      return found;
    },
  };
}
