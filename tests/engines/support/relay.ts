// An address in front of servers, whose connections can be cut.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** @param pick the port where the next connection goes */
export async function openRelay(pick: () => number) {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(pick(), '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    async close(): Promise<void> {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
