// Makes every CommonJS require() of react and react-dom (react-dom itself, Testing Library) in this worker load
// the `react-18` and `react-dom-18` packages. Vite's alias does the same for the ES imports of src and tests.
import Module, { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
type Resolve = (this: unknown, request: string, ...rest: unknown[]) => string;
const mod = Module as unknown as { _resolveFilename: Resolve };
const original = mod._resolveFilename;
mod._resolveFilename = function (request, ...rest) {
  const renamed = request.replace(/^react(-dom)?(?=$|\/)/, 'react$1-18');
  return original.call(this, renamed, ...rest);
};
if (!require('react').version.startsWith('18.')) throw new Error('the React 18 redirection does not work');
