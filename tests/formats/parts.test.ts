import { describe, expect, it } from 'vitest';
import {
  agUi,
  anthropic,
  cohere,
  dify,
  type Format,
  gemini,
  langGraph,
  openaiChat,
  openaiResponses,
  uiMessageStream,
} from 'react-event-source/core';
import { named, play, sse } from './support/play';

const chunk = (delta: object, more: object = {}) => ({
  id: 'c1',
  model: 'm',
  choices: [{ index: 0, delta, ...more }],
});
const typed = (...events: { type: string }[]): string => named(...events.map((e) => [e.type, e] as const));
const read = (format: Format, wire: string) => {
  const { answer, error } = play(format, wire);
  expect(error).toBeUndefined();
  return answer;
};
const item = (output_index: number, given: object) => ({
  type: 'response.output_item.done',
  output_index,
  item: given,
});
const block = (index: number, content_block: object) => ({
  type: 'content_block_start',
  index,
  content_block,
});
const more = (index: number, delta: object) => ({ type: 'content_block_delta', index, delta });

describe('sources', () => {
  it.each([
    [
      'OpenRouter’s annotations',
      openaiChat(),
      sse(
        chunk({
          annotations: [
            {
              type: 'url_citation',
              url_citation: { url: 'https://a.test', title: 'A', content: 'Q', start_index: 1, end_index: 2 },
            },
          ],
        }),
      ),
    ],
    [
      'Perplexity’s lists, which come again with every chunk',
      openaiChat(),
      sse(
        {
          ...chunk({ content: 'A' }),
          citations: ['https://a.test'],
          search_results: [{ url: 'https://a.test', title: 'A', snippet: 'Q' }],
        },
        { ...chunk({ content: 'B' }), citations: ['https://a.test'] },
      ),
    ],
    [
      'Open WebUI’s frame',
      openaiChat(),
      sse({ sources: [{ source: { name: 'A', url: 'https://a.test' }, document: ['Q'] }] }),
    ],
    [
      'Responses',
      openaiResponses(),
      typed(
        {
          type: 'response.output_text.annotation.added',
          output_index: 0,
          content_index: 0,
          annotation_index: 0,
          annotation: { type: 'url_citation', url: 'https://a.test', title: 'A' },
        } as never,
        item(0, {
          type: 'message',
          content: [
            {
              type: 'output_text',
              text: 'Hi',
              annotations: [{ url: 'https://a.test', title: 'A', quote: 'Q' }],
            },
          ],
        }),
      ),
    ],
    [
      'Anthropic',
      anthropic(),
      typed(
        block(0, { type: 'text', text: '' }),
        more(0, {
          type: 'citations_delta',
          citation: { url: 'https://a.test', title: 'A', cited_text: 'Q' },
        }),
      ),
    ],
    [
      'Gemini',
      gemini(),
      sse({
        candidates: [
          {
            groundingMetadata: {
              groundingChunks: [{ web: { uri: 'https://a.test', title: 'A', text: 'Q' } }],
              groundingSupports: [{ segment: { startIndex: 1, endIndex: 2 }, groundingChunkIndices: [0] }],
            },
          },
        ],
      }),
    ],
    [
      'the AI SDK',
      uiMessageStream(),
      sse({ type: 'source-url', sourceId: 's', url: 'https://a.test', title: 'A' }),
    ],
    [
      'Cohere',
      cohere(),
      typed({
        type: 'citation-start',
        index: 0,
        delta: {
          message: {
            citations: {
              start: 1,
              end: 2,
              sources: [{ id: 'd', document: { url: 'https://a.test', title: 'A', text: 'Q' } }],
            },
          },
        },
      } as never),
    ],
    [
      'LangGraph',
      langGraph(),
      named([
        'messages',
        [
          {
            type: 'AIMessageChunk',
            id: 'r',
            content: [{ type: 'text', text: 'A', annotations: [{ url: 'https://a.test', title: 'A' }] }],
          },
          {},
        ],
      ]),
    ],
  ])('of %s', (_, format, wire) => {
    expect(read(format, wire).sources).toMatchObject([{ type: 'source', url: 'https://a.test', title: 'A' }]);
    expect(read(format, wire).sources).toHaveLength(1);
  });

  it('without a url: documents', () => {
    const wire = sse({
      event: 'message_end',
      metadata: { retriever_resources: [{ document_name: 'a.md', document_id: 'd', content: 'Q' }] },
    });
    expect(read(dify(), wire).sources).toEqual([
      { type: 'source', title: 'a.md', document: 'd', quote: 'Q' },
    ]);
    const ai = sse({
      type: 'source-document',
      sourceId: 's',
      mediaType: 'text/plain',
      title: 'A',
      filename: 'a.md',
    });
    expect(read(uiMessageStream(), ai).sources).toMatchObject([{ title: 'A', document: 'a.md' }]);
  });
});

describe('files', () => {
  const url = 'data:image/png;base64,AAAA';
  it.each([
    [
      'images of Chat Completions',
      openaiChat(),
      sse(chunk({ images: [{ type: 'image_url', image_url: { url } }] })),
    ],
    [
      'image generation of Responses',
      openaiResponses(),
      typed(
        {
          type: 'response.image_generation_call.partial_image',
          output_index: 0,
          partial_image_b64: 'BBBB',
        } as never,
        item(0, { type: 'image_generation_call', id: 'ig', result: 'AAAA' }),
      ),
    ],
    [
      'inline data of Gemini',
      gemini(),
      sse({
        candidates: [{ content: { parts: [{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }] } }],
      }),
    ],
    ['the AI SDK', uiMessageStream(), sse({ type: 'file', mediaType: 'image/png', url })],
  ])('of %s', (_, format, wire) => {
    expect(read(format, wire).files).toMatchObject([{ type: 'file', mediaType: 'image/png', data: 'AAAA' }]);
    expect(read(format, wire).files).toHaveLength(1);
  });

  it('of Dify, by url', () => {
    const wire = sse({ event: 'message_file', id: 'f', type: 'image', url: 'https://a.test/a.png' });
    expect(read(dify(), wire).files).toMatchObject([{ url: 'https://a.test/a.png' }]);
  });

  it('audio of Chat Completions, with its transcript as text', () => {
    const wire = sse(
      chunk({ audio: { id: 'a', transcript: 'Hel' } }),
      chunk({ audio: { data: 'AAAA', transcript: 'lo' } }),
      chunk({ audio: { data: 'BBBB' } }),
    );
    expect(read(openaiChat(), wire)).toMatchObject({ text: 'Hello', files: [{ data: 'AAAABBBB' }] });
  });
});

describe('tools that the server runs', () => {
  it('have results, and are not in toolCalls', () => {
    const wire = typed(
      block(0, { type: 'server_tool_use', id: 's', name: 'web_search', input: {} }),
      more(0, { type: 'input_json_delta', partial_json: '{"q":1}' }),
      block(1, { type: 'web_search_tool_result', tool_use_id: 's', content: [{ url: 'https://a.test' }] }),
    );
    const answer = read(anthropic(), wire);
    expect(answer.toolCalls).toEqual([]);
    expect(answer.parts).toMatchObject([
      { type: 'toolCall', server: true, arguments: '{"q":1}' },
      { type: 'toolResult', id: 's', value: [{ url: 'https://a.test' }], isError: false },
    ]);
  });

  it.each([
    [
      'Responses',
      openaiResponses(),
      typed(item(0, { type: 'mcp_call', id: 'm', name: 'ask', arguments: '{}', output: 'done' })),
      'done',
    ],
    [
      'the AI SDK',
      uiMessageStream(),
      sse(
        { type: 'tool-input-available', toolCallId: 'm', toolName: 'f', input: {} },
        { type: 'tool-output-available', toolCallId: 'm', output: 'done' },
      ),
      'done',
    ],
    [
      'AG-UI',
      agUi(),
      sse(
        { type: 'TOOL_CALL_START', toolCallId: 'm', toolCallName: 'f' },
        { type: 'TOOL_CALL_RESULT', messageId: 'r', toolCallId: 'm', content: 'done' },
      ),
      'done',
    ],
    [
      'Gemini',
      gemini(),
      sse({
        candidates: [
          {
            content: {
              parts: [
                { executableCode: { id: 'm', code: '1' } },
                { codeExecutionResult: { id: 'm', outcome: 'OUTCOME_OK', output: 'done' } },
              ],
            },
          },
        ],
      }),
      'done',
    ],
  ])('in %s', (_, format, wire, value) => {
    const answer = read(format, wire);
    expect(answer.toolCalls).toEqual([]);
    expect(answer.parts.filter(({ type }) => type === 'toolResult')).toMatchObject([{ id: 'm', value }]);
  });

  it.each(['local_shell_call', 'shell_call', 'apply_patch_call', 'computer_call', 'tool_search_call'])(
    'but %s is the application’s to run',
    (type) => {
      const call = {
        type,
        call_id: 'c',
        environment: { type: 'local' },
        execution: 'client',
        action: { commands: ['ls'] },
      };
      expect(read(openaiResponses(), typed(item(0, call))).toolCalls).toEqual([
        { id: 'c', name: type, arguments: '{"commands":["ls"]}' },
      ]);
    },
  );
});

describe('approvals', () => {
  it.each([
    [
      'Responses',
      openaiResponses(),
      typed(item(0, { type: 'mcp_approval_request', id: 'a', name: 'pay', arguments: '{"n":1}' })),
    ],
    [
      'the AI SDK',
      uiMessageStream(),
      sse(
        { type: 'tool-input-available', toolCallId: 't', toolName: 'pay', input: { n: 1 } },
        { type: 'tool-approval-request', approvalId: 'a', toolCallId: 't' },
      ),
    ],
  ])('of %s', (_, format, wire) => {
    const answer = read(format, wire);
    expect(answer.approvals).toMatchObject([
      { type: 'approval', id: 'a', name: 'pay', arguments: '{"n":1}' },
    ]);
    expect(answer.toolCalls).toEqual([]);
  });

  it('of AG-UI and LangGraph: interrupts', () => {
    const ag = sse({
      type: 'RUN_FINISHED',
      outcome: { type: 'interrupt', interrupts: [{ id: 'a', reason: 'confirm' }] },
    });
    expect(read(agUi(), ag)).toMatchObject({
      finishReason: 'interrupt',
      approvals: [{ id: 'a', name: 'confirm' }],
    });
    const lang = named(['updates', { __interrupt__: [{ id: 'a', value: { ok: '?' } }] }]);
    expect(read(langGraph(), lang).approvals).toMatchObject([{ id: 'a', arguments: '{"ok":"?"}' }]);
  });
});

describe('data of one’s own', () => {
  it('of the AI SDK, updated by id, without what is transient', () => {
    const wire = sse(
      { type: 'data-weather', id: 'w', data: 1 },
      { type: 'data-weather', id: 'w', data: 2 },
      { type: 'data-note', data: 3, transient: true },
    );
    expect(read(uiMessageStream(), wire).parts).toEqual([
      { type: 'data', key: 'w', name: 'weather', value: 2 },
    ]);
  });

  it('of AG-UI: state, activities and custom events', () => {
    const wire = sse(
      { type: 'STATE_SNAPSHOT', snapshot: { a: 1 } },
      { type: 'STATE_SNAPSHOT', snapshot: { a: 2 } },
      { type: 'CUSTOM', name: 'x', value: 1 },
    );
    expect(read(agUi(), wire).parts).toMatchObject([
      { name: 'state', value: { a: 2 } },
      { name: 'x', value: 1 },
    ]);
  });
});

describe('id, model and detail', () => {
  it.each([
    ['Chat Completions', openaiChat(), sse(chunk({ content: 'A' })), { id: 'c1', model: 'm' }],
    [
      'Responses',
      openaiResponses(),
      typed({
        type: 'response.incomplete',
        response: { id: 'r', model: 'm', status: 'incomplete', incomplete_details: { reason: 'max' } },
      } as never),
      { id: 'r', model: 'm', finishReason: 'incomplete', detail: { reason: 'max' } },
    ],
    [
      'Anthropic',
      anthropic(),
      typed({ type: 'message_start', message: { id: 'a', model: 'm' } } as never),
      { id: 'a', model: 'm' },
    ],
    [
      'Gemini',
      gemini(),
      sse({ candidates: [], responseId: 'g', modelVersion: 'm' }),
      { id: 'g', model: 'm' },
    ],
  ])('of %s', (_, format, wire, expected) => expect(read(format, wire)).toMatchObject(expected));
});
