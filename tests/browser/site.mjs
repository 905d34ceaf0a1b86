// The site that the browser visits: a page, its bundled program, and the example's model and rows.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { readCustomers, readModelFiles } from '../churn.mjs';
import { createZip } from '../zip.mjs';

/** Nothing but what the site itself serves; no eval in any form. */
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:";
const PAGE =
  '<!doctype html><title>Churn</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>';

/** Serves on a free port of this machine: `{ address, close }`. */
export async function startSite() {
  const resources = await createResources();
  const server = createServer((request, response) => {
    const resource = resources.get(request.url);
    if (resource === undefined) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': resource.type, 'content-security-policy': POLICY }).end(resource.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `http://127.0.0.1:${server.address().port}/`, close };
}

/** Path to `{ type, body }`. */
async function createResources() {
  const files = readModelFiles();
  const list = files.map(({ path, bytes }) => ({ path, size: bytes.length }));
  return new Map([
    ['/', { type: 'text/html', body: PAGE }],
    ['/page.js', { type: 'text/javascript', body: await bundlePage() }],
    ['/customers.json', { type: 'application/json', body: JSON.stringify(readCustomers()) }],
    ['/model.zip', { type: 'application/zip', body: createZip(files) }],
    ['/model/index.json', { type: 'application/json', body: JSON.stringify(list) }],
    ...files.map(({ path, bytes }) => [`/model/${path}`, { type: 'application/octet-stream', body: bytes }]),
  ]);
}

async function bundlePage() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.mjs', import.meta.url))],
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    write: false,
  });
  return outputFiles[0].text;
}
