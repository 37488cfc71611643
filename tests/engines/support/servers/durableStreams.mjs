// @ts-check
// The store itself, in a process of its own, with its streams in `DATA_FOLDER`.
import { DurableStreamTestServer } from '@durable-streams/server';

const dataDir = process.env['DATA_FOLDER'] ?? '';
const url = await new DurableStreamTestServer({ port: 0, host: '127.0.0.1', dataDir }).start();
process.send?.(Number(new URL(url).port));
// The test is gone.
process.on('disconnect', () => process.exit());
