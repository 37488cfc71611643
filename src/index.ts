'use client';

export { useEventSource, type UseEventSourceOptions, type UseEventSourceResult } from './react/useEventSource';
export { useSseStream, type UseSseStreamOptions, type UseSseStreamResult } from './react/useSseStream';
export { useTextBlocks } from './react/useTextBlocks';
export * from './shared';
