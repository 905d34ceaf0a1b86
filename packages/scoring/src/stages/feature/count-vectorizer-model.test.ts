import { expect, it } from 'vitest';
import { arrayType, createField, structType } from '../../core/types.ts';
import { SparseVector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { countVectorizerModel } from './count-vectorizer-model.ts';

const terms = ['b', 'a', 'b', null, 'unknown', 'b', 'a', 'the', 'x', 'y'];

// By the rules of Spark's source: a share counts all ten terms.
it.each([
  [{}, [0, 1, 2], [2, 3, 1]],
  [{ minTF: 2 }, [0, 1], [2, 3]],
  [{ minTF: 0.3 }, [1], [3]],
  [{ minTF: 0.2, binary: true }, [0, 1], [1, 1]],
  [{ minTF: 9 }, [], []],
])('CountVectorizerModel with %j', async (params, indices, counts) => {
  const stage = await decodeStage(countVectorizerModel, {
    params: { inputCol: 't', outputCol: 'o', ...params },
    tables: { data: [{ vocabulary: ['a', 'b', 'the'] }] },
  });
  const schema = structType([createField('t', arrayType('string'))]);
  const expected = new SparseVector(3, Int32Array.from(indices), Float64Array.from(counts));
  expect(scoreRows(stage, schema, [[terms]])[0]?.[1]).toEqual(expected);
});
