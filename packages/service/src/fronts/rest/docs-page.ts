import { describeType, type StructType } from '@tinderbox/scoring';
import type { ServedModel, Serving } from '../../app/serving.ts';
import { namesOf } from './describe.ts';
import { exampleRow } from './example-row.ts';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}
h1,h2{line-height:1.2}table{border-collapse:collapse;margin:1rem 0}td,th{text-align:left;padding:.2rem 1.5rem .2rem 0;
border-bottom:1px solid #ddd;vertical-align:top}pre{background:#f4f4f2;padding:1rem;overflow:auto}code{font-size:.9em}`;

/** The page may hold its own style and nothing else. */
export const DOCS_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
};

export interface DocsOptions {
  /** Of the server: `http://localhost:8080`. */
  readonly origin: string;
  /** Whether callers have to show a key. */
  readonly isGuarded: boolean;
}

/** The API for people: one page of HTML that asks for nothing else. */
export function createDocsPage(serving: Serving, options: DocsOptions): string {
  const models = namesOf(serving).map((name) => describeModel(serving, serving.model(name), options));
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tinderbox</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>
<h1>Tinderbox</h1><p>Predictions of pipelines saved by Apache Spark ML. For machines: <a href="/openapi.json">OpenAPI</a>,
<a href="/v1/models">models</a>, <a href="/metrics">metrics</a>.</p>
${models.join('\n')}
<h2>Requests</h2><table><tr><th>body</th><th>answer</th></tr>
<tr><td><code>{"column": value, ...}</code></td><td>one record, null where the pipeline drops the row</td></tr>
<tr><td><code>[{...}, {...}]</code></td><td>a list of them</td></tr>
<tr><td><code>{"records": [{...}], "columns": ["prediction"], "on_error": "report"}</code></td>
<td><code>{"model", "version", "records", "issues"}</code></td></tr>
<tr><td><code>{"data": {"column": [value, ...]}}</code></td><td><code>{"model", "version", "data"}</code></td></tr></table>
<p>In the address too: <code>?columns=a,b&amp;on_error=report&amp;missing=null</code>. A failure is
<code>{"error": {"code", "message", "row", "column", "stage"}}</code>.</p></body></html>`;
}

function describeModel(serving: Serving, model: ServedModel, { origin, isGuarded }: DocsOptions): string {
  const name = escapeText(model.name);
  const versions = serving.models().filter((other) => other.name === model.name);
  const names = versions.map(({ version }) => escapeText(version)).join(', ');
  const row = exampleRow(model);
  const key = isGuarded ? ' -H "Authorization: Bearer $KEY"' : '';
  return `<h2 id="${name}">${name}</h2>
<p>Version ${escapeText(model.version)} of ${names}; saved by Spark ${escapeText(model.inspection.sparkVersion)};
<a href="/v1/models/${name}">stages and exactness</a>.</p>
${row === undefined ? '' : `<pre>curl ${escapeText(`${origin}/v1/models/${model.name}/predict${key} -d '${quoteShell(JSON.stringify(row))}'`)}</pre>`}
${tableOf('Reads', model.input)}${tableOf('Adds', model.output)}`;
}

function quoteShell(text: string): string {
  return text.replaceAll("'", "'\\''");
}

function tableOf(title: string, { fields }: StructType): string {
  const rows = fields.map(
    ({ name, type }) => `<tr><td>${escapeText(name)}</td><td>${escapeText(describeType(type))}</td></tr>`,
  );
  return `<table><tr><th>${title}</th><th>Type</th></tr>${rows.join('')}</table>`;
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
