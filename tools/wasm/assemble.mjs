import openWabt from 'wabt';

/** The bytes of a module in WebAssembly text. Throws with the place of what is wrong in it. */
export async function assemble(name, text) {
  const { parseWat } = await openWabt();
  const module = parseWat(name, text);
  try {
    module.validate();
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}
