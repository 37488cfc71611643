/**
 * One dispatched event of a stream, as the browser's `MessageEvent` has it.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage
 */
export interface SseMessage<Type extends string = string, Data = string> {
  /** The event's name; `'message'` when the server named none. */
  readonly type: Type;
  /** The `data:` lines joined with `\n`, or what a decoder made of them. */
  readonly data: Data;
  /** The last id that the server had sent when this message was dispatched; `''` when there was none. */
  readonly lastEventId: string;
}
