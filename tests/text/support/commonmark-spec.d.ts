declare module 'commonmark-spec' {
  /** The examples of the specification: tabs are written as arrows. */
  const spec: {
    readonly tests: readonly { readonly markdown: string; readonly html: string; readonly number: number }[];
  };
  export default spec;
}
