/** XML 1.0 as the JDK's DOM parser reads it: without namespaces and without anything outside the document. */
import {
  type AttributeRule,
  characterOf,
  checkComment,
  type Doctype,
  MalformedXml,
  malformed,
  NAME,
  readDoctype,
} from './doctype.ts';
import { type XmlTree, XmlTreeBuilder } from './tree.ts';

/** The limits that the JDK sets: of entities in all, their characters, attributes of an element, and names. */
const MOST_EXPANSIONS = 64_000;
const MOST_EXPANDED = 50_000_000;
const MOST_ATTRIBUTES = 10_000;
const LONGEST_NAME = 1000;
const MOST_NESTED_ENTITIES = 100;

const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
const S = '[ \\t\\n]';
const DECLARATION = new RegExp(
  `^<\\?xml${S}+version${S}*=${S}*(?:"1\\.[01]"|'1\\.[01]')(?:${S}+encoding${S}*=${S}*(?:"[^"<]*"|'[^'<]*'))?` +
    `(?:${S}+standalone${S}*=${S}*(?:"(?:yes|no)"|'(?:yes|no)'))?${S}*\\?>`,
);
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const sticky = (source: string) => new RegExp(source, 'y');
const START_TAG = sticky(`<(${NAME})`);
const ATTRIBUTE = sticky(`(${S}+)(${NAME})${S}*=${S}*(?:"([^<"]*)"|'([^<']*)')`);
const TAG_END = sticky(`${S}*(/?)>`);
const END_TAG = sticky(`</(${NAME})${S}*>`);
const COMMENT = sticky('<!--([^]*?)-->');
const INSTRUCTION = sticky(`<\\?(${NAME})(?:${S}+([^]*?))?\\?>`);
const SECTION = sticky('<!\\[CDATA\\[([^]*?)\\]\\]>');
const REFERENCE = sticky(`&(?:#x([\\da-fA-F]+)|#(\\d+)|(${NAME}));`);
const TEXT = sticky('[^<&]+');

export interface XmlReading {
  /** Whatever follows the root element is not looked at, and declarations are passed over. */
  readonly isRecord?: boolean;
}

/** The tree of a document, or undefined where it is not well-formed. */
export function readXml(text: string, options: XmlReading = {}): XmlTree | undefined {
  try {
    return new XmlReader(options).read(text);
  } catch (error) {
    if (error instanceof MalformedXml) return undefined;
    throw error;
  }
}

class XmlReader {
  readonly #builder = new XmlTreeBuilder();
  readonly #isRecord: boolean;
  #doctype: Doctype | undefined;
  #sawElement = false;
  #expansions = 0;
  #expanded = 0;

  constructor({ isRecord = false }: XmlReading) {
    this.#isRecord = isRecord;
  }

  read(source: string): XmlTree {
    if (ILLEGAL.test(source)) malformed();
    const text = source.replace(/\r\n?/g, '\n');
    const start = /^<\?xml[ \t\n]/.test(text) ? (DECLARATION.exec(text)?.[0].length ?? malformed()) : 0;
    this.#readContent(text, start, []);
    if (!this.#sawElement || !this.#builder.depthless) malformed();
    return this.#builder.finish();
  }

  /** Reads a whole text: the document, or what an entity stands for. */
  #readContent(text: string, start: number, entities: readonly string[]): void {
    let at = start;
    let opened = 0;
    const take = (pattern: RegExp) => {
      pattern.lastIndex = at;
      const found = pattern.exec(text);
      if (found !== null) at += found[0].length;
      return found ?? undefined;
    };
    while (at < text.length && !this.#isOver()) {
      if (text[at] === '&') this.#readReference(take(REFERENCE) ?? malformed(), entities);
      else if (text[at] !== '<') this.#readText((take(TEXT) as RegExpExecArray)[0]);
      else if (text.startsWith('<!DOCTYPE', at) && entities.length === 0) at = this.#readDoctype(text, at);
      else if (text[at + 1] === '/') {
        const name = (take(END_TAG) ?? malformed())[1];
        if (opened === 0 || name !== this.#builder.openName) malformed();
        this.#builder.close();
        opened--;
      } else if (text[at + 1] === '!' || text[at + 1] === '?') this.#readMarkup(take);
      else opened += this.#readElement(take);
    }
    if (opened !== 0) malformed();
  }

  #isOver(): boolean {
    return this.#isRecord && this.#sawElement && this.#builder.depthless;
  }

  #readMarkup(take: (pattern: RegExp) => RegExpExecArray | undefined): void {
    const comment = take(COMMENT);
    const section = comment === undefined ? take(SECTION) : undefined;
    if (comment !== undefined) this.#builder.addOther('comment', '', checkComment(comment[1] as string));
    else if (section === undefined) this.#readInstruction(take(INSTRUCTION) ?? malformed());
    else if (this.#builder.depthless) malformed();
    else this.#builder.addText(section[1] as string, true);
  }

  #readInstruction([, target = '', data = '']: RegExpExecArray): void {
    if (target.toLowerCase() === 'xml') malformed();
    this.#builder.addOther('instruction', target, data);
  }

  #readText(text: string): void {
    if (this.#builder.depthless) {
      if (/[^ \t\n]/.test(text)) malformed();
      return;
    }
    if (text.includes(']]>')) malformed();
    this.#builder.addText(text, false);
  }

  #readDoctype(text: string, at: number): number {
    if (this.#doctype !== undefined || this.#sawElement) malformed();
    const { doctype, end } = readDoctype(text, at);
    if (!this.#isRecord) this.#doctype = doctype;
    return end;
  }

  #readElement(take: (pattern: RegExp) => RegExpExecArray | undefined): number {
    const name = nameOf(take(START_TAG)?.[1]);
    if (this.#builder.depthless && this.#sawElement) malformed();
    this.#sawElement = true;
    const rules = this.#doctype?.attributes.get(name) ?? [];
    const attributes = new Map<string, string>();
    for (let found = take(ATTRIBUTE); found !== undefined; found = take(ATTRIBUTE)) {
      const key = nameOf(found[2]);
      if (attributes.has(key) || attributes.size >= MOST_ATTRIBUTES) malformed();
      attributes.set(key, this.#attributeValue(found[3] ?? found[4] ?? '', ruleOf(rules, key)));
    }
    const end = take(TAG_END) ?? malformed();
    for (const rule of rules) {
      if (rule.byDefault !== undefined && !attributes.has(rule.name))
        attributes.set(rule.name, this.#attributeValue(rule.byDefault, rule));
    }
    const element = this.#builder.start(name, [...attributes]);
    for (const { name: key, isId } of rules) {
      const id = isId ? attributes.get(key) : undefined;
      if (id !== undefined) this.#builder.ids.set(id, element);
    }
    if (end[1] === '') return 1;
    this.#builder.close();
    return 0;
  }

  #readReference(found: RegExpExecArray, entities: readonly string[]): void {
    if (this.#builder.depthless) malformed();
    const [, hex, digits, name = ''] = found;
    const known = (hex ?? digits) === undefined ? BUILT_IN.get(name) : characterOf(codeOf(hex, digits));
    const replacement = known === undefined ? this.#replacementOf(name, entities) : null;
    if (known !== undefined) this.#builder.addText(known, false);
    else if (replacement !== null) this.#readContent(replacement, 0, [...entities, name]);
  }

  /** Null where the entity stands outside the document and is passed over. */
  #replacementOf(name: string, entities: readonly string[]): string | null {
    const replacement = this.#doctype?.entities.get(name);
    if (replacement === undefined) malformed();
    if (replacement === null) return null;
    this.#expansions += 1;
    this.#expanded += replacement.length;
    const bounded = this.#expansions <= MOST_EXPANSIONS && this.#expanded <= MOST_EXPANDED;
    if (!bounded || entities.includes(name) || entities.length >= MOST_NESTED_ENTITIES) malformed();
    return replacement;
  }

  #attributeValue(raw: string, rule: AttributeRule | undefined): string {
    const value = this.#expandAttribute(raw, []);
    return rule === undefined || rule.isText ? value : value.replace(/ +/g, ' ').replace(/^ | $/g, '');
  }

  #expandAttribute(raw: string, entities: readonly string[]): string {
    if (entities.length > 0 && raw.includes('<')) malformed();
    const spaced = raw.replace(/[\t\n]/g, ' ');
    let [text, from] = ['', 0];
    for (let at = spaced.indexOf('&'); at >= 0; at = spaced.indexOf('&', from)) {
      REFERENCE.lastIndex = at;
      const [whole, hex, digits, name = ''] = REFERENCE.exec(spaced) ?? malformed();
      const before = spaced.slice(from, at);
      from = at + whole.length;
      if ((hex ?? digits) !== undefined) text += before + characterOf(codeOf(hex, digits));
      else text += before + (BUILT_IN.get(name) ?? this.#expandedEntity(name, entities));
    }
    return text + spaced.slice(from);
  }

  #expandedEntity(name: string, entities: readonly string[]): string {
    const replacement = this.#replacementOf(name, entities);
    return replacement === null ? malformed() : this.#expandAttribute(replacement, [...entities, name]);
  }
}

function codeOf(hex: string | undefined, digits: string | undefined): number {
  return hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
}

function nameOf(name: string | undefined): string {
  return name === undefined || name.length > LONGEST_NAME ? malformed() : name;
}

function ruleOf(rules: readonly AttributeRule[], name: string): AttributeRule | undefined {
  return rules.find((rule) => rule.name === name);
}
