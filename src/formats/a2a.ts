import type { Answer } from '../answer/answer';
import type { Delta, Format } from '../answer/format';
import { type Deltas, jsonFormat } from './shared/jsonFormat';

interface Part {
  text?: string;
  data?: unknown;
  /** Version 1: a file's bytes (base64) or url. */
  raw?: string;
  url?: string;
  mediaType?: string;
  /** Version 0.3. */
  file?: { bytes?: string; uri?: string; mimeType?: string };
}

interface Message {
  messageId?: string;
  role?: string;
  parts?: Part[];
}

interface Artifact {
  artifactId?: string;
  name?: string;
  parts?: Part[];
}

interface Status {
  state?: string;
  message?: Message;
}

interface Task {
  id?: string;
  contextId?: string;
  status?: Status;
  artifacts?: Artifact[];
}

interface Update extends Task, Message {
  kind?: string;
  taskId?: string;
  append?: boolean;
  artifact?: Artifact;
}

/** A message of version 1; version 0.3 has an update itself, with its `kind`. */
interface Event extends Update {
  jsonrpc?: string;
  result?: Event;
  task?: Task;
  message?: Message;
  statusUpdate?: Update;
  artifactUpdate?: Update;
}

const update = (event: Event): Event | undefined => {
  const { task, message, statusUpdate, artifactUpdate, kind, ...rest } = event.result ?? event;
  return task ?? message ?? statusUpdate ?? artifactUpdate ?? (kind ? rest : undefined);
};

/**
 * Agent2Agent, versions 0.3 and 1, over JSON-RPC and over HTTP. Artifacts and messages are the text; what an agent says
 * while it works is `data` with the name `status`. `id` is that of the task, and where the agent asks for more
 * (`input-required`), the answer is `done` and `finishReason` says so.
 */
export const a2a = (): Format =>
  jsonFormat<Event>({
    formatName: 'a2a',
    knows: update,
    read(event, _, answer): Deltas {
      const { taskId, contextId, artifact, artifacts = artifact ? [artifact] : [], ...rest } = update(event)!;
      const { status } = rest;
      return [
        { type: 'meta', id: taskId ?? (status ? rest.id : undefined) },
        ...artifacts.flatMap(({ artifactId = '', parts = [] }) => readParts(parts, artifactId, !rest.append)),
        ...readParts(rest.parts ?? [], rest.messageId ?? '', true),
        rest.parts && { type: 'done' },
        ...readStatus(status ?? {}, answer, contextId),
      ];
    },
  });

/** @param isWhole whether the parts are all there is, or added to what has come */
function readParts(parts: readonly Part[], key: string, isWhole: boolean): Deltas {
  const value = parts.map(({ text = '' }) => text).join('');
  return [
    value &&
      (isWhole ? { type: 'replace', channel: 'text', key, value } : { type: 'text', key, delta: value }),
    ...parts.map(({ data, raw, url, mediaType, file }, i): Delta | false => {
      const type = mediaType ?? file?.mimeType ?? 'application/octet-stream';
      if (data !== undefined) return { type: 'data', key: `${key}.${i}`, name: 'data', value: data };
      const hasFile = !!(raw || url || file);
      return hasFile && { type: 'file', mediaType: type, data: raw ?? file?.bytes, url: url ?? file?.uri };
    }),
  ];
}

function readStatus({ state, message }: Status, { text }: Answer, contextId?: string): Deltas {
  const [, name = ''] = /^(?:TASK_STATE_)?(.*)$/.exec(state ?? '')!;
  if (!name || /^(submitted|working|unspecified)$/i.test(name))
    return [message && { type: 'data', key: message.messageId, name: 'status', value: message }];
  const words = (message?.parts ?? []).map((part) => part.text ?? '').join('');
  if (/^(failed|rejected)$/i.test(name))
    return [
      { type: 'meta', finishReason: state },
      { type: 'error', error: { message: words || name.toLowerCase(), code: state } },
    ];
  return [
    // Some agents say at the end again what their artifacts have.
    ...(words && words !== text ? readParts(message!.parts!, message!.messageId ?? '', true) : []),
    { type: 'metadata', value: { contextId } },
    { type: 'meta', finishReason: state },
    /^cancell?ed$/i.test(name) ? { type: 'done', reason: 'stopped', message: words } : { type: 'done' },
  ];
}
