'use client';

export type { DevtoolsConnection, DevtoolsMessage, DevtoolsPhase, DevtoolsSecond } from './record';
export { createDevtoolsLog, type DevtoolsLog, type DevtoolsLogOptions } from './log';
export { SseDevtools, type SseDevtoolsProps } from './SseDevtools';
