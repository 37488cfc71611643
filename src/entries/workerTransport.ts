export type { WorkerPort } from '../worker/link';
export { workerTransport, type WorkerTransportOptions } from '../worker/workerTransport';
