import { describe, expect, test } from 'vitest';
import { fetchEventSource } from 'react-event-source/core';
import { referenceParse } from '../support/referenceParser.ts';
import { bytesOf, retryVectors, streamVectors } from '../support/vectors/index.ts';
import { expectedOf, parse, streamed } from './support/suite.ts';

test('there are more than 200 streams, each with a name of its own', () => {
  expect(streamVectors.length).toBeGreaterThan(200);
  expect(new Set(streamVectors.map(({ name }) => name)).size).toBe(streamVectors.length);
});

describe.each(streamVectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
  const bytes = bytesOf(vector.stream);
  test('the reference parser agrees with what was worked out by hand', () => {
    expect(referenceParse(bytes).messages).toEqual(expectedOf(vector));
  });
  test('over fetch it gives these messages for every cut in two', async () => {
    for (let cut = 1; cut < Math.min(bytes.length, 100); cut += 1) {
      const { messages } = await parse([bytes.slice(0, cut), bytes.slice(cut)], (body) =>
        fetchEventSource({ fetch: async () => streamed(body) }),
      );
      expect(messages).toEqual(expectedOf(vector));
    }
  });
});

test.each(retryVectors)('the reference parser agrees that %j sets the delay %s', (line, delay) => {
  expect(referenceParse(bytesOf(`${line}\n\n`)).reconnectionTime).toBe(delay);
});
