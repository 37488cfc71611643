import { startStopwatch } from '../platform/clock';
import { createDeadline, type Deadline } from './deadline';

/** Learns the beat of a stream, and notices when it stops. */
export interface Liveness extends Deadline {
  /** Bytes were read. */
  touch(): void;
  comment(): void;
  message(): void;
}

/** How many intervals in a row must be alike before there is a beat. */
const INTERVALS = 3;
/** After each irregular interval twice as many are needed, up to this many: chance makes no beat. */
const MOST_INTERVALS = 24;
/** How many beats of silence mean a broken connection, and the least silence, in ms. */
const MISSED_BEATS = 3;
const LEAST_SILENCE = 6000;
/** Sounds that follow each other faster, in ms, are a burst and not a beat: some servers pad with comments. */
const BURST = 250;

/** How far intervals may differ and still be alike: this share of the interval, or so many ms. */
const TOLERANCE = 0.03;

/**
 * Returns what hears one sound of a beat: the interval between sounds where they are regular, else `undefined`. A sound
 * that comes together with the last one costs no reading of the clock.
 */
function createBeat(ms: number): (isTogether?: boolean) => number | undefined {
  const sinceLast = startStopwatch();
  let first = 0;
  let alike = 0;
  let sounds = 0;
  let needed = INTERVALS;
  return (isTogether) => {
    const interval = isTogether ? 0 : sinceLast.elapsed();
    if (!isTogether) sinceLast.restart();
    sounds++;
    const isAlike = Math.abs(interval - first) <= Math.max(first * TOLERANCE, ms);
    // The first interval began when the stream was opened: the server's beat may not have.
    if (alike && !isAlike && sounds > 2) needed = Math.min(needed * 2, MOST_INTERVALS);
    if (!alike || !isAlike) {
      first = interval;
      alike = 0;
    }
    alike = interval < BURST ? 0 : alike + 1;
    return alike >= needed ? first : undefined;
  };
}

/**
 * Learns from the moment a stream is open whether comments or messages come at a regular beat. Silence of three beats
 * then calls `expire`. A stream without a beat is never suspected.
 */
export function createLiveness(expire: (silence: number) => void): Liveness {
  const beats = {
    comment: createBeat(100),
    message: createBeat(25),
  };
  const learned: { comment?: number | undefined; message?: number | undefined } = {};
  let deadline: Deadline | undefined;
  let limit: number | undefined;
  /** Whether the bytes that were read last have brought a message; `undefined` where a transport does not say so. */
  let hasMessage: boolean | undefined;
  const hear = (sound: 'comment' | 'message', isTogether?: boolean): void => {
    learned[sound] = beats[sound](isTogether);
    const beat = learned.comment ?? learned.message;
    const next = beat && Math.max(beat * MISSED_BEATS, LEAST_SILENCE);
    // Small differences between beats need no new timer.
    if (next && limit && Math.abs(next - limit) < limit / 4) return;
    limit = next;
    deadline?.clear();
    deadline = next ? createDeadline(next, () => expire(next)) : undefined;
  };
  return {
    comment: () => hear('comment'),
    message() {
      deadline?.touch();
      hear('message', hasMessage);
      if (hasMessage === false) hasMessage = true;
    },
    touch() {
      hasMessage = false;
      deadline?.touch();
    },
    check: () => deadline?.check(),
    clear: () => deadline?.clear(),
  };
}
