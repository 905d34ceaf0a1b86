import {
  describeType,
  type Exactness,
  type Field,
  type Inspection,
  metadataOf,
  type StageReport,
} from '@tinderbox/scoring';

/** An inspection as JSON: bigints as text, problems as their code and message. */
export function encodeInspection(inspection: Inspection): unknown {
  const { input, output, problems, ...rest } = inspection;
  return JSON.parse(
    JSON.stringify(
      {
        ...rest,
        input:
          input === undefined
            ? null
            : { required: input.required.map(encodeField), optional: input.optional.map(encodeField) },
        output: output?.map(encodeField) ?? null,
        problems: problems.map(({ code, kind, where, message }) => ({ code, kind, where, message })),
      },
      (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    ),
  );
}

function encodeField(field: Field): unknown {
  return { name: field.name, type: describeType(field.type), metadata: metadataOf(field) };
}

/**
 * What a stage tells as JSON: maps as objects, negative zero as -0.0, numbers that JSON lacks and longs beyond 2^53 as
 * text.
 */
export function encodeValue(value: unknown): string {
  if (Object.is(value, -0)) return '-0.0';
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) return `"${value}"`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(encodeValue).join()}]`;
  if ('toJSON' in value && typeof value.toJSON === 'function') return encodeValue(value.toJSON());
  const entries = value instanceof Map ? Object.entries(Object.fromEntries(value)) : Object.entries(value);
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${encodeValue(inner)}`).join()}}`;
}

/** The names of what the stages tell, and of what they can be asked. */
export function formatValues({ root }: Inspection): string {
  const lines = (stage: StageReport): string[] => {
    const names = [...stage.values, ...Object.keys(stage.queries).map((name) => `${name}()`)];
    const own = names.length === 0 ? [] : [`  ${stage.uid}  ${names.join(', ')}`];
    return [...own, ...stage.children.flatMap(lines)];
  };
  return ['Values and queries()', ...lines(root)].join('\n');
}

/** An inspection for people: a tree of stages, then columns, then problems. */
export function formatInspection(inspection: Inspection): string {
  const wrapped = inspection.containers.length > 0 ? ` in ${inspection.containers.toReversed().join(' in ')}` : '';
  const sections = [
    [`${inspection.path}: saved by Spark ${inspection.sparkVersion}${wrapped}`],
    ['Stages', ...formatTree(inspection.root)],
  ];
  if (inspection.input !== undefined) {
    sections.push(['Input columns', ...formatFields(inspection.input.required)]);
    if (inspection.input.optional.length > 0) {
      sections.push(['Read where present', ...formatFields(inspection.input.optional)]);
    }
  }
  if (inspection.output !== undefined) sections.push(['Output columns', ...formatFields(inspection.output)]);
  sections.push(formatProblems(inspection));
  return sections.map((lines) => lines.join('\n')).join('\n\n');
}

function formatProblems({ problems }: Inspection): string[] {
  if (problems.length === 0) return ['Runs natively: yes'];
  return ['Runs natively: no', ...problems.map((problem) => `  ${problem.message}`)];
}

function formatTree(root: StageReport): string[] {
  const rows: [string, string][] = [];
  collectRows(root, '  ', rows);
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => (right === '' ? left : `${left.padEnd(width)}  ${right}`));
}

function collectRows(stage: StageReport, indent: string, into: [string, string][]): void {
  const name = stage.class === '' ? stage.folder : `${stage.class.replace(/^.*\./, '')} ${stage.uid}`;
  into.push([indent + name, describeStage(stage)]);
  for (const child of stage.children) collectRows(child, `${indent}  `, into);
}

function describeStage(stage: StageReport): string {
  const sizes = Object.entries(stage.sizes).map(([name, size]) => `${size.toLocaleString('en-US')} ${name}`);
  const params = Object.entries(stage.params).map(([name, value]) => `${name}=${formatValue(value)}`);
  const exactness =
    stage.exactness === undefined || stage.children.length > 0 ? [] : [formatExactness(stage.exactness)];
  const problem = stage.problem === undefined ? [] : [`PROBLEM: ${stage.problem}`];
  return [...problem, ...exactness, ...sizes, ...params].join('; ');
}

function formatExactness(exactness: Exactness): string {
  if (exactness === 'bit') return 'exact';
  if (exactness === 'set') return 'exact, order open';
  if (!('sums' in exactness)) return `within ${exactness.ulps} ulps`;
  return `${formatExactness(exactness.exact)} with ${exactness.sums}, else ${formatExactness(exactness.otherwise)}`;
}

function formatValue(value: unknown): string {
  const text =
    typeof value === 'string'
      ? value
      : JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function formatFields(fields: readonly Field[]): string[] {
  if (fields.length === 0) return ['  none'];
  const width = Math.max(...fields.map((field) => field.name.length));
  return fields.map((field) => `  ${field.name.padEnd(width)}  ${describeType(field.type)}`);
}
