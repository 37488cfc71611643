/** The channels of text that an answer can have. */
export type Channel = 'text' | 'reasoning' | 'refusal';

/** What tells parts of one kind apart: the wire's own index or id. */
export type PartKey = string | number;

/** What parts of every kind may have. */
interface PartBase {
  readonly key?: PartKey | undefined;
  /** What the provider wants back with this part, or says about it: signatures, encrypted reasoning, log probabilities. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** A stretch of text in one channel. */
export interface TextPart extends PartBase {
  readonly type: Channel;
  readonly text: string;
}

/** A call that the application is asked to make. */
export interface ToolCall {
  /** `''` where the provider gave none. */
  readonly id: string;
  readonly name: string;
  /** The raw argument string: JSON, once it is whole. */
  readonly arguments: string;
}

/** A tool call as it stands; its arguments grow until `done`. */
export interface ToolCallPart extends PartBase, ToolCall {
  readonly type: 'toolCall';
  /** Whether the arguments are whole. */
  readonly done: boolean;
  /** Whether the provider runs this tool itself. */
  readonly server: boolean;
}

/** What a tool gave back that the provider, or its server, ran. */
export interface ToolResultPart extends PartBase {
  readonly type: 'toolResult';
  /** The id of the call. */
  readonly id: string;
  readonly value: unknown;
  readonly isError?: boolean | undefined;
}

/** The provider waits for a yes or no before it runs a tool. */
export interface ApprovalPart extends PartBase, ToolCall {
  readonly type: 'approval';
}

/** What a text rests on: a page, a document, a place in it. */
export interface SourcePart extends PartBase {
  readonly type: 'source';
  readonly url?: string | undefined;
  readonly title?: string | undefined;
  /** The name or id of a document that has no url. */
  readonly document?: string | undefined;
  /** The words of the source. */
  readonly quote?: string | undefined;
  /** Where the text that rests on it begins and ends, in the provider's own count. */
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

/** An image, a sound or another file, by url or in base64. */
export interface FilePart extends PartBase {
  readonly type: 'file';
  readonly mediaType: string;
  readonly url?: string | undefined;
  /** Base64. */
  readonly data?: string | undefined;
}

/** Whatever else a wire, or a format of one's own, carries. */
export interface DataPart extends PartBase {
  readonly type: 'data';
  readonly name: string;
  readonly value: unknown;
}

/** One piece of an answer, in the order in which the pieces began. */
export type Part = TextPart | ToolCallPart | ToolResultPart | ApprovalPart | SourcePart | FilePart | DataPart;

/** An error that the provider reported inside the stream, in its own words. */
export interface AnswerError {
  readonly message: string;
  readonly code?: string | number | undefined;
}

/** What the messages of a run have added up to. Parts that did not change keep their identity. */
export interface Answer {
  /** What the model says. */
  readonly text: string;
  /** What it thinks, where it shows that. */
  readonly reasoning: string;
  /** What it says instead of an answer, on wires that keep the two apart. */
  readonly refusal: string;
  /** The whole answer in pieces, in the order in which they began. */
  readonly parts: readonly Part[];
  /** The calls that the application is asked to make; those that the provider runs itself are in `parts` only. */
  readonly toolCalls: readonly ToolCall[];
  /** The calls that wait for a yes or no. */
  readonly approvals: readonly ApprovalPart[];
  /** What the text rests on. */
  readonly sources: readonly SourcePart[];
  /** Images, sounds and other files. */
  readonly files: readonly FilePart[];
  /** The provider's id of the answer, `null` until one arrived. */
  readonly id: string | null;
  /** The model that answers, in the provider's words; `null` until one arrived. */
  readonly model: string | null;
  /** The provider's own value, `null` until one arrived. */
  readonly finishReason: string | null;
  /** What the provider adds to the reason, such as why an answer is incomplete; `null` until something arrived. */
  readonly detail: unknown;
  /** The provider's own value, merged by name where it came in pieces; `null` until one arrived. */
  readonly usage: unknown;
  /** The error that the provider reported inside the stream. */
  readonly error: AnswerError | null;
  /** Whether the format saw the end of the answer. */
  readonly done: boolean;
  /** Whether the server stopped the answer before its natural end. */
  readonly stopped: boolean;
}

/** An answer to which nothing has been added. */
export const emptyAnswer: Answer = {
  text: '',
  reasoning: '',
  refusal: '',
  parts: [],
  toolCalls: [],
  approvals: [],
  sources: [],
  files: [],
  id: null,
  model: null,
  finishReason: null,
  detail: null,
  usage: null,
  error: null,
  done: false,
  stopped: false,
};
