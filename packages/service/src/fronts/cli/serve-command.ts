import { ScoringError } from '@tinderbox/scoring';
import { Argument, type Command } from 'commander';
import type { Serve, ServeRequest } from '../../app/serve.ts';
import { parseModelSpec } from '../../serving/model-spec.ts';
import { checkPaths } from '../../settings/check-paths.ts';
import { describeSettings } from '../../settings/describe-settings.ts';
import type { NamedPath } from '../../settings/kind.ts';
import { type GivenSettings, readFileSettings, readTexts, settle } from '../../settings/read-settings.ts';
import { SERVER_GROUPS, SERVER_SETTINGS, type ServerSettings } from '../../settings/server-settings.ts';
import { option } from './options.ts';
import { findPlatformModel, type PlatformModel } from './platform-model.ts';
import { addSettingOptions, readSettingFlags } from './setting-options.ts';
import type { Terminal } from './terminal.ts';

const EXAMPLES = `
Examples:
  tinderbox serve examples/churn/model
  tinderbox serve churn=/models/churn fraud=/models/fraud.zip --port 9000 --watch
  tinderbox serve churn=/models/churn --alias churn:stable=3 --warm-up churn=rows.jsonl --check
  tinderbox serve --config tinderbox.yaml
  curl localhost:8080/v1/models/churn/predict?columns=prediction -d '{"seats": 3, ...}'

A path is a saved model, or a folder of versions: 1/, 2/, v3.zip. The newest answers unless another is asked for.
Each flag can be a variable, such as TINDERBOX_MAX_BODY, or stand in the file; a flag counts before a variable, and that
before the file. http://localhost:8080/docs describes the API. SIGTERM stops the server when all that was begun is answered.`;

interface ServeFlags {
  readonly config?: string;
  readonly check?: boolean;
}

export function addServeCommand(program: Command, serve: Serve, around: { terminal: Terminal; version: string }): void {
  const command = program
    .command('serve')
    .summary('answer predictions over HTTP')
    .description('Load models and answer predictions over HTTP, until it is told to stop.')
    .addArgument(new Argument('[model...]', '[name=]path of a saved model, or of a folder of its versions'))
    .addOption(option('-c, --config <file>', 'settings and models in YAML'))
    .addOption(option('--check', 'load and warm all models, name them and what is set, and end'));
  addSettingOptions(command, SERVER_SETTINGS, SERVER_GROUPS);
  command.addHelpText('after', EXAMPLES).action(async (models: readonly string[], { check = false }: ServeFlags) => {
    const { terminal, version } = around;
    const announce = (line: string) => void terminal.stdout.write(`${line}\n`);
    const { given, paths } = await readGiven(command, terminal.env);
    const request = readRequest(models, given, { check, env: terminal.env });
    if (check) await checkPaths(paths);
    const log = (lines: Uint8Array) => void terminal.stderr.write(lines);
    await serve(request, { version, signal: terminal.signal, log, announce });
    if (check) describeSettings(SERVER_SETTINGS, given).forEach(announce);
  });
}

/** What flags and variables say, then what the file says, and the paths that all of them name. */
async function readGiven(command: Command, env: Terminal['env']) {
  const paths: NamedPath[] = [];
  const onPath = (named: NamedPath) => void paths.push(named);
  const given: GivenSettings[] = [readGivenTexts(command, env, onPath)];
  const { config = '' } = command.opts<ServeFlags>();
  if (config !== '') {
    const { readSettingsFile } = await import('../../settings/settings-file.ts');
    given.push(readFileSettings(SERVER_SETTINGS, await readSettingsFile(config), onPath));
  }
  return { given, paths };
}

/** What is wrong with a flag or a variable is wrong use. */
function readGivenTexts(command: Command, env: Terminal['env'], onPath: (named: NamedPath) => void): GivenSettings {
  try {
    return readTexts(SERVER_SETTINGS, { flags: readSettingFlags(command, SERVER_SETTINGS), env }, onPath);
  } catch (error) {
    throw error instanceof ScoringError ? command.error(error.message) : error;
  }
}

/** Models of the command line and of the file are served beside each other; aliases of the command line win. */
function readRequest(
  models: readonly string[],
  given: readonly GivenSettings[],
  { check, env }: { readonly check: boolean; readonly env: Terminal['env'] },
): ServeRequest {
  const settings = settle(SERVER_SETTINGS, given);
  const named = [...models.map(parseModelSpec), ...settings.models.map(({ name, path }) => ({ name, path }))];
  const platform = named.length === 0 && settings.modelStore === undefined ? requirePlatformModel(env) : undefined;
  return {
    ...settings,
    models: platform === undefined ? named : [{ name: undefined, path: platform.path }],
    invocations: settings.invocations ?? platform?.invocations ?? 'mlflow',
    aliases: [...settings.models.flatMap(aliasesOf), ...settings.aliases],
    warmUp: [...settings.models.flatMap(warmUpOf), ...settings.warmUp],
    vertex: vertexRoutes(env),
    check,
  };
}

type ModelSetting = ServerSettings['models'][number];

function aliasesOf({ name, aliases = new Map() }: ModelSetting): ServeRequest['aliases'] {
  return [...aliases].map(([alias, version]) => ({ model: name, alias, version }));
}

function warmUpOf({ name, warmUp }: ModelSetting): ServeRequest['warmUp'] {
  return warmUp === undefined ? [] : [{ name, path: warmUp }];
}

/** Throws INPUT_FORMAT where there is none to serve. */
function requirePlatformModel(env: Terminal['env']): PlatformModel {
  const found = findPlatformModel(env);
  if (found !== undefined) return found;
  // Vertex AI tells where in its cloud storage the model is: that a container has to copy.
  const got = env.AIP_STORAGE_URI === undefined ? 'none' : 'only AIP_STORAGE_URI, which has to be copied to a folder';
  const expected = '[name=]<path of a model>, --model-store, models in a --config file, or /opt/ml/model';
  throw new ScoringError('INPUT_FORMAT', `expected ${expected}, got ${got}`);
}

/** What Vertex AI tells a container. */
function vertexRoutes({ AIP_HEALTH_ROUTE, AIP_PREDICT_ROUTE }: Terminal['env']): ServeRequest['vertex'] {
  if (AIP_HEALTH_ROUTE === undefined || AIP_PREDICT_ROUTE === undefined) return undefined;
  return { healthRoute: AIP_HEALTH_ROUTE, predictRoute: AIP_PREDICT_ROUTE };
}
