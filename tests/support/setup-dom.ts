import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

// Testing Library does both of these by itself only when beforeAll/afterEach are globals; here `globals` is off.
(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
afterEach(() => cleanup());
