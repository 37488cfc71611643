'use client';

export type { SseDebug, SseDebugDetail, SseDebugEvent } from '../react/debug';
export { SseProvider, type SseProviderProps } from '../react/SseProvider';
export {
  useEventSource,
  type UseEventSourceOptions,
  type UseEventSourceResult,
} from '../react/useEventSource';
export { useSnapshot } from '../react/useSnapshot';
export { useSseStream, type UseSseStreamOptions, type UseSseStreamResult } from '../react/useSseStream';
export { useAnnouncements, type UseAnnouncementsOptions } from '../react/useAnnouncements';
export { useSmoothText, type UseSmoothTextOptions } from '../react/useSmoothText';
export { useTextBlocks } from '../react/useTextBlocks';
export type { Announcement, AnnouncementWords } from '../text/announcements';
export * from './common';
