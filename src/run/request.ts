import type { Format } from '../answer/format';
import { kindOf } from '../platform/kind';
import {
  type HeadersOption,
  ownBody,
  type RequestOptions,
  resolve,
  resolveHeaders,
  resolveInit,
  resolveUrl,
  withoutUndefined,
} from '../protocol/request';
import type { SseRequest, Transport } from '../protocol/transport';
import { findWrongOption } from '../protocol/wrongOption';
import type { SseError } from '../protocol/error';
import type { EventLike, RunOptions } from './options';
import { RULES } from './rules';

/** What is used where the options name none. */
export interface RunDefaults {
  readonly transport: Transport;
  readonly format: Format;
}

/** Whether an argument of `start()` is a set of options: not an event, nor what else a handler is called with. */
const isOptions = (value: unknown): value is RunOptions =>
  kindOf(value) === 'Object' && !('preventDefault' in (value as object));

/** The options that `start()` was given; `{}` for anything else that it was called with. */
export const overridesOf = (argument: RunOptions | EventLike | undefined): RunOptions =>
  isOptions(argument) ? withoutUndefined(argument) : {};

/** The options of one start: its overrides win, and headers are merged by name. */
export function mergeOptions(options: RunOptions, overrides: RunOptions): RunOptions {
  const merged: RunOptions = { ...options, ...overrides };
  const { headers } = options;
  if (headers && overrides.headers) {
    merged.headers = async (): Promise<HeadersOption> => ({
      ...resolveHeaders(await resolve(headers)),
      ...resolveHeaders(await resolve(overrides.headers)),
    });
  }
  return merged;
}

/** The options of the moment of `start()`, data as body as it is now; without any where one is wrong, which would throw. */
export function ownRequest(options: RunOptions): { request: RunOptions; wrongOption: SseError | undefined } {
  const wrongOption = findWrongOption(options, RULES);
  return { request: wrongOption ? {} : { ...options, body: ownBody(options.body) }, wrongOption };
}

/** What is left for `fetch` when all that is ours has been taken out. */
export function requestOptions(options: RunOptions): RequestOptions {
  const {
    url,
    events,
    fetch,
    transport,
    format,
    retry,
    timeout,
    throttle,
    whenBusy,
    resume,
    resumeKey,
    resumeStorage,
    resumeStop,
    signal,
    onOpen,
    onMessage,
    onFinish,
    onError,
    ...request
  } = options;
  return request;
}

/**
 * One attempt at the request of a start.
 *
 * @param options those of the moment of `start()`
 * @param headers the latest
 */
export async function prepareAttempt(
  options: RunOptions,
  headers: RunOptions['headers'],
  defaults: RunDefaults,
  lastEventId: string,
): Promise<{ transport: Transport; request: SseRequest }> {
  const { url, events, fetch } = options;
  const address = await resolve(url);
  const request = {
    url: resolveUrl(address ?? ''),
    init: await resolveInit({ ...requestOptions(options), headers }),
    events,
    lastEventId,
    framing: (options.format ?? defaults.format).framing,
    fetch,
  };
  return { transport: options.transport ?? defaults.transport, request };
}
