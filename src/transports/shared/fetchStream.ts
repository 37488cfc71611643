import type { Transport } from '../../protocol/transport';
import { completeRequest } from './completeRequest';
import { exchange } from './exchange';

/** `fetchEventSource()` where nobody has named it: its options, and what they cost, are left out. */
export const fetchStream: Transport = /* @__PURE__ */ Object.assign<Transport, Partial<Transport>>(
  (request, sink) => exchange(request, completeRequest, sink),
  { key: 'fetchEventSource {}', platform: 'fetch' },
);
