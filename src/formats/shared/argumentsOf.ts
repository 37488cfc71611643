/** Raw arguments as the object that a provider wants back; where they were cut off, Anthropic's own name for that. */
export function argumentsOf(json: string): unknown {
  try {
    return JSON.parse(json || '{}');
  } catch {
    return { INVALID_JSON: json };
  }
}
