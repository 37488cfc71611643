import { SseError } from '../protocol/error';
import { createDeadline, type Deadline } from './deadline';
import type { createLiveness, Liveness } from './liveness';

/** How long to wait for what, in ms; `0`, `null` and `false` mean: for ever. */
export interface TimeoutOptions {
  /**
   * From the start of an attempt until the stream is open. Firefox opens it with the first byte of the body: where this
   * is set, the server must send one with the headers, such as a comment (`:` and an empty line).
   * @default none
   */
  connect?: number | false | null | undefined;
  /**
   * Without any byte. Over the native transport, which hides comments, without any message.
   * @default none; but a feed over fetch that has heard comments or messages at a regular beat takes silence of three
   * beats (at least 6 s) for a broken connection. `false` turns that off.
   */
  idle?: number | false | null | undefined;
  /**
   * Without any message, whatever comments keep the connection alive.
   * @default none
   */
  progress?: number | false | null | undefined;
}

/** The timeouts of one attempt, from its start. */
export interface Timeouts {
  /** The stream is open: from now on silence counts. */
  opened(learnsBeat: boolean): void;
  activity(): void;
  comment(): void;
  message(): void;
  /** A page or device is back: what has run out meanwhile expires at once. */
  check(): void;
  clear(): void;
}

/**
 * @param options asked at the start, and again when the stream is open
 * @param expire is called once
 * @param createLive notices that a stream with a beat fell silent
 */
export function createTimeouts(
  options: () => TimeoutOptions | undefined,
  expire: (error: SseError) => void,
  createLive?: typeof createLiveness,
): Timeouts {
  let deadlines: Deadline[] = [];
  let idle: Deadline | undefined;
  let progress: Deadline | undefined;
  let liveness: Liveness | undefined;

  const clear = (): void => {
    for (const deadline of deadlines) deadline.clear();
    deadlines = [];
    idle = progress = liveness = undefined;
  };
  const fail = (error: SseError): void => {
    clear();
    expire(error);
  };
  const start = (name: keyof TimeoutOptions): Deadline | undefined => {
    const ms = options()?.[name];
    if (!ms || !(ms > 0)) return undefined;
    const deadline = createDeadline(ms, () =>
      fail(new SseError('timeout', `The ${name} timeout of ${ms} ms ran out`)),
    );
    deadlines.push(deadline);
    return deadline;
  };

  start('connect');
  return {
    opened(learnsBeat) {
      clear();
      idle = start('idle');
      progress = start('progress');
      if (!createLive || !learnsBeat || options()?.idle !== undefined) return;
      liveness = createLive((ms) =>
        fail(new SseError('network', `The server fell silent: nothing came for ${Math.round(ms)} ms`)),
      );
      deadlines.push(liveness);
    },
    activity() {
      idle?.touch();
      liveness?.touch();
    },
    comment() {
      liveness?.comment();
    },
    message() {
      idle?.touch();
      progress?.touch();
      liveness?.message();
    },
    check() {
      for (const deadline of deadlines) deadline.check();
    },
    clear,
  };
}
