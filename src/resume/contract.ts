import type { SseError } from '../protocol/error';
import type { SseMessage } from '../protocol/message';
import type { BodyOption } from '../protocol/request';
import type { SseRequest, Transport } from '../protocol/transport';

/** Where an answer under way can be had again. Plain JSON, since it may be stored. */
export interface ResumePoint {
  /** The answer's address, absolute. */
  readonly url: string;
  /** The id to go on after; none asks from the beginning. */
  readonly lastEventId?: string | undefined;
}

/** A request that a protocol makes. What is left out is as in the run's own request; there is no body by default. */
export interface ResumeRequest {
  readonly url: string;
  readonly method?: string | undefined;
  readonly body?: BodyOption;
  /** Sent as `Last-Event-ID`. */
  readonly lastEventId?: string | undefined;
}

/** How one kind of server lets an answer be had again. All functions are pure. */
export interface ResumeProtocol<Point extends ResumePoint = ResumePoint> {
  /**
   * The point that the response to the run's own request tells.
   *
   * @param url the absolute address that was requested
   */
  readonly fromResponse?: ((response: Response, url: string) => Point | undefined) | undefined;
  /**
   * The point behind a message; `undefined` where the message tells none. By default an id of the message's own is
   * what the answer goes on after.
   *
   * @param point the point before the message, where there was one
   */
  readonly fromMessage?:
    ((message: SseMessage, point: Point | undefined, url: string) => Point | undefined) | undefined;
  /**
   * Whether messages come in batches, each ended by a message that tells a point, and may be batched otherwise when they
   * come again: a batch that was cut is dropped.
   * @default false
   */
  readonly inBatches?: boolean | undefined;
  /**
   * Whether a point may be of another origin than the request, whose headers go there, too.
   * @default false: such a point is not used
   */
  readonly anyOrigin?: boolean | undefined;
  /**
   * The GET that goes on from a point, or from the answer's beginning where `isWhole`.
   * @default the point's address, with `Last-Event-ID`
   */
  readonly goOn?: ((point: Point, isWhole: boolean) => ResumeRequest) | undefined;
  /**
   * The request that ends the answer at the server; `null` where there is none.
   * @default a DELETE to the point's address
   */
  readonly stop?: ((point: Point) => ResumeRequest | null) | undefined;
}

/** What keeps the points: `sessionStorage`, `localStorage`, or anything like them. */
export type ResumeStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The options that resuming needs. */
export interface ResumeOptions {
  /**
   * How the server lets an answer under way be had again, for example `byLocation()`. A connection that breaks is then
   * resumed under the `retry` policy by a GET, whatever the method of the request; the request itself is never sent
   * twice, unless the server refused it with 429 or 503 and a `Retry-After`.
   * @default none
   */
  resume?: Resume | undefined;
  /**
   * The name under which the answer's address is kept while the answer is under way. A component that mounts with a
   * key under which one is kept joins that answer: the whole of it so far, then as it grows. One that the server no
   * longer has (204, 404, 410) leaves the hook `idle`.
   * @default none: nothing is kept
   */
  resumeKey?: string | undefined;
  /**
   * Where addresses are kept: `localStorage` for all tabs. A storage that throws or is full keeps nothing, and the
   * answer streams on.
   * @default sessionStorage
   */
  resumeStorage?: ResumeStorage | undefined;
  /**
   * Whether `stop()` ends the answer at the server, too. Unmounting and reloading never do.
   * @default true
   */
  resumeStop?: boolean | undefined;
}

/** What an attempt needs. */
export interface ResumePlan {
  readonly transport: Transport;
  readonly request: SseRequest;
}

/** The execution that a session belongs to. */
export interface ResumeHost {
  readonly options: ResumeOptions;
  /** The run's own request, or another one with the same headers. */
  readonly send: (
    instead: Omit<ResumeRequest, 'lastEventId'> | undefined,
    lastEventId: string,
  ) => Promise<ResumePlan>;
  /** There is no answer to join. */
  readonly nothing: () => void;
}

/** Resuming, for one execution. */
export interface ResumeSession {
  /** Where the answer can be had again; `undefined` before that is known, and once it has ended. */
  readonly point: ResumePoint | undefined;
  /** One attempt: the run's own request first, then from where the last one stopped. */
  prepare(lastEventId: string): Promise<ResumePlan & { readonly isResumable: boolean }>;
  /** The user ends the answer: at the server, too. */
  stop(): void;
  /** Only the connection ends. */
  leave(): void;
  /** The answer has ended by itself, perhaps with an error. */
  ended(error: SseError | null): void;
}

/** A protocol, ready to be used as the option `resume`: see `createResume`. */
export interface Resume {
  /** The point that is kept under the options' key. @internal */
  readonly kept: (options: ResumeOptions) => ResumePoint | undefined;
  /** Begins for one execution, which joins the answer at `joined`. @internal */
  readonly begin: (host: ResumeHost, joined: ResumePoint | undefined) => ResumeSession;
}
