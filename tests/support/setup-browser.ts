import { cleanup, configure } from 'vitest-browser-react/pure';
import { afterEach } from 'vitest';

configure({ reactStrictMode: true });
// A browser allows six connections to an origin: none may outlive its test.
afterEach(() => cleanup());
