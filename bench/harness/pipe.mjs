// @ts-check
// The DevTools protocol over a pipe: JSON messages that end with a zero byte.

/** @typedef {{ resolve: (value: any) => void, reject: (error: Error) => void }} Pending */

/**
 * @param {import('node:stream').Writable} input
 * @param {import('node:stream').Readable} output
 */
export function createPipe(input, output) {
  /** @type {Map<number, Pending>} */
  const pending = new Map();
  /** @type {Buffer[]} */
  let pieces = [];
  let lastId = 0;
  let closed = false;

  const receive = (/** @type {string} */ text) => {
    const { id, error, result } = JSON.parse(text);
    const call = pending.get(id);
    pending.delete(id);
    if (error) call?.reject(new Error(error.message));
    else call?.resolve(result);
  };

  output.on('data', (/** @type {Buffer} */ data) => {
    let from = 0;
    for (let to = data.indexOf(0); to >= 0; to = data.indexOf(0, from)) {
      receive(Buffer.concat([...pieces, data.subarray(from, to)]).toString());
      pieces = [];
      from = to + 1;
    }
    if (from < data.length) pieces.push(data.subarray(from));
  });
  const ignore = () => {};
  input.on('error', ignore);
  output.on('error', ignore);

  return {
    /** Nothing will be answered any more. */
    close() {
      closed = true;
      for (const { reject } of pending.values()) reject(new Error('the browser is gone'));
      pending.clear();
    },
    /**
     * @param {string} method
     * @param {object} [params]
     * @param {{ sessionId?: string | undefined, timeout?: number | undefined }} [options]
     * @returns {Promise<any>}
     */
    send: (method, params = {}, { sessionId, timeout = 30_000 } = {}) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('the browser is gone'));
        const id = ++lastId;
        const timer = setTimeout(() => {
          pending.delete(id);
          reject(new Error(`${method} got no answer in ${timeout} ms`));
        }, timeout);
        const done = () => clearTimeout(timer);
        pending.set(id, {
          resolve: (value) => (done(), resolve(value)),
          reject: (error) => (done(), reject(error)),
        });
        input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      }),
  };
}
