// A forest as C: one function of nested ifs a tree, one that adds them up.

/** `double score(const double *x)`: the weighted sum of the trees, of bagged ones the mean, for classes that of class 1. */
export function forestSource({ trees, kind, isClassifier }) {
  const bagged = kind === 'bagged';
  const leaf = ({ value, stats }) => {
    if (!(bagged && isClassifier)) return value;
    if (stats.length !== 2) throw new Error(`expected two classes, got ${stats.length}`);
    return stats[1] / (stats[0] + stats[1]);
  };
  const functions = trees.map(
    ({ nodes }, i) => `static double tree${i}(const double *x) {\n${branch(nodes, 0, leaf)}}\n`,
  );
  const terms = trees.map(({ weight }, i) => `  sum += ${bagged ? '' : `${literal(weight)} * `}tree${i}(x);`);
  const result = bagged ? `sum / ${trees.length}.0` : 'sum';
  return [
    ...functions,
    'double score(const double *x) {',
    '  double sum = 0;',
    ...terms,
    `  return ${result};`,
    '}',
    '',
  ].join('\n');
}

function branch(nodes, id, leaf) {
  const node = nodes[id];
  if (node.feature === undefined) return `return ${literal(leaf(node))};\n`;
  return `if (${test(node)}) {\n${branch(nodes, node.left, leaf)}} else {\n${branch(nodes, node.right, leaf)}}\n`;
}

function test({ feature, threshold, categories }) {
  const value = `x[${Number(feature)}]`;
  if (categories === undefined) return `${value} <= ${literal(threshold)}`;
  return categories.length === 0 ? '0' : categories.map((category) => `${value} == ${literal(category)}`).join(' || ');
}

/** The shortest decimals that give the same double. */
function literal(value) {
  const text = String(Number(value));
  return /[.e]/.test(text) ? text : `${text}.0`;
}
