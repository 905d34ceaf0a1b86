import { ScoringError } from '@tinderbox/scoring';
import { changeRepository, listRepository, type RepositoryAction } from '../../app/model-repository.ts';
import type { Serving } from '../../app/serving.ts';
import type { Handlers } from './calls.ts';
import type { MessageOf } from './protobuf/message.ts';
import type { INFERENCE, RepositoryModelLoadRequest } from './protocols/inference.ts';

type RepositoryCalls = 'RepositoryIndex' | 'RepositoryModelLoad' | 'RepositoryModelUnload';

/** The model repository extension of Triton: what could be served, and bringing it in and out. */
export function createRepositoryCalls(
  serving: Serving,
  admin: boolean,
): Pick<Handlers<typeof INFERENCE>, RepositoryCalls> {
  const change = (action: RepositoryAction) => async (request: MessageOf<typeof RepositoryModelLoadRequest>) => {
    const { repositoryName, modelName: model, parameters } = request;
    requireNoName(repositoryName);
    await changeRepository(serving, admin, { action, model, parameters: parameters.keys() });
    return {};
  };
  return {
    RepositoryIndex: async ({ repositoryName, ready }) => {
      requireNoName(repositoryName);
      const entries = await listRepository(serving, ready);
      return { models: entries.map(({ version = '', ...entry }) => ({ ...entry, version })) };
    },
    RepositoryModelLoad: change('load'),
    RepositoryModelUnload: change('unload'),
  };
}

/** There is one repository, which has no name. */
function requireNoName(name: string): void {
  if (name !== '') throw new ScoringError('INPUT_FORMAT', 'expected no name of a repository, got one');
}
