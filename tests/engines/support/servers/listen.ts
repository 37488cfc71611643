import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves at a free port, and says which. */
export function listen(server: Server): void {
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  // The test is gone.
  process.on('disconnect', () => process.exit());
}
