import { parseJson, parseJsonFast, ScoringError } from '@tinderbox/scoring';

/** No row is nested deeper; the engine's own parser would take memory for every level. */
const MAX_DEPTH = 100;
/** Shorter bodies cannot be deep enough to do harm. */
const HARMLESS_BYTES = 4096;

/** The value of a body in JSON, numbers exact where `digits` matches its text. Throws INPUT_FORMAT, INPUT_LIMIT. */
export function parseJsonBody(body: Buffer, digits?: RegExp): unknown {
  if (body.length > HARMLESS_BYTES) requireShallow(body);
  const text = body.toString();
  return digits === undefined ? parseJsonFast(text) : parseJson(text, digits);
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/** Throws INPUT_LIMIT for JSON that is nested too deep. */
export function requireShallow(body: Buffer): void {
  let depth = 0;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (byte === QUOTE) at = endOfString(body, at);
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      if (++depth > MAX_DEPTH) {
        throw new ScoringError('INPUT_LIMIT', `expected JSON nested at most ${MAX_DEPTH} deep, got deeper`);
      }
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--;
  }
}

/** Where the closing quote is, or the end. */
function endOfString(body: Buffer, start: number): number {
  let at = body.indexOf(QUOTE, start + 1);
  while (at >= 0 && isEscaped(body, at)) at = body.indexOf(QUOTE, at + 1);
  return at < 0 ? body.length : at;
}

function isEscaped(body: Buffer, quote: number): boolean {
  let at = quote - 1;
  while (body[at] === BACKSLASH) at--;
  return (quote - at) % 2 === 0;
}
