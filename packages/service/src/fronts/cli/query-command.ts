import type { Inspection, StageReport, SumsProfile } from '@tinderbox/scoring';
import { Argument, type Command, InvalidArgumentError } from 'commander';
import type { Operations, QueryRequest } from '../../app/operations.ts';
import { detectFormat } from '../../records/format.ts';
import type { RecordFormat, Target } from '../../records/records.ts';
import { modelArgument, option, semanticsOption, stageOption, sumsOption } from './options.ts';
import { FORMATS, fileOf } from './row-flags.ts';
import type { Terminal } from './terminal.ts';

interface QueryFlags {
  readonly given?: Given;
  readonly stage?: string;
  readonly output: string;
  readonly outputFormat?: RecordFormat;
  readonly semantics?: string;
  readonly sums?: SumsProfile;
}

type Given = { readonly [name: string]: string };

const EXAMPLES = `
Examples:
  tinderbox query ratings-model
  tinderbox query ratings-model recommendForAllUsers --given numItems=10 --output best.parquet
  tinderbox query ratings-model recommendForUserSubset --given ids=@users.csv --given numItems=10
  tinderbox query words-model findSynonyms --given word=spark --given num=5
  tinderbox query hashes-model approxNearestNeighbors --given dataset=@rows.parquet --given 'key=[1.0,0.5]' \\
    --given numNearestNeighbors=3

approxNearestNeighbors and approxSimilarityJoin answer rows by their numbers in the file or list
that was given, the first being 0, where Spark answers the rows themselves.`;

export function addQueryCommand(program: Command, operations: Operations, terminal: Terminal): void {
  program
    .command('query')
    .summary('ask a model for recommendations, rules, neighbours')
    .description(
      'Ask a stage for a table of its own, by the name of Spark’s method; without a name, list what can be asked.',
    )
    .addArgument(modelArgument())
    .addArgument(new Argument('[query]', 'such as recommendForAllUsers, associationRules, findSynonyms'))
    .addOption(
      option(
        '-g, --given <name=value>',
        'what the query takes: JSON or text, or @file with rows; again for more',
      ).argParser(addGiven),
    )
    .addOption(stageOption('query'))
    .addOption(option('-o, --output <file>', 'where the rows go, or - for stdout').default('-'))
    .addOption(option('--output-format <format>', 'instead of what the extension says').choices(FORMATS))
    .addOption(semanticsOption())
    .addOption(sumsOption())
    .addHelpText('after', EXAMPLES)
    .action(async (model: string, query: string | undefined, flags: QueryFlags) => {
      const { semantics, sums } = flags;
      if (query !== undefined) await operations.query(readRequest({ model, query }, flags, terminal));
      else terminal.stdout.write(`${formatQueries(await operations.inspect({ model, semantics, sums }))}\n`);
    });
}

function addGiven(text: string, before: Given = {}): Given {
  const at = text.indexOf('=');
  if (at > 0) return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
  throw new InvalidArgumentError('expected name=value');
}

function readRequest(
  asked: { readonly model: string; readonly query: string },
  { given = {}, output, outputFormat, stage, semantics, sums }: QueryFlags,
  terminal: Terminal,
): QueryRequest {
  const values = Object.entries(given).map(([name, text]) => [
    name,
    text.startsWith('@') ? fileOf(text.slice(1), undefined) : text,
  ]);
  const detected = output === '-' ? { format: 'json' as const, csv: {} } : detectFormat(output);
  const target: Target = output === '-' ? terminal.stdout : output;
  return {
    ...asked,
    stage,
    semantics,
    sums,
    given: Object.fromEntries(values),
    output: { target, format: outputFormat ?? detected.format },
    csv: detected.csv,
    signal: terminal.signal,
  };
}

/** `recommendForAllUsers(numItems)  als_1`, a line a query. */
function formatQueries({ root }: Inspection): string {
  const lines = queriesOf(root);
  if (lines.length === 0) return 'No stage of this model can be asked anything.';
  const width = Math.max(...lines.map(([call]) => call.length));
  return lines.map(([call, uid]) => `${call.padEnd(width)}  ${uid}`).join('\n');
}

function queriesOf(stage: StageReport): (readonly [call: string, uid: string])[] {
  const own = Object.entries(stage.queries).map(
    ([name, takes]) => [`${name}(${takes.join(', ')})`, stage.uid] as const,
  );
  return [...own, ...stage.children.flatMap(queriesOf)];
}
