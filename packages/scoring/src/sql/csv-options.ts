import { badStatement, refuse } from './dialect.ts';
import { flagOf, type Options } from './option-map.ts';

/** How a line of CSV is written; one character each but for the separator, "\0" where there is none. */
export interface CsvFormat {
  readonly separator: string;
  readonly quote: string;
  readonly escapeMark: string;
  /** Stands before an escape character that is meant as it is. */
  readonly escapeEscape: string;
  readonly comment: string | undefined;
  readonly trimsStart: boolean;
  readonly trimsEnd: boolean;
  /** What stands for null. */
  readonly nullText: string;
  /** What stands for a text of no characters. */
  readonly emptyText: string;
}

const NOTHING = '\0';

function characterOf(options: Options, name: string, otherwise: string): string {
  const value = options.get(name) ?? otherwise;
  if (value.length > 1) throw badStatement(`one character as the option ${name}`, 'more');
  return value === '' ? NOTHING : value;
}

const ESCAPED: Readonly<Record<string, string>> = {
  '\\t': '\t',
  '\\r': '\r',
  '\\b': '\b',
  '\\f': '\f',
  '\\"': '"',
  "\\'": "'",
  '\\\\': '\\',
  '\\u0000': '\0',
};

/** A backslash escapes. */
function separatorOf(options: Options): string {
  const text = options.get('sep') ?? options.get('delimiter') ?? ',';
  const plain = text.replace(/\\u0000|\\.?/gs, (escaped) => {
    const character = ESCAPED[escaped];
    if (character === undefined) throw badStatement('a separator of CSV', 'a backslash before no special character');
    return character;
  });
  if (plain === '') throw badStatement('a separator of CSV', 'no characters');
  return plain;
}

function formatOf(options: Options, trims: boolean, empty: string): CsvFormat {
  const locale = options.get('locale') ?? 'en-US';
  if (!/^en(-US)?$/i.test(locale)) throw refuse(`the CSV option locale of ${locale}`);
  if (options.has('unescapedquotehandling')) throw refuse('the CSV option unescapedQuoteHandling');
  const quote = characterOf(options, 'quote', '"');
  const escapeMark = characterOf(options, 'escape', '\\');
  return {
    separator: separatorOf(options),
    quote,
    escapeMark,
    escapeEscape: options.get('chartoescapequoteescaping') || (quote === escapeMark ? NOTHING : escapeMark),
    comment: options.get('comment')?.length === 1 ? (options.get('comment') as string) : undefined,
    trimsStart: flagOf(options, 'ignoreleadingwhitespace', trims),
    trimsEnd: flagOf(options, 'ignoretrailingwhitespace', trims),
    nullText: options.get('nullvalue') ?? '',
    emptyText: options.get('emptyvalue') ?? empty,
  };
}

export function readingFormat(options: Options): CsvFormat {
  return formatOf(options, false, '');
}

export interface CsvWritingFormat extends CsvFormat {
  readonly quotesAll: boolean;
  readonly escapesQuotes: boolean;
}

export function writingFormat(options: Options): CsvWritingFormat {
  return {
    ...formatOf(options, true, '""'),
    quotesAll: flagOf(options, 'quoteall'),
    escapesQuotes: flagOf(options, 'escapequotes', true),
  };
}
