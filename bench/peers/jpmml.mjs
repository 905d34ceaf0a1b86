// JPMML-Evaluator with the PMML that its sister project writes.

import { mavenJars } from './jvm.mjs';
import { measurePmml, PMML_ORIGIN } from './pmml.mjs';

const VERSION = '1.7.7';

export const jpmml = {
  name: 'JPMML-Evaluator',
  tolerance: 1e-9,
  remark: `${PMML_ORIGIN}; reads a Map`,
  version: () => VERSION,
  measure: measurePmml({
    program: 'JpmmlRow',
    jars: jpmmlJars,
  }),
};

export async function jpmmlJars() {
  return [await mavenJars('org.jpmml', 'pmml-evaluator-metro', VERSION)];
}
