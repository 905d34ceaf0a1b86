// WebAssembly text of fused multiply-adds in chains, two chains a register: sums of exact products, each a rounded
// product and what it lost, as product-sum.ts adds them. A sum is NaN where even the pairs lose what decides a rounding.

const LARGER = '(v128.const f64x2 0x1.0000000000002p+0 0x1.0000000000002p+0)';
const SMALLER = '(v128.const f64x2 0x1.ffffffffffffcp-1 0x1.ffffffffffffcp-1)';
const SPLITTER = '(v128.const f64x2 134217729 134217729)';
const SMALLEST_PRODUCT = '(v128.const f64x2 0x1p-966 0x1p-966)';

const add = (a, b) => `(f64x2.add ${a} ${b})`;
const sub = (a, b) => `(f64x2.sub ${a} ${b})`;
const mul = (a, b) => `(f64x2.mul ${a} ${b})`;
const differ = (a, b) => `(f64x2.ne ${a} ${b})`;
const or = (a, b) => `(v128.or ${a} ${b})`;
const and = (a, b) => `(v128.and ${a} ${b})`;
const get = (name) => `(local.get $${name})`;
const set = (name, value) => `(local.set $${name} ${value})`;
const doubt = (mask) => set('doubts', or(get('doubts'), mask));

/** Adds $high and $low to a register of chains. */
function addPair(chain) {
  const [rough, loss, rest, bit, sum] = [get('rough'), get('loss'), get('rest'), get('bit'), get(chain)];
  return [
    set('rough', add(sum, get('high'))),
    set('bit', sub(rough, sum)),
    set('loss', add(sub(sum, sub(rough, bit)), sub(get('high'), bit))),
    set('rest', add(loss, get('low'))),
    set(chain, add(rough, rest)),
    doubt(
      and(
        or(differ(add(rough, mul(rest, LARGER)), sum), differ(add(rough, mul(rest, SMALLER)), sum)),
        or(differ(sub(rest, loss), get('low')), differ(sub(rest, get('low')), loss)),
      ),
    ),
  ];
}

/** Sets $high and $low to the product of two elements of x and two split factors. */
function multiply(register) {
  const from = register * 16;
  const [x, high, top, rest, wide] = [get('value'), get('high'), get('top'), get('rest'), get('wide')];
  const part = (k) => `(v128.load offset=${(register * 3 + k) * 16} (local.get $factors))`;
  return [
    set('value', `(v128.load offset=${from} (local.get $x))`),
    set('high', mul(x, part(0))),
    set('wide', mul(SPLITTER, x)),
    set('top', sub(wide, sub(wide, x))),
    set('rest', sub(x, top)),
    set('low', sub(mul(rest, part(2)), sub(sub(sub(high, mul(top, part(1))), mul(rest, part(1))), mul(top, part(2))))),
    // What so small a product lost may be no double.
    doubt(and(`(f64x2.lt (f64x2.abs ${high}) ${SMALLEST_PRODUCT})`, differ(high, '(v128.const f64x2 0 0)'))),
  ];
}

/** Sets $high and $low to what the leaves of two trees are worth. */
function pick(register) {
  const pair = (tree) => {
    const place = `(i32.load offset=${(register * 2 + tree) * 4} (local.get $found))`;
    return `(v128.load (i32.add (local.get $pairs) (i32.shl ${place} (i32.const 4))))`;
  };
  const [value, wide] = [get('value'), get('wide')];
  return [
    set('value', pair(0)),
    set('wide', pair(1)),
    set('high', `(i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 ${value} ${wide})`),
    set('low', `(i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 ${value} ${wide})`),
  ];
}

/** The chains added from left to right, from 0 on. */
function total(registers) {
  const lanes = registers.flatMap((register) => [0, 1].map((lane) => `(f64x2.extract_lane ${lane} ${get(register)})`));
  return lanes.reduce((sum, lane) => `(f64.add ${sum} ${lane})`, '(f64.const 0)');
}

/** A function that runs over a number of elements, which `lanes` divides. */
function chains({ name, lanes, addresses, steps, advance }) {
  const registers = Array.from({ length: lanes / 2 }, (_, k) => `chain${k}`);
  const locals = [...registers, 'high', 'low', 'rough', 'loss', 'rest', 'bit', 'doubts', 'value', 'wide', 'top'];
  return `
  (func (export "${name}${lanes}")
    ${addresses.map((address) => `(param $${address} i32)`).join(' ')} (param $end i32) (result f64)
    ${locals.map((local) => `(local $${local} v128)`).join(' ')}
    (loop $next
      ${registers.flatMap((register, k) => [...steps(k), ...addPair(register)]).join('\n      ')}
      ${advance.map(([address, bytes]) => set(address, `(i32.add ${get(address)} (i32.const ${bytes}))`)).join('\n      ')}
      (br_if $next (i32.lt_u ${get(advance[0][0])} ${get('end')})))
    (select (f64.const nan) ${total(registers)} (v128.any_true ${get('doubts')})))`;
}

export const fusedChains = [4, 8]
  .flatMap((lanes) => [
    chains({
      name: 'dot',
      lanes,
      addresses: ['x', 'factors'],
      steps: multiply,
      advance: [
        ['x', lanes * 8],
        ['factors', lanes * 24],
      ],
    }),
    chains({ name: 'leaves', lanes, addresses: ['found', 'pairs'], steps: pick, advance: [['found', lanes * 4]] }),
  ])
  .join('\n');
