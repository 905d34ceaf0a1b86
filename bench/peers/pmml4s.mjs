// PMML4S with the PMML that JPMML-SparkML writes. Its newest jars are those of its Python package.

import { join } from 'node:path';
import { pythonWith, run } from '../cache.mjs';
import { measurePmml, PMML_ORIGIN } from './pmml.mjs';

const VERSION = '1.5.8';

export const pmml4s = {
  name: 'PMML4S',
  tolerance: 1e-9,
  remark: `${PMML_ORIGIN}; reads a Map`,
  version: () => VERSION,
  measure: measurePmml({ program: 'Pmml4sRow', jars: packagedJars }),
};

/** Not what the package needs of Python besides. */
async function packagedJars() {
  const python = await pythonWith(`pypmml-${VERSION}`, ['--no-deps', `pypmml==${VERSION}`]);
  const packages = run(python, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))']).trim();
  return [join(packages, 'pypmml/jars/*')];
}
