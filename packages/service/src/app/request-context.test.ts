import { describe, expect, it } from 'vitest';
import { countRequestIds, givenRequestId, parseTraceParent } from './request-context.ts';

const [TRACE, SPAN] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];

describe('traceparent, as W3C Trace Context has it', () => {
  it.each([
    `00-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-ff`,
    `cc-${TRACE}-${SPAN}-01`,
    `cc-${TRACE}-${SPAN}-01-what`,
  ])('is read: %s', (text) => expect(parseTraceParent(text)).toEqual({ traceId: TRACE, spanId: SPAN }));

  it.each([
    ['none', undefined],
    ['a version that is none', `ff-${TRACE}-${SPAN}-01`],
    ['a version that goes on', `00-${TRACE}-${SPAN}-01-what`],
    ['a version that ends with a dash', `00-${TRACE}-${SPAN}-01-`],
    ['a later version that goes on without a dash', `cc-${TRACE}-${SPAN}-01.what`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a span of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['a short trace', `00-${TRACE.slice(1)}-${SPAN}-01`],
    ['flags that are none', `00-${TRACE}-${SPAN}-0x`],
    ['too short a version', `0-${TRACE}-${SPAN}-01`],
    ['two of them', [`00-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-01`]],
  ])('is passed over: %s', (_, text) => expect(parseTraceParent(text)).toBeUndefined());
});

it('ids are those of the caller where they fit into a log', () => {
  expect(givenRequestId('a.b:c/d+e=f@g-1_2')).toBe('a.b:c/d+e=f@g-1_2');
  for (const id of ['', 'a b', 'a\nb', '"', 'x'.repeat(129), undefined, ['a']])
    expect(givenRequestId(id)).toBeUndefined();
});

it('ids that are made differ, also from those of another process', () => {
  const [one, other] = [countRequestIds(), countRequestIds()];
  expect(new Set([one(), one(), other(), other()]).size).toBe(4);
});
