// With the DOM library, the published types name its own types and nothing less precise.
import type {
  EventSourceLike,
  FetchLike,
  HeadersOption,
  RequestOptions,
  RunOptions,
  SseError,
  SseRequest,
} from 'react-event-source/core';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

export const same: [
  Same<Parameters<FetchLike>, [input: string, init: RequestInit]>,
  Same<Awaited<ReturnType<FetchLike>>, Response>,
  Same<SseError['headers'], Headers | undefined>,
  Same<RunOptions['signal'], AbortSignal | null | undefined>,
  Same<RequestOptions['credentials'], RequestCredentials | undefined>,
  Same<HeadersOption, HeadersInit | Readonly<Record<string, string | undefined>>>,
  Same<Parameters<Parameters<EventSourceLike['addEventListener']>[1]>, [event: MessageEvent]>,
  Same<SseRequest['init']['body'], BodyInit | null | undefined>,
] = [true, true, true, true, true, true, true, true];
