/** The internal subset of a document type: entities and attributes. External parts are not read. */

export interface AttributeRule {
  readonly name: string;
  /** Spaces count in CDATA; other values are lists of words. */
  readonly isText: boolean;
  readonly isId: boolean;
  readonly byDefault?: string;
}

export interface Doctype {
  /** Replacement texts; null for entities that stand outside the document. */
  readonly entities: Map<string, string | null>;
  readonly attributes: Map<string, AttributeRule[]>;
}

/** Thrown for a text that is no well-formed XML. */
export class MalformedXml extends Error {}

export function malformed(): never {
  throw new MalformedXml('not well-formed');
}

const START =
  ':A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD';
export const NAME = `[${START}][${START}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040]*`;
const LITERAL = `(?:"([^"]*)"|'([^']*)')`;
const EXTERNAL = `(?:SYSTEM[ \\t\\n]+${LITERAL}|PUBLIC[ \\t\\n]+${LITERAL}[ \\t\\n]+${LITERAL})`;
const S = '[ \\t\\n]';

const sticky = (source: string) => new RegExp(source, 'y');
const HEAD = sticky(`<!DOCTYPE${S}+(${NAME})(${S}+${EXTERNAL})?${S}*`);
const ENTITY = sticky(`<!ENTITY${S}+(%${S}+)?(${NAME})${S}+(?:${LITERAL}|${EXTERNAL}(${S}+NDATA${S}+${NAME})?)${S}*>`);
const OTHER = sticky(
  `<!(?:ELEMENT|NOTATION)${S}+${NAME}${S}[^<>]*>|<!--([^]*?)-->|<\\?(?![xX][mM][lL]${S})${NAME}(?:${S}[^]*?)?\\?>`,
);
const ATTLIST = sticky(`<!ATTLIST${S}+(${NAME})`);
const TYPES = `CDATA|IDREFS?|ID|ENTITY|ENTITIES|NMTOKENS?|(?:NOTATION${S}+)?\\([^()]*\\)`;
const ATTRIBUTE = sticky(`${S}+(${NAME})${S}+(${TYPES})${S}+(?:#REQUIRED|#IMPLIED|(?:#FIXED${S}+)?${LITERAL})`);
const PARAMETER = sticky(`%(${NAME});`);
const SPACE = sticky(`${S}+`);

const MOST_DEPTH = 20;

/** Reads `<!DOCTYPE ...>` at an offset; gives what it declares and the offset after it. */
export function readDoctype(text: string, offset: number): { readonly doctype: Doctype; readonly end: number } {
  const head = matchAt(HEAD, text, offset) ?? malformed();
  // The JDK would fetch the file now.
  if (head[2] !== undefined) malformed();
  const doctype: Doctype = { entities: new Map(), attributes: new Map() };
  let end = offset + head[0].length;
  if (text[end] === '[') {
    end = new Declarations(doctype).read(text, end + 1, 0);
    if (text[end] !== ']') malformed();
    end += 1 + (matchAt(SPACE, text, end + 1)?.[0].length ?? 0);
  }
  return text[end] === '>' ? { doctype, end: end + 1 } : malformed();
}

/** The text of a comment, which has no two hyphens. */
export function checkComment(text: string): string {
  return text.includes('--') || text.endsWith('-') ? malformed() : text;
}

function matchAt(pattern: RegExp, text: string, offset: number): RegExpExecArray | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text) ?? undefined;
}

class Declarations {
  readonly #doctype: Doctype;
  readonly #parameters = new Map<string, string | null>();

  constructor(doctype: Doctype) {
    this.#doctype = doctype;
  }

  /** Reads declarations up to the first thing that is none; gives its offset. */
  read(text: string, start: number, depth: number): number {
    let at = start;
    for (;;) {
      const skipped = matchAt(SPACE, text, at) ?? matchAt(OTHER, text, at);
      const entity = skipped === undefined ? matchAt(ENTITY, text, at) : undefined;
      const parameter = skipped === undefined ? matchAt(PARAMETER, text, at) : undefined;
      if (skipped !== undefined) {
        checkComment(skipped[1] ?? '');
        at += skipped[0].length;
      } else if (entity !== undefined) {
        this.#addEntity(entity);
        at += entity[0].length;
      } else if (parameter !== undefined) {
        this.#include(parameter[1] as string, depth);
        at += parameter[0].length;
      } else if (text.startsWith('<!ATTLIST', at)) at = this.#readAttributes(text, at);
      else return at;
    }
  }

  /** The first declaration of an entity is the one that counts. */
  #addEntity(found: RegExpExecArray): void {
    const table = found[1] === undefined ? this.#doctype.entities : this.#parameters;
    const literal = found[3] ?? found[4];
    const name = found[2] as string;
    const replacement = literal === undefined ? null : withCharacters(literal);
    if (!table.has(name) && found[11] === undefined) table.set(name, replacement);
  }

  #include(name: string, depth: number): void {
    const text = this.#parameters.get(name);
    if (text === undefined || depth >= MOST_DEPTH) malformed();
    if (text !== null && this.read(text, 0, depth + 1) !== text.length) malformed();
  }

  #readAttributes(text: string, start: number): number {
    const head = matchAt(ATTLIST, text, start) ?? malformed();
    const rules = this.#doctype.attributes.get(head[1] as string) ?? [];
    let at = start + head[0].length;
    for (let found = matchAt(ATTRIBUTE, text, at); found !== undefined; found = matchAt(ATTRIBUTE, text, at)) {
      at += found[0].length;
      const byDefault = found[3] ?? found[4];
      const rule = { name: found[1] as string, isText: found[2] === 'CDATA', isId: found[2] === 'ID' };
      if (!rules.some(({ name }) => name === rule.name))
        rules.push(byDefault === undefined ? rule : { ...rule, byDefault });
    }
    this.#doctype.attributes.set(head[1] as string, rules);
    at += matchAt(SPACE, text, at)?.[0].length ?? 0;
    return text[at] === '>' ? at + 1 : malformed();
  }
}

const BARE = /%|&(?!#?[^\s&;]+;)/;

/** The text with its character references replaced, as the value of an entity has it. */
function withCharacters(text: string): string {
  if (BARE.test(text)) malformed();
  return text.replace(/&#(?:x([\da-fA-F]+)|(\d+));/g, (_, hex?: string, digits?: string) =>
    characterOf(hex === undefined ? Number(digits) : Number.parseInt(hex, 16)),
  );
}

/** The character of a reference, if XML has it. */
export function characterOf(code: number): string {
  const known =
    code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd);
  return known || (code >= 0x10000 && code <= 0x10ffff) ? String.fromCodePoint(code) : malformed();
}
