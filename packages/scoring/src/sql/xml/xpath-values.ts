/** The four kinds of values of XPath, and what they become of each other. */
import { javaDouble } from '../../core/java-text.ts';
import { textOfNode, type XmlNode, type XmlTree } from './tree.ts';
import { badXPath } from './xpath-syntax.ts';

/** Nodes stand in document order, each once. */
export type XPathValue = number | string | boolean | readonly XmlNode[];

export function isNodes(value: XPathValue): value is readonly XmlNode[] {
  return typeof value === 'object';
}

export function nodesOf(value: XPathValue): readonly XmlNode[] {
  if (isNodes(value)) return value;
  throw badXPath('nodes');
}

export function textOf(value: XPathValue, tree: XmlTree): string {
  if (isNodes(value)) return value[0] === undefined ? '' : textOfNode(tree, value[0]);
  return typeof value === 'number' ? numberText(value) : String(value);
}

export function numberOf(value: XPathValue, tree: XmlTree): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return isNodes(value) && value.length === 0 ? Number.NaN : parseNumber(textOf(value, tree));
}

export function truthOf(value: XPathValue): boolean {
  if (typeof value === 'number') return !Number.isNaN(value) && value !== 0;
  return typeof value === 'boolean' ? value : value.length > 0;
}

/** No exponent, no plus: other texts are NaN. */
export function parseNumber(text: string): number {
  const [from, to] = [text.search(/[^\0- ]/), text.search(/[\0- ]*$/)];
  const trimmed = text.slice(Math.max(from, 0), to);
  return /^-?(\d+\.?\d*|\.\d+)$/.test(trimmed) ? Number(trimmed) : Number.NaN;
}

/** A number without exponent. Mirrors `XNumber.str`. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const shown = javaDouble(value);
  const [, sign = '', whole = '', fraction = '', power = '0'] = /^(-?)(\d+)\.(\d+)(?:E(-?\d+))?$/.exec(shown) ?? [];
  const digits = fraction === '0' ? '' : fraction;
  const exponent = Number(power);
  if (value === 0) return '0';
  if (exponent >= 0) {
    const padded = digits.padEnd(exponent, '0');
    const rest = padded.slice(exponent);
    return `${sign}${whole}${padded.slice(0, exponent)}${rest === '' ? '' : `.${rest}`}`;
  }
  return `${sign}0.${'0'.repeat(-exponent - 1)}${whole}${digits}`;
}
