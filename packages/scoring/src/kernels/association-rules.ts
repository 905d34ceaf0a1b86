import { Decimal } from '../core/values.ts';
import { tableOrder } from './scala-hash.ts';

/** Items that occur together, and how often. Items are values of any type. */
export interface Itemset {
  readonly items: readonly unknown[];
  readonly frequency: number;
}

/** What has all items of the antecedent mostly has the consequent too. */
export interface AssociationRule {
  readonly antecedent: readonly unknown[];
  readonly consequent: unknown;
  readonly confidence: number;
  readonly unionFrequency: number;
}

/** What decides which rules there are, and in which order they come. */
export interface RuleOptions {
  readonly minConfidence: number;
  /** The hash code of an antecedent. */
  readonly hash: (items: readonly unknown[]) => number;
  /** In so many hash tables antecedents are joined, each after the other. */
  readonly partitions: number;
}

/**
 * Every itemset less one item predicts that item, where the share of confidence is reached; the rest must be an itemset
 * too, in the same order of items. The rules of one antecedent follow each other, and antecedents come as Spark's join
 * gives them. Mirrors `AssociationRules.run`.
 */
export function associationRules(
  itemsets: readonly Itemset[],
  { minConfidence, hash, partitions }: RuleOptions,
): AssociationRule[] {
  const antecedents = new Map<string, Antecedent>();
  const antecedentOf = (items: readonly unknown[]) => {
    const key = setKey(items);
    const found = antecedents.get(key) ?? { items, unions: [], frequency: undefined };
    antecedents.set(key, found);
    return found;
  };
  for (const { items, frequency } of itemsets) {
    for (const consequent of items.length > 1 ? items : []) {
      const rest = items.filter((item) => itemKey(item) !== itemKey(consequent));
      if (rest.length > 0) antecedentOf(rest).unions.push({ consequent, frequency });
    }
  }
  for (const { items, frequency } of itemsets) antecedentOf(items).frequency = frequency;
  const tables = Array.from({ length: partitions }, (): Hashed[] => []);
  for (const antecedent of antecedents.values()) {
    const code = hash(antecedent.items);
    tables[((code % partitions) + partitions) % partitions]!.push({ code, antecedent });
  }
  const rules = tables.flatMap(inTableOrder).flatMap(rulesOf);
  return rules.filter(({ confidence }) => confidence >= minConfidence);
}

interface Hashed {
  readonly code: number;
  readonly antecedent: Antecedent;
}

function inTableOrder(hashed: readonly Hashed[]): readonly Antecedent[] {
  return tableOrder(hashed.map(({ code }) => code)).map((index) => hashed[index]!.antecedent);
}

interface Antecedent {
  readonly items: readonly unknown[];
  /** The itemsets that have one item more. */
  readonly unions: { readonly consequent: unknown; readonly frequency: number }[];
  /** Undefined where it is no itemset itself. */
  frequency: number | undefined;
}

function rulesOf({ items, unions, frequency }: Antecedent): readonly AssociationRule[] {
  if (frequency === undefined) return [];
  return unions.map((union) => ({
    antecedent: items,
    consequent: union.consequent,
    confidence: union.frequency / frequency,
    unionFrequency: union.frequency,
  }));
}

/** What is predicted for a list of items, in the order of the rules: a function to call with many lists. */
export function rulePredictor(rules: readonly AssociationRule[]): (items: readonly unknown[]) => unknown[] {
  const keyed = rules.map((rule, order) => ({
    order,
    needed: rule.antecedent.map(itemKey),
    key: itemKey(rule.consequent),
    consequent: rule.consequent,
  }));
  const byFirst = new Map<unknown, typeof keyed>();
  for (const rule of keyed) {
    const others = byFirst.get(rule.needed[0]);
    if (others === undefined) byFirst.set(rule.needed[0], [rule]);
    else others.push(rule);
  }
  return (items) => {
    const present = new Set(items.map(itemKey));
    const fitting = [...present].flatMap((first) =>
      (byFirst.get(first) ?? []).filter(
        ({ needed, key }) => !present.has(key) && needed.every((item) => present.has(item)),
      ),
    );
    fitting.sort((a, b) => a.order - b.order);
    return [...new Map(fitting.map(({ key, consequent }) => [key, consequent])).values()];
  };
}

/** The same for equal items, as Scala's `==` has it: numbers of different types may be equal. */
export function itemKey(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return item;
  return item instanceof Decimal ? `${item.scale}:${item.unscaled}` : JSON.stringify(item, textOfBigint);
}

function setKey(items: readonly unknown[]): string {
  return JSON.stringify(
    items.map(itemKey).map((key) => (typeof key === 'number' ? `#${key}` : [key])),
    textOfBigint,
  );
}

function textOfBigint(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}
