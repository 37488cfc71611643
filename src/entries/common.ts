// What both doors have: everything but React, and the two factories that have a default transport.
export type { TimeoutOptions } from '../attempts/attempts';
export type {
  Answer,
  AnswerError,
  ApprovalPart,
  Channel,
  DataPart,
  FilePart,
  Part,
  PartKey,
  SourcePart,
  TextPart,
  ToolCall,
  ToolCallPart,
  ToolResultPart,
} from '../answer/answer';
export type { Connection, ConnectionOptions, ConnectionSnapshot, Share } from '../feed/connectionOptions';
export { type Decoder, type EventsOption, json, type MessageOf, type StandardSchema } from '../feed/decode';
export type { Resumed } from '../feed/feed';
export { SseError, type SseErrorDetails, type SseErrorKind } from '../protocol/error';
export type { Change, Delta, Format } from '../answer/format';
export type { SseMessage } from '../protocol/message';
export {
  CLOSED,
  CONNECTING,
  type ConnectionStatus,
  OPEN,
  type ReadyState,
  type RunStatus,
} from '../protocol/readyState';
export type { BodyOption, HeadersOption, RequestOptions, Resolvable } from '../protocol/request';
export type { Retry, RetryOptions } from '../attempts/retry';
export { aiSdkResume, type AiSdkResumeOptions } from '../resume/aiSdkResume';
export { byLocation } from '../resume/byLocation';
export type {
  Resume,
  ResumeOptions,
  ResumePoint,
  ResumeProtocol,
  ResumeRequest,
  ResumeStorage,
} from '../resume/contract';
export { createResume } from '../resume/createResume';
export { durableStreamsResume } from '../resume/durableStreamsResume';
export { geminiInteractionsResume } from '../resume/geminiInteractionsResume';
export { langGraphResume } from '../resume/langGraphResume';
export { openaiResponsesResume } from '../resume/openaiResponsesResume';
export type { EventLike, RunOptions, RunSnapshot, RunTiming, WhenBusy } from '../run/options';
export type { Run } from '../run/run';
export { createTextBlocks, type TextBlocks, type TextBlocksOptions } from '../text/textBlocks';
export type { Readable } from '../publish/store';
export type { Throttle } from '../publish/throttle';
export type {
  EventSourceConstructor,
  EventSourceLike,
  FetchLike,
  SseRequest,
  SseSink,
  Transport,
} from '../protocol/transport';
export { a2a } from '../formats/a2a';
export { agUi } from '../formats/agUi';
export { aiSdkDataStream } from '../formats/aiSdkDataStream';
export { anthropic } from '../formats/anthropic';
export { cohere } from '../formats/cohere';
export { coze } from '../formats/coze';
export { dashscope, type DashscopeOptions } from '../formats/dashscope';
export { dify } from '../formats/dify';
export { gemini, type GeminiOptions } from '../formats/gemini';
export { type GeminiPartialArg, geminiPartialArgs } from '../formats/shared/geminiPartialArgs';
export { geminiInteractions } from '../formats/geminiInteractions';
export { jsonText, type JsonTextPick } from '../formats/jsonText';
export { langGraph } from '../formats/langGraph';
export { langServe } from '../formats/langServe';
export { mastra } from '../formats/mastra';
export { mistralConversations } from '../formats/mistralConversations';
export { ollama } from '../formats/ollama';
export { openaiAssistants } from '../formats/openaiAssistants';
export { openaiChat, type OpenaiChatOptions } from '../formats/openaiChat';
export { openaiResponses } from '../formats/openaiResponses';
export { openaiTranscription } from '../formats/openaiTranscription';
export type { AnthropicInput } from '../formats/shared/anthropicInput';
export type { GeminiInput } from '../formats/shared/geminiInput';
export type { OpenaiChatInput } from '../formats/shared/openaiChatInput';
export type { OpenaiResponsesItem } from '../formats/shared/openaiResponsesInput';
export { plainText, type PlainTextOptions } from '../formats/plainText';
export { replicate } from '../formats/replicate';
export { tgi } from '../formats/tgi';
export { uiMessageStream } from '../formats/uiMessageStream';
export { watsonx } from '../formats/watsonx';
export { type DeepPartial, parsePartialJson, partialObject } from '../text/partialJson';
export { splitThink, type SplitThinkOptions } from '../text/splitThink';
export { eventSource, type EventSourceOptions } from '../transports/eventSource';
export { fetchEventSource, type FetchEventSourceOptions } from '../transports/fetchEventSource';
