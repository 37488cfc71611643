import type { SseError } from '../protocol/error';
import type { SseMessage } from '../protocol/message';
import type { BodyOption } from '../protocol/request';
import type { SseRequest, Transport } from '../protocol/transport';

/** Where an answer can be resumed. Plain JSON, since it may be stored. */
export interface ResumePoint {
  /** The answer's address, absolute. */
  readonly url: string;
  /** The id to resume after; without one, the answer is read from its beginning. */
  readonly lastEventId?: string | undefined;
}

/** A request that a protocol makes. What it leaves out is taken from the run's own request, except for the body. */
export interface ResumeRequest {
  readonly url: string;
  readonly method?: string | undefined;
  readonly body?: BodyOption;
  /** Sent as `Last-Event-ID`. */
  readonly lastEventId?: string | undefined;
}

/** How one kind of server lets clients resume an answer. All functions are pure. */
export interface ResumeProtocol<Point extends ResumePoint = ResumePoint> {
  /**
   * Reads the point from the response to the run's own request.
   *
   * @param url the absolute address that was requested
   */
  readonly fromResponse?: ((response: Response, url: string) => Point | undefined) | undefined;
  /**
   * Reads the point after a message; `undefined` where the message has none. By default, the answer resumes after the
   * message's own id.
   *
   * @param point the point before the message, where there is one
   */
  readonly fromMessage?:
    ((message: SseMessage, point: Point | undefined, url: string) => Point | undefined) | undefined;
  /**
   * Whether messages come in batches, each ended by a message with a point, and may be batched differently when they are
   * sent again. A batch that was cut off is dropped.
   * @default false
   */
  readonly inBatches?: boolean | undefined;
  /**
   * Whether a point may have another origin than the request. The request's headers are sent there, too.
   * @default false: such a point is ignored
   */
  readonly anyOrigin?: boolean | undefined;
  /**
   * Makes the GET that resumes at a point, or reads the answer from its beginning where `isWhole`.
   * @default the point's address, with `Last-Event-ID`
   */
  readonly goOn?: ((point: Point, isWhole: boolean) => ResumeRequest) | undefined;
  /**
   * Makes the request that ends the answer at the server; `null` where there is none.
   * @default a DELETE to the point's address
   */
  readonly stop?: ((point: Point) => ResumeRequest | null) | undefined;
}

/** Where points are kept: `sessionStorage`, `localStorage`, or anything like them. */
export type ResumeStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The options of resuming. */
export interface ResumeOptions {
  /**
   * How an answer under way is resumed, for example `byLocation()`. If the connection breaks, a GET resumes the answer
   * under the `retry` policy, whatever the method of the request. The request itself is never sent twice, unless the
   * server refused it with 429 or 503 and a `Retry-After`.
   * @default none
   */
  resume?: Resume | undefined;
  /**
   * The name under which the answer's address is kept while the answer is under way. A component that mounts with the same
   * key joins that answer: it gets the whole answer so far, and then the rest as it grows. If the server no longer has the
   * answer (204, 404, 410), the hook becomes `idle`.
   * @default none: nothing is kept
   */
  resumeKey?: string | undefined;
  /**
   * Where addresses are kept; use `localStorage` to share them between tabs. If the storage throws or is full, nothing is
   * kept, and the answer still streams.
   * @default sessionStorage
   */
  resumeStorage?: ResumeStorage | undefined;
  /**
   * Whether `stop()` also ends the answer at the server. Unmounting and reloading never do.
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
  /** Where the answer can be resumed; `undefined` until that is known, and once it has ended. */
  readonly point: ResumePoint | undefined;
  /** Plans one attempt: the run's own request first, then one from where the last attempt stopped. */
  prepare(lastEventId: string): Promise<ResumePlan & { readonly isResumable: boolean }>;
  /** The user ends the answer, also at the server. */
  stop(): void;
  /** Only the connection ends: the server goes on. */
  leave(): void;
  /** The answer has ended by itself, perhaps with an error. */
  ended(error: SseError | null): void;
}

/** A protocol as the option `resume` takes it: see `createResume`. */
export interface Resume {
  /** The point that is stored under the options' key. @internal */
  readonly kept: (options: ResumeOptions) => ResumePoint | undefined;
  /** Begins for one execution, which joins the answer at `joined`. @internal */
  readonly begin: (host: ResumeHost, joined: ResumePoint | undefined) => ResumeSession;
}
