#!/usr/bin/env node
// Asks a server for rows over keep-alive connections, one request at a time on each, and checks every answer.
// `http-client.mjs <requests.json>` with { host, port, path, bodies, answers, connections, seconds }; prints JSON.
// A hand-written client, so that it costs less than what it measures.

import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

const { host, port, path, bodies, answers, connections, seconds } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const requests = bodies.map((body) =>
  Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  ),
);
const expected = answers.map((answer) => Buffer.from(answer));
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** Milliseconds of each answer that came after the warm-up. */
const times = [];
let wrong = 0;
const startedAt = performance.now();
const measureFrom = startedAt + 1000 * Math.min(1, seconds / 4);
const until = measureFrom + 1000 * seconds;

function ask(first) {
  return new Promise((resolve, reject) => {
    let row = first;
    let sentAt = 0;
    let pending = Buffer.alloc(0);
    const socket = connect({ host, port, noDelay: true }, send);
    function send() {
      sentAt = performance.now();
      socket.write(requests[row]);
    }
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const head = pending.indexOf(END_OF_HEAD);
      if (head < 0) return;
      const text = pending.latin1Slice(0, head);
      const length = Number(/content-length: (\d+)/i.exec(text)[1]);
      if (pending.length < head + 4 + length) return;
      const now = performance.now();
      const isRight = text.startsWith('HTTP/1.1 200') && pending.subarray(head + 4).equals(expected[row]);
      pending = Buffer.alloc(0);
      if (!isRight) wrong++;
      if (now > measureFrom) times.push(now - sentAt);
      if (now > until) {
        socket.destroy();
        resolve();
        return;
      }
      row = (row + 1) % requests.length;
      send();
    });
  });
}

await Promise.all(Array.from({ length: connections }, (_, k) => ask(k % requests.length)));
times.sort((a, b) => a - b);
const at = (share) => Number(times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(3));
console.log(
  JSON.stringify({
    perSecond: Math.round(times.length / seconds),
    p50: at(0.5),
    p99: at(0.99),
    p999: at(0.999),
    wrong,
  }),
);
