// @ts-check
// React Native as far as a double goes: its `URL`, a document that is hardly one, and the shape of `expo/fetch`.
const { URL: PlatformURL, fetch: platformFetch } = globalThis;

/** React Native's `URL` adds a slash to every path, and has no `searchParams` to set. */
class NativeURL extends PlatformURL {
  /** @override */
  get href() {
    return super.href.replace(/\/?$/, '/');
  }
  /** @override @returns {URLSearchParams} */
  get searchParams() {
    throw new Error('not implemented');
  }
  /** @override */
  toString() {
    return this.href;
  }
}

/** What `expo/fetch` returns is no `Response` of the platform. */
class NativeResponse {
  /** @param {Response} response */
  constructor(response) {
    this.status = response.status;
    this.ok = response.ok;
    this.url = response.url;
    this.headers = response.headers;
    this.body = response.body;
    this.bodyUsed = false;
  }
}

Object.assign(globalThis, {
  URL: NativeURL,
  window: globalThis,
  document: {},
  /** @param {string} input @param {RequestInit} init */
  fetch: async (input, init) => {
    const response = await platformFetch(input, init);
    return init ? new NativeResponse(response) : response;
  },
});
