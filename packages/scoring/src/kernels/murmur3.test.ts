import { describe, expect, it } from 'vitest';
import { floatingHashes, hashInt, hashLong, hashText, hashTextByteWise, toIndex } from './murmur3.ts';

const index = (hash: number) => toIndex(hash, 2147483647);
const { float, double } = floatingHashes();

describe('murmur3', () => {
  // HashingTF with 2147483647 features of Spark 3.5.9.
  it.each([
    ['', 142593372],
    ['a', 853910114],
    ['ab', 1462570566],
    ['abc', 1313807976],
    ['abcd', 1751180747],
    ['abcde', 786050031],
    ['\u00e9', 1023967903],
    ['\u20ac', 547340384],
    ['na\u00efve', 162679233],
    ['\u4e2d\u6587\u5b57', 1127393808],
    ['\u20ac\u{1f600}', 88125744],
  ])('hashes the text %j as Spark 3 does', (text, expected) => {
    expect(index(hashText(text, 42))).toBe(expected);
  });

  // org.apache.spark.mllib.feature.HashingTF of Spark 3.5.9, which keeps the hash of Spark 2.
  it.each([
    ['', 142593372],
    ['a', 1485273170],
    ['ab', 2050430330],
    ['abc', 1322437556],
    ['abcd', 1751180747],
    ['abcde', 814637928],
    ['\u00e9', 2119106806],
    ['\u20ac', 337795029],
    ['na\u00efve', 1196716035],
    ['\u20ac\u{1f600}', 1618115010],
    ['\u4e2d\u6587\u5b57', 144113801],
    ['\ud800', 1940951976],
    ['?', 1940951976],
  ])('hashes the text %j as Spark 2 did', (text, expected) => {
    expect(index(hashTextByteWise(text, 42))).toBe(expected);
  });

  it.each([
    ['int 1', hashInt(1, 42), 1587902690],
    ['int -5', hashInt(-5, 42), 1369497261],
    ['long 1', hashLong(1, 42), 435164316],
    ['long -5', hashLong(-5, 42), 424949597],
    ['long 2^53 + 1', hashLong(9007199254740993n, 42), 1386081767],
    ['double 0.0', double(0, 42), 476559452],
    ['double -0.0', double(-0, 42), 1293837562],
    ['double 1.5', double(1.5, 42), 1290763749],
    ['double NaN', double(Number.NaN, 42), 866125262],
    ['float 1.5', float(1.5, 42), 1926232119],
    ['float 0.1', float(Math.fround(0.1), 42), 38965448],
  ])('hashes the %s as Spark 3.5.9 does', (_, hash, expected) => {
    expect(index(hash)).toBe(expected);
  });
});
