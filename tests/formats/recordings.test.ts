import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compare } from '../../scripts/recordings/compare.mjs';
import { formatFor, notOneAnswer } from '../../scripts/recordings/families.mjs';
import { CUTS, findRecordings } from '../../scripts/recordings/find.mjs';
import * as library from '../../src/entries/common';
import { play } from './support/play';

const own = fileURLToPath(new URL('../fixtures/recordings', import.meta.url));
/** More recordings, where there are any: the same that `scripts/recordings.mjs` takes. */
const more = process.env['RECORDINGS_DIR'];

describe.each([own, ...(more ? [more] : [])])('the recordings in %s', (folder) => {
  const known = findRecordings(folder).flatMap((recording) => {
    const format = formatFor(library, recording.family, recording.name);
    return format && !notOneAnswer[recording.file] ? [{ ...recording, format }] : [];
  });

  it('are there', () => expect(known.length).toBeGreaterThan(20));

  it.each(known)(
    '$file has the answer of its reference, however it is cut',
    ({ format, bytes, expected }) => {
      for (const size of Object.values(CUTS)) {
        const { answer, status, error } = play(format, bytes.toString(), size);
        expect(expected.error ? undefined : error).toBeUndefined();
        expect(compare(expected, answer, !['done', 'stopped'].includes(status))).toEqual([]);
      }
    },
  );
});
