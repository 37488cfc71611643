/** An address below another one: its query is kept, and more added to it. */
export function below(url: string, path: string, query: Readonly<Record<string, string>> = {}): string {
  const address = new URL(url);
  address.pathname = `${address.pathname.replace(/\/$/, '')}/${path}`;
  return withQuery(address.href, query);
}

/** An address with these parameters in its query, in place of others of the same names. */
export function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  const address = new URL(url);
  for (const name in query) address.searchParams.set(name, query[name]!);
  return address.href;
}

/** The JSON object of a message; empty where it is none. */
export function readObject<T extends object>(data: string): Partial<T> {
  try {
    return Object(JSON.parse(data)) as Partial<T>;
  } catch {
    return {};
  }
}
