import { ScoringError } from '../core/errors.ts';

/** Longer texts and arrays than these are not made: a row that asks for them fails. */
const MOST_CHARACTERS = 2 ** 27;
const MOST_ELEMENTS = 2 ** 24;

export function checkTextLength(length: number): void {
  if (length > MOST_CHARACTERS) {
    throw new ScoringError('INPUT_LIMIT', `expected a text of at most ${MOST_CHARACTERS} characters, got ${length}`);
  }
}

export function checkElements(count: number): void {
  if (count > MOST_ELEMENTS) {
    throw new ScoringError('INPUT_LIMIT', `expected an array of at most ${MOST_ELEMENTS} elements, got ${count}`);
  }
}
