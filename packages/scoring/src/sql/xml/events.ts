/** A document as the events of a pull reader, one for each run of characters. Mirrors `StaxXmlParserUtils`. */
import type { XmlNode, XmlTree } from './tree.ts';

export type XmlEvent =
  | { readonly kind: 'start'; readonly name: string; readonly attributes: readonly XmlNode[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'end'; readonly name: string };

/** Thrown where a value does not fit its type: the field stays null. */
export class XmlMisfit extends Error {}

export function misfit(): never {
  throw new XmlMisfit('misfit');
}

/** Thrown past the end of a document: nothing of the record stays. */
export class XmlOverrun extends Error {}

export class XmlEvents {
  readonly #events: readonly XmlEvent[];
  #at = 0;

  constructor(tree: XmlTree) {
    this.#events = eventsOf(tree);
  }

  get peeked(): XmlEvent {
    const event = this.#events[this.#at];
    if (event === undefined) throw new XmlOverrun('the end');
    return event;
  }

  next(): XmlEvent {
    const event = this.peeked;
    this.#at++;
    return event;
  }

  /** Goes past the end of the element; anything but spaces before it does not fit. */
  skipEnd(name: string): void {
    let event = this.next();
    while (isSpace(event)) event = this.next();
    if (event.kind !== 'end' || event.name !== name) misfit();
  }

  /** Goes past all that is in the element at hand, and its end. */
  skipElement(): void {
    for (let depth = 1; depth > 0; ) {
      const { kind } = this.next();
      if (kind === 'start') depth++;
      else if (kind === 'end') depth--;
    }
  }

  /** What is in the element at hand, written as a text; goes past its end. */
  readAsText(name: string): string {
    let [text, depth] = ['', 0];
    do {
      const event = this.next();
      if (event.kind === 'start') {
        const attributes = event.attributes.map((attribute) => ` ${attribute.name}="${attribute.value}"`);
        text += `<${event.name}${attributes.join('')}>`;
        depth++;
      } else if (event.kind === 'end') {
        text += `</${event.name}>`;
        depth--;
      } else text += event.text;
    } while (this.peeked.kind !== 'end' || depth > 0);
    this.skipEnd(name);
    return text;
  }
}

export function isSpace(event: XmlEvent): boolean {
  return event.kind === 'text' && !/[^ \t\r\n]/.test(event.text);
}

function eventsOf({ nodes }: XmlTree): XmlEvent[] {
  const events: XmlEvent[] = [];
  const open: XmlNode[] = [];
  const closeBefore = (index: number) => {
    for (let last = open.at(-1); last !== undefined && last.end <= index; last = open.at(-1)) {
      events.push({ kind: 'end', name: last.name });
      open.pop();
    }
  };
  for (const node of nodes) {
    closeBefore(node.index);
    if (node.kind === 'text') events.push({ kind: 'text', text: node.text });
    if (node.kind !== 'element') continue;
    events.push({ kind: 'start', name: node.name, attributes: node.attributes });
    open.push(node);
  }
  closeBefore(nodes.length);
  return events;
}
