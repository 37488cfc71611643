import type { RunSnapshot } from 'react-event-source';

/** What a tool gave back to the model. */
interface ToolResult {
  readonly id: string;
  readonly content: string;
}

/** What the reader said to a call that waited for a yes or no. */
interface Decision {
  readonly id: string;
  readonly isAllowed: boolean;
}

/** How many tokens came, and how fast. */
export interface Speed {
  readonly tokens: number;
  readonly perSecond: number;
}

/** One answer of the model; another step follows the results of its calls, and what the reader decided. */
export interface Step {
  readonly answer: RunSnapshot;
  readonly speed: Speed;
  readonly results: readonly ToolResult[];
  readonly decisions: readonly Decision[];
}

/** A question and all that was answered to it. */
export interface Exchange {
  readonly id: number;
  readonly question: string;
  readonly steps: readonly Step[];
}

/** What the reader may turn on. */
export interface ChatSettings {
  readonly reasoning: boolean;
  readonly tools: boolean;
  /** Send back only what was said and called, not what was thought: a mistake, to see what comes of it. */
  readonly forgets?: boolean;
}

/** The playground's one tool: it looks nothing up, and answers at once. */
export const runTool = (): string => '3 notes found, the newest of last Tuesday';
