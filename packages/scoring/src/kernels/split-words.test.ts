import { describe, expect, it } from 'vitest';
import { Words } from '../core/words.ts';
import { hashText } from './murmur3.ts';
import { splitLowerCase } from './split-words.ts';
import { hashWord } from './word-hash.ts';
import { WordSet } from './word-set.ts';

function split(text: string): Words {
  const words = new Words();
  splitLowerCase(text, words);
  return words;
}

function list(words: Words): string[] {
  return Array.from({ length: words.count }, (_, i) => words.wordAt(i));
}

// The lists are what Java's text.toLowerCase().split("\\s") gives.
describe('splitLowerCase', () => {
  it.each([
    ['Ember  Fox', ['ember', '', 'fox']],
    ['', ['']],
    [' ', []],
    [' a', ['', 'a']],
    ['a \t\n', ['a']],
    ['a\u000bB\fc\r', ['a', 'b', 'c']],
    ['a\u00a0b', ['a\u00a0b']],
    ['ÀÉ Straße', ['àé', 'straße']],
    ['ΑΣ ΑΣΑ', ['ας', 'ασα']],
    ['İ x', ['i\u0307', 'x']],
    ['𝒳 😀', ['𝒳', '😀']],
  ])('splits %j', (text, expected) => {
    expect(list(split(text))).toEqual(expected);
  });

  it('makes room for long texts and many words', () => {
    const text = Array.from({ length: 5000 }, (_, i) => `Word${i}`).join(' ');
    expect(list(split(text))).toEqual(text.toLowerCase().split(' '));
  });
});

it('hashes a word as its text', () => {
  for (const text of ['a', 'ab', 'abc', 'abcd', 'abcde', 'ein längeres wort', '😀', '\u00ff']) {
    const words = split(text.replaceAll(' ', '_'));
    expect(hashWord(words, 0, 42)).toBe(hashText(text.replaceAll(' ', '_'), 42));
  }
});

it('finds words in a set by their codes', () => {
  const set = new WordSet(['was', 'is', '', 'über']);
  const words = split('Was it IS  Über us');
  expect(Array.from({ length: words.count }, (_, i) => set.has(words, i))).toEqual([
    true,
    false,
    true,
    true,
    true,
    false,
  ]);
});
