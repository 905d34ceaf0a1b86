/** XML as the writer of Spark's library puts it: names checked, texts escaped, indented or in one line. */
import { failRow } from '../dialect.ts';
import { NAME } from './doctype.ts';

const CHECKED_NAME = new RegExp(`^(?!.*:)${NAME}$`);
const CONTROL = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xd;',
  '\n': '&#xa;',
  '\t': '&#x9;',
};

export interface XmlStyle {
  /** What a level is indented by; with none, all stands in one line that has an end. */
  readonly indent: string;
  readonly checksNames: boolean;
}

export class XmlWriter {
  readonly #style: XmlStyle;
  #text = '';
  #depth = 0;
  #tagIsOpen = false;
  #endsOnOwnLine = false;

  constructor(style: XmlStyle) {
    this.#style = style;
  }

  element(name: string, writeContent: () => void): void {
    const { indent } = this.#style;
    this.#closeTag();
    if (indent !== '' && this.#depth > 0) this.#text += `\n${indent.repeat(this.#depth)}`;
    this.#text += `<${this.#checkName(name)}`;
    this.#tagIsOpen = true;
    this.#endsOnOwnLine = false;
    this.#depth++;
    writeContent();
    this.#depth--;
    if (indent !== '' && this.#endsOnOwnLine) this.text(`\n${indent.repeat(this.#depth)}`);
    this.#text += this.#tagIsOpen ? '/>' : `</${name}>`;
    this.#tagIsOpen = false;
    this.#endsOnOwnLine = true;
  }

  attribute(name: string, value: string): void {
    if (!this.#tagIsOpen)
      throw failRow('javax.xml.stream.XMLStreamException', 'expected attributes first, got one later');
    this.#text += ` ${this.#checkName(name)}="${escapeXml(value, /[&<"\r\n\t]/g)}"`;
  }

  text(text: string): void {
    this.#closeTag();
    this.#text += escapeXml(text, /[&<>\r]/g);
  }

  finish(): string {
    return this.#style.indent === '' ? `${this.#text}\n` : this.#text;
  }

  #closeTag(): void {
    if (this.#tagIsOpen) this.#text += '>';
    this.#tagIsOpen = false;
  }

  #checkName(name: string): string {
    if (!this.#style.checksNames || CHECKED_NAME.test(name)) return name;
    throw failRow('javax.xml.stream.XMLStreamException', 'expected fields with names of XML, got another name');
  }
}

function escapeXml(text: string, special: RegExp): string {
  if (CONTROL.test(text)) throw failRow('WstxIOException', 'expected characters of XML, got a control character');
  return text.replace(special, (character) => ESCAPES[character] as string);
}
