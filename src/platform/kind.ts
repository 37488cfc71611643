/** The kind of a value, such as `'Object'`, `'Array'` or `'Blob'`: by its tag, which holds in every realm. */
export const kindOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);
