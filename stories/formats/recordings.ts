import * as library from 'react-event-source';
import { formatFor } from '../../scripts/recordings/families.mjs';
import manifest from '../../tests/fixtures/recordings/manifest.json' with { type: 'json' };
import type { Step } from '../server/scripts.ts';

/** The recorded answer of a provider, and the format that reads it. */
export interface Recording {
  readonly id: string;
  readonly family: string;
  readonly note: string;
  readonly wire: string;
  readonly format: library.Format;
}

const FOLDER = '../../tests/fixtures/recordings/';
const wires = import.meta.glob<string>('../../tests/fixtures/recordings/**/*.{sse,ndjson}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
/** What is known of a recording beside its bytes. */
const entries = new Map<string, { family: string; note?: string }>(
  manifest.map((entry) => [entry.file, entry]),
);

/** All recordings, the whole answers first. */
export const RECORDINGS: readonly Recording[] = Object.entries(wires)
  .flatMap(([path, wire]) => {
    const file = path.replace(FOLDER, '');
    const id = file.replace(/\.\w+$/, '');
    const [folder = '', name = ''] = id.split('/');
    const { family = folder, note = '' } = entries.get(file) ?? {};
    const format = formatFor(library, family, name);
    return format ? [{ id, family, note, wire, format }] : [];
  })
  .toSorted((a, b) => a.family.localeCompare(b.family) || a.id.localeCompare(b.id));

/** The steps that replay a recording, one event after the other. */
export function stepsOf({ wire, format }: Recording, every: number): Step[] {
  const isLines = format.framing === 'lines';
  const pieces = wire.split(isLines ? /(?<=\n)/ : /(?<=\r?\n\r?\n)/);
  const head: Step[] = isLines
    ? [{ headers: { 'content-type': 'application/x-ndjson' } }]
    : [{ flush: true }];
  return [...head, ...pieces.flatMap((text): Step[] => [{ wait: every }, { text }]), { end: true }];
}
