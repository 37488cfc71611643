import { fileURLToPath } from 'node:url';
import { fc } from '../support/property.ts';
import { describe, expect, it } from 'vitest';
import { formatFor } from '../../scripts/recordings/families.mjs';
import { findRecordings } from '../../scripts/recordings/find.mjs';
import * as library from '../../src/entries/common';
import { play } from './support/play';

const recordings = findRecordings(fileURLToPath(new URL('../fixtures/recordings', import.meta.url))).flatMap(
  ({ file, family, name, bytes }) => {
    const format = formatFor(library, family, name);
    return format ? [{ file, format, wire: bytes.toString() }] : [];
  },
);
const SEED = { seed: 19, numRuns: 25 };

describe('recordings that are cut at random', () => {
  it.each(recordings)('$file: whole messages are read wherever the stream breaks off', ({ format, wire }) => {
    const ends = [...wire.matchAll(format.framing === 'lines' ? /\n/g : /\r?\n\r?\n/g)].map(
      ({ index, 0: { length } }) => index + length,
    );
    const whole = play(format, wire);
    fc.assert(
      fc.property(fc.constantFrom(0, ...ends), fc.integer({ min: 1, max: 40 }), (end, size) => {
        const { answer, error, snapshots } = play(format, wire.slice(0, end), size);
        expect(error && !whole.error ? error.message : undefined).toBeUndefined();
        // What had come by then is what the whole stream had made of it by then.
        expect(answer).toEqual(snapshots.length ? whole.snapshots[snapshots.length - 1] : answer);
      }),
      SEED,
    );
  });
});
