export type { TestMessage } from './encode';
export { createTestServer, type TestServer } from './server';
export type { TestFailure, TestRequest, TestStream } from './stream';
