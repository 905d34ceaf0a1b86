// What the peers on the JVM share: jars from Maven, Spark's jars, compiled programs, rows as text.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, digestOf, pythonWith, run } from '../cache.mjs';
import { root } from '../report.mjs';
import { PYTHON_PACKAGES } from './parameters.mjs';

const older = fileURLToPath(new URL('older_model.py', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

/** What Spark opens of Java 17 when its own launcher starts it. */
const OPENS = [
  'java.lang',
  'java.lang.invoke',
  'java.lang.reflect',
  'java.io',
  'java.net',
  'java.nio',
  'java.util',
  'java.util.concurrent',
  'java.util.concurrent.atomic',
  'sun.nio.ch',
  'sun.nio.cs',
  'sun.security.action',
  'sun.util.calendar',
].map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`);

export const SPARK_LINE = '3.5';

/** Jars of an artifact and of all it needs, without those of a group where one is named, as a class path. */
export async function mavenJars(group, artifact, version, without = 'none') {
  const folder = await cached(`maven/${artifact}-${version}-without-${without}`, (path) => {
    mkdirSync(path);
    const exclusion = `<exclusion><groupId>${without}</groupId><artifactId>*</artifactId></exclusion>`;
    const dependency = `<groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version>`;
    writeFileSync(
      join(path, 'pom.xml'),
      `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>bench</groupId><artifactId>bench</artifactId><version>1</version>
<dependencies><dependency>${dependency}<exclusions>${exclusion}</exclusions></dependency></dependencies></project>\n`,
    );
    run('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib', '-DincludeScope=runtime'], {
      cwd: path,
    });
  });
  return join(folder, 'lib/*');
}

/** The jars of the Spark that the corpus is made with, as a class path. */
export function sparkJars() {
  const program = [
    'import sys; sys.path.insert(0, sys.argv[1])',
    'from maker.versions import RELEASES, environment, jars',
    `print(jars(environment(RELEASES["${SPARK_LINE}"]).parent.parent))`,
  ].join('\n');
  return join(run('python3', ['-c', program, join(root, 'tools/corpus')]).trim(), '*');
}

/** The model as that Spark can read it, whatever version saved it. */
export async function olderModel({ key, folder }) {
  const python = await pythonWith('readers', PYTHON_PACKAGES);
  return cached(`${key}/older-model`, (path) => run(python, [older, join(folder, 'model'), path]));
}

/** Compiles a program of this folder with the files it shares, and runs it. */
export async function runJava(name, jars, args) {
  return run(...(await javaCommand(name, jars, args)));
}

/** Compiles it, and says how it is run: a program and its arguments. */
export async function javaCommand(name, jars, args) {
  const sources = [name, 'RowClock', 'RowFile', 'PmmlAnswer'].map((file) => join(here, `${file}.java`));
  const classes = await cached(`classes/${name}-${digestOf(...sources)}`, (path) => {
    run('javac', ['-nowarn', '-cp', jars.join(':'), '-d', path, ...sources]);
  });
  return ['java', ['-Xmx2g', ...OPENS, '-cp', [classes, ...jars].join(':'), name, ...args]];
}

/** The last line of what a program prints, as JSON. */
export function lastLine(printed) {
  return JSON.parse(printed.trimEnd().split('\n').at(-1));
}

/** Writes rows in the form of RowFile.java. */
export function writeRows(path, { rows, schema }) {
  const cell = (value) => {
    const text = value === null || value === undefined ? '' : String(value);
    if (/[\t\n\r]/.test(text)) throw new Error('expected text without tabs and line feeds, got some');
    return text;
  };
  const header = schema.map(({ name, type }) => `${name}:${type}`);
  const lines = [header, ...rows.map((row) => schema.map(({ name }) => cell(row[name])))];
  writeFileSync(path, `${lines.map((cells) => cells.join('\t')).join('\n')}\n`);
}

export function readSchema(folder) {
  return JSON.parse(readFileSync(join(folder, 'schema.json'), 'utf8')).fields;
}
