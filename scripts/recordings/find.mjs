// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

/**
 * Every `<name>.sse` or `<name>.ndjson` below a folder that has its `<name>.expected.json`, with the family that
 * the folder's `manifest.json` gives it, else with its own folder's name.
 *
 * @param {string} root
 */
export function findRecordings(root) {
  const manifestPath = join(root, 'manifest.json');
  /** @type {{ file: string, family: string }[]} */
  const manifest = existsSync(manifestPath) ? JSON.parse(readFileSync(manifestPath, 'utf8')) : [];
  const families = new Map(manifest.map(({ file, family }) => [file, family]));
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(sse|ndjson)$/.test(file))
    .sort()
    .flatMap((file) => {
      const expectedPath = join(root, file.replace(/\.\w+$/, '.expected.json'));
      if (!existsSync(expectedPath)) return [];
      return {
        file,
        name: basename(file).replace(/\.\w+$/, ''),
        family:
          families.get(file.replaceAll('\\', '/')) ??
          basename(relative(root, dirname(join(root, file))) || root),
        lines: file.endsWith('.ndjson'),
        bytes: readFileSync(join(root, file)),
        /** @type {import('./compare.mjs').Expected} */
        expected: JSON.parse(readFileSync(expectedPath, 'utf8')),
      };
    });
}

/**
 * @param {Uint8Array} bytes
 * @param {number} size
 */
export function* cut(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** How the bytes are cut: as a whole, and at every place where a reader could stumble. */
export const CUTS = { whole: Infinity, '13 bytes': 13, '1 byte': 1 };
