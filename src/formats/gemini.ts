import type { Delta, Format } from '../answer/format';
import { geminiInput } from './shared/geminiInput';
import { type Deltas, jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

interface PartialArg {
  readonly jsonPath: string;
}

interface Call {
  id?: string;
  name?: string;
  args?: object | null;
  partialArgs?: PartialArg[];
  willContinue?: boolean;
}

interface Blob {
  mimeType: string;
  data?: string;
  fileUri?: string;
}

interface Part {
  text?: string;
  thought?: boolean;
  thoughtSignature?: string;
  functionCall?: Call;
  inlineData?: Blob;
  fileData?: Blob;
  executableCode?: { id?: string; code?: string };
  codeExecutionResult?: { id?: string; outcome?: string; output?: string };
  toolCall?: { id?: string; toolType?: string; args?: object };
  toolResponse?: { id?: string; response?: unknown };
}

interface Place {
  uri?: string;
  title?: string;
  text?: string;
  startIndex?: number;
  endIndex?: number;
}

interface Candidate {
  index?: number;
  content?: { parts?: Part[] };
  finishReason?: string;
  finishMessage?: string;
  groundingMetadata?: {
    groundingChunks?: { web?: Place; retrievedContext?: Place; maps?: Place }[];
    groundingSupports?: { segment?: Place; groundingChunkIndices?: number[] }[];
  };
  urlContextMetadata?: { urlMetadata?: { retrievedUrl?: string }[] };
  citationMetadata?: { citationSources?: Place[]; citations?: Place[] };
}

interface Response {
  candidates?: Candidate[];
  promptFeedback?: { blockReason?: string };
  usageMetadata?: object;
  responseId?: string;
  modelVersion?: string;
  error?: object;
}

/** Options of {@link gemini}. */
export interface GeminiOptions {
  /** How arguments that come piece by piece are put together: `geminiPartialArgs`. Without it they are an error. */
  partialArgs?: ((json: string, args: PartialArg[]) => string) | undefined;
}

/**
 * Gemini's and Vertex' `streamGenerateContent?alt=sse`, its first candidate. A prompt that was blocked is `done`
 * with an empty text, and `detail` has the reason. `gemini.toInput(answer)` is the content that the next request has
 * to have for this answer.
 */
export const gemini = /* @__PURE__ */ Object.assign(
  function gemini({ partialArgs }: GeminiOptions = {}): Format {
    return jsonFormat<Response>({
      formatName: 'gemini',
      knows: (response) => response.candidates ?? response.promptFeedback ?? response.usageMetadata,
      read(response, _, { parts }): Deltas {
        const candidate = response.candidates?.find(({ index }) => !index);
        const blocked = response.promptFeedback?.blockReason && response.promptFeedback;
        const last = parts.at(-1);
        let value = last?.type === 'toolCall' ? last.arguments : '';
        const readCall = (call: Call): Delta => {
          const { id, name, willContinue } = call;
          if (name) value = '';
          if (call.partialArgs) value = partialArgs!(value, call.partialArgs);
          if (!willContinue) value ||= JSON.stringify(call.args ?? {});
          return { type: 'toolCall', id, name, value, done: !willContinue };
        };
        const given = candidate?.content?.parts ?? [];
        return [
          ...given.flatMap((part, i) => readPart(part, last?.metadata && parts.length + i, readCall)),
          ...(candidate ? readSources(candidate) : []),
          {
            type: 'meta',
            id: response.responseId,
            model: response.modelVersion,
            finishReason: candidate?.finishReason,
            detail: blocked || candidate?.finishMessage,
            usage: response.usageMetadata,
          },
          response.error ? readError(response) : blocked && { type: 'done' },
        ];
      },
    });
  },
  { toInput: geminiInput },
);

/** @param key for a text after a part that has a signature: the provider wants the two apart */
function readPart(part: Part, key: number | undefined, readCall: (call: Call) => Delta): Deltas {
  const {
    text,
    thought,
    functionCall,
    executableCode,
    codeExecutionResult: ran,
    toolCall,
    toolResponse,
  } = part;
  const { thoughtSignature } = part;
  const blob = part.inlineData ?? part.fileData;
  const channel = thought ? 'reasoning' : 'text';
  const kept: Delta[] = [{ type: 'metadata', value: { part } }];
  if (functionCall)
    return [readCall(functionCall), thoughtSignature && { type: 'metadata', value: { thoughtSignature } }];
  if (executableCode?.code)
    return [
      {
        type: 'toolCall',
        id: executableCode.id,
        name: 'code_execution',
        value: JSON.stringify(executableCode),
        server: true,
      },
      ...kept,
    ];
  if (ran)
    return [
      { type: 'toolResult', id: ran.id ?? '', value: ran.output, isError: !/OK$/.test(ran.outcome ?? 'OK') },
      ...kept,
    ];
  if (toolCall)
    return [
      {
        type: 'toolCall',
        id: toolCall.id,
        name: toolCall.toolType,
        value: JSON.stringify(toolCall.args ?? {}),
        server: true,
      },
      ...kept,
    ];
  if (toolResponse)
    return [{ type: 'toolResult', id: toolResponse.id ?? '', value: toolResponse.response }, ...kept];
  if (blob?.mimeType)
    return [{ type: 'file', mediaType: blob.mimeType, data: blob.data, url: blob.fileUri }, ...kept];
  if (!thoughtSignature) return [{ type: channel, key, delta: text }];
  const signed = `signed ${thoughtSignature.slice(-24)}`;
  return [
    { type: 'replace', channel, key: signed, value: text ?? '' },
    { type: 'metadata', key: signed, value: { thoughtSignature } },
  ];
}

function readSources({ groundingMetadata, urlContextMetadata, citationMetadata }: Candidate): Delta[] {
  const { groundingChunks = [], groundingSupports = [] } = groundingMetadata ?? {};
  const cited = citationMetadata?.citationSources ?? citationMetadata?.citations ?? [];
  const source = (key: string, { uri, title, text }: Place, { startIndex, endIndex }: Place = {}): Delta => ({
    type: 'source',
    key,
    url: uri,
    title,
    quote: text,
    start: startIndex,
    end: endIndex,
  });
  return [
    ...groundingChunks.map((chunk, i) =>
      source(
        `grounding ${i}`,
        chunk.web ?? chunk.retrievedContext ?? chunk.maps ?? {},
        groundingSupports.find(({ groundingChunkIndices }) => groundingChunkIndices?.includes(i))?.segment,
      ),
    ),
    ...(urlContextMetadata?.urlMetadata ?? []).map(({ retrievedUrl: uri }, i) =>
      source(`url ${i}`, { uri: uri! }),
    ),
    ...cited.map((place) => source(`citation ${place.startIndex} ${place.uri}`, place, place)),
  ];
}
