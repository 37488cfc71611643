/** Where providers put their words, the most telling first. */
const NAMES =
  'error message detail msg error_msg error_message status_msg errorText errors error_description'.split(' ');

/** What a provider says in an error, however deep it stands; `undefined` where it says nothing to a reader. */
export function providerWords(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  if (typeof value !== 'object' || !value) return undefined;
  const found = Array.isArray(value) ? value : NAMES.map((name) => (value as Record<string, unknown>)[name]);
  return found.map(providerWords).find(Boolean);
}
