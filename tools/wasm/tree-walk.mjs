// WebAssembly text of the walk of packed trees, eight of them side by side. What the addresses point to is laid out by
// tree-walk-module.ts.

const ABREAST = 8;
const trees = Array.from({ length: ABREAST }, (_, tree) => tree);

/** The feature of the node of one tree. */
const feature = (node) => `(f64.load (i32.add (local.get $features) (i32.load offset=8 (local.get ${node}))))`;

/** 1 where the feature is at most the limit. */
const isUnderLimit = (node) => `(f64.le ${feature(node)} (f64.load (local.get ${node})))`;

/** 1 where it is at least the low, too. */
const isInInterval = (node) => `(i32.and
        (f64.le (local.tee $value ${feature(node)}) (f64.load (local.get ${node})))
        (f64.ge (local.get $value) (f64.load offset=16 (local.get ${node}))))`;

/** The child of a node: the first where the test is 1, else the second. */
const step = (node, test, nodeBits) => `(local.set ${node} (i32.add (i32.load offset=12 (local.get ${node}))
        (i32.shl (i32.eqz ${test(node)}) (i32.const ${nodeBits}))))`;

const walk = (name, test, nodeBits) => `
  (func (export "${name}")
    (param $features i32) (param $roots i32) (param $end i32) (param $depths i32) (param $found i32)
    (local $level i32) (local $value f64) ${trees.map((tree) => `(local $${tree} i32)`).join(' ')}
    (loop $groups
      ${trees.map((tree) => `(local.set $${tree} (i32.load offset=${tree * 4} (local.get $roots)))`).join('\n      ')}
      (local.set $level (i32.load (local.get $depths)))
      (block $done
        (br_if $done (i32.eqz (local.get $level)))
        (loop $levels
          ${trees.map((tree) => step(`$${tree}`, test, nodeBits)).join('\n          ')}
          (br_if $levels (local.tee $level (i32.sub (local.get $level) (i32.const 1))))))
      ${trees
        .map(
          (tree) => `(i32.store offset=${tree * 4} (local.get $found)
        (i32.shr_u (local.get $${tree}) (i32.const ${nodeBits})))`,
        )
        .join('\n      ')}
      (local.set $found (i32.add (local.get $found) (i32.const ${ABREAST * 4})))
      (local.set $depths (i32.add (local.get $depths) (i32.const 4)))
      (br_if $groups (i32.lt_u
        (local.tee $roots (i32.add (local.get $roots) (i32.const ${ABREAST * 4})))
        (local.get $end)))))`;

export const treeWalks = [walk('byLimits', isUnderLimit, 4), walk('byIntervals', isInInterval, 5)].join('\n');
