import { double, integer, matrix } from '../../core/codec.ts';
import { exactBySums } from '../../core/exactness.ts';
import { toRowMajor } from '../../core/matrix.ts';
import { oneRow, type StoredStage } from '../../core/stage.ts';
import { toDense } from '../../core/vector.ts';
import { modelVector } from '../families/model-vector.ts';
import { defineTopicModel, type TopicModel } from '../families/topic-model.ts';

/** The mixture of topics in a text, of its term counts. Mirrors `LocalLDAModel`. */
export const localLdaModel = defineTopicModel('LocalLDAModel', {
  isDistributed: false,
  exactness: exactBySums(),
  read: readTopics,
});

const layout = oneRow({ vocabSize: integer, topicsMatrix: matrix, docConcentration: modelVector, gammaShape: double });

async function readTopics(stored: StoredStage): Promise<TopicModel> {
  const { vocabSize: terms, topicsMatrix, docConcentration, gammaShape } = await layout.read(stored);
  const rows = toRowMajor(topicsMatrix);
  const { columns } = topicsMatrix;
  const strengths = rows.map((_, at) => rows[(at % topicsMatrix.rows) * columns + Math.floor(at / topicsMatrix.rows)]!);
  return { terms, strengths, concentrations: toDense(docConcentration), gammaShape };
}
