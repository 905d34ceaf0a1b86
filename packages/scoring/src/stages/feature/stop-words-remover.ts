import { boolean, string, strings, withDefault } from '../../core/codec.ts';
import { compute } from '../../core/expression.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { arrayType, createField } from '../../core/types.ts';
import type { Words } from '../../core/words.ts';
import { javaLowerCase } from '../../kernels/java-lower-case.ts';
import { WordSet } from '../../kernels/word-set.ts';
import { columnPairParams, columnPairs } from '../families/column-pairs.ts';

/**
 * Drops the stop words. A null term stays, a null list fails the row.
 *
 * Unless caseSensitive, both sides are lower-cased in `new Locale(locale)`: the whole text is taken for a language, so
 * "tr_TR" means none and only the bare "tr", "az" and "lt" change a letter. Mirrors `StopWordsRemover.transform`.
 */
export const stopWordsRemover = defineStage({
  spark: 'org.apache.spark.ml.feature.StopWordsRemover',
  exactness: 'bit',
  params: {
    ...columnPairParams,
    stopWords: strings,
    caseSensitive: withDefault(boolean, false),
    locale: withDefault(string, 'en_US'),
  },
  sizes: ({ params }) => ({ stopWords: params.stopWords.length }),
  plan(model, input) {
    const { stopWords, caseSensitive, locale } = model.params;
    return columnPairs(model).map(({ input: from, output }) => {
      const fold = caseSensitive ? (term: string) => term : lowerCaseIn(locale);
      const compile = () => {
        const dropped = new Set(stopWords.map(fold));
        return (terms: readonly (string | null)[]) => terms.filter((term) => term === null || !dropped.has(fold(term)));
      };
      const value = compute([input.tokens(from)], compile, {
        kind: 'filter words',
        drops: () => dropOf(stopWords, fold),
      });
      return addColumn(createField(output, arrayType('string')), value);
    });
  },
});

/** Words of a Tokenizer are small letters: only beyond ASCII can folding them once more change any. */
function dropOf(stopWords: readonly string[], fold: (term: string) => string): (words: Words, i: number) => boolean {
  const folded = new Set(stopWords.map(fold));
  const dropped = new WordSet(folded);
  return (words, i) => (words.wide === undefined ? dropped.has(words, i) : folded.has(fold(words.wordAt(i))));
}

/** Java lower-cases the language itself before it compares. */
function lowerCaseIn(locale: string): (term: string) => string {
  const language = locale.toLowerCase();
  if (language !== 'tr' && language !== 'az' && language !== 'lt') return javaLowerCase;
  return (term) => term.toLocaleLowerCase(language);
}
