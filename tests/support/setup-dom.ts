import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// Streams update the page outside of act(), as they do in a browser: IS_REACT_ACT_ENVIRONMENT stays unset, and
// Testing Library sets it where it calls act() itself.
configure({ reactStrictMode: true, asyncUtilTimeout: 30_000 });
// By itself it does this only when afterEach is a global; here `globals` is off.
afterEach(() => cleanup());
