// @ts-check
import { execFileSync, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * A certificate for HTTP/2, which browsers speak over TLS only.
 *
 * @param {string} folder
 * @returns {boolean} whether there is one: `openssl` makes it
 */
function makeCertificate(folder) {
  const args = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -keyout key.pem -out cert.pem';
  try {
    execFileSync('openssl', args.split(' '), { cwd: folder, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts the server as a process of its own, so that it does not share a thread with what drives the browser.
 *
 * @param {string} folder where the pages were built, and where the certificate goes
 */
export async function startServer(folder) {
  const secured = makeCertificate(folder);
  const child = fork(
    fileURLToPath(new URL('server.mjs', import.meta.url)),
    secured ? [folder, folder] : [folder],
  );
  /** @type {{ plain: number, secure: number }} */
  const ports = await new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(/** @type {any} */ (message)));
    child.once('exit', (code) => reject(new Error(`the server ended with code ${code}`)));
  });
  return {
    plain: `http://127.0.0.1:${ports.plain}`,
    /** `undefined` where there is no `openssl`. */
    http2: ports.secure ? `https://127.0.0.1:${ports.secure}` : undefined,
    stop: () => child.disconnect(),
  };
}
