import { describe, expect, test } from 'vitest';
import { openaiResponses } from 'react-event-source/core';
import { play } from '../formats/support/play.ts';
import { readAll, serverForFile } from './support.ts';

const server = serverForFile();
const TOOLS = ['web_search', 'image_generation', 'mcp'].map((type) => ({ type }));
const question = { role: 'user', content: 'What is an event stream?' };

const post = (body: object, query = ''): Promise<Response> =>
  fetch(`${server().url}/v1/responses?delay=0&rate=0${query}`, {
    method: 'POST',
    body: JSON.stringify({ model: 'm', stream: true, ...body }),
  });

async function ask(body: object, query = '') {
  const { text } = await readAll(await post(body, query));
  return play(openaiResponses(), text);
}

const decision = (id: string, approve: boolean) => ({
  type: 'mcp_approval_response',
  approval_request_id: id,
  approve,
});

describe('a response', () => {
  test('is thought, searched, cited and painted, and waits for a yes or no', async () => {
    const { answer, status } = await ask({ input: [question], tools: TOOLS, reasoning: {} });
    expect(status).toBe('done');
    expect(answer.reasoning).toContain('What is an event stream?');
    for (const { url, start, end } of answer.sources) {
      expect(url).toMatch(/^https:/);
      expect(answer.text.slice(start, end)).toMatch(/^\S.*[.,]$/);
    }
    expect(answer.sources).toHaveLength(3);
    expect(answer.files).toMatchObject([{ mediaType: 'image/png' }]);
    expect(answer.approvals).toMatchObject([{ name: 'send_report' }]);
    expect(answer.toolCalls).toEqual([]);
  });

  test.each([
    [true, /on its way/, 1],
    [false, /have not sent it/, 0],
  ])('goes on after the decision: %s', async (approve, words, results) => {
    const { answer: first } = await ask({ input: [question], tools: TOOLS, reasoning: {} });
    const input = [question, ...openaiResponses.toInput(first), decision(first.approvals[0]!.id, approve)];
    const { answer } = await ask({ input, tools: TOOLS, reasoning: {} });
    expect(answer.text).toMatch(words);
    expect(answer.approvals).toEqual([]);
    expect(answer.parts.filter(({ type }) => type === 'toolResult')).toHaveLength(results);
  });

  test('is refused where what was thought or asked does not come back as it was', async () => {
    const { answer } = await ask({ input: [question], tools: TOOLS, reasoning: {} });
    const items = openaiResponses.toInput(answer);
    const said = decision(answer.approvals[0]!.id, true);
    const changed = items.map((item) =>
      item.type === 'reasoning' ? { ...item, encrypted_content: 'other' } : item,
    );
    const cases: [object[], RegExp][] = [
      [[question, said], /No approval request found/],
      [
        [question, ...items.filter(({ type }) => type !== 'reasoning'), said],
        /without its required 'reasoning'/,
      ],
      [[question, ...changed, said], /could not be verified/],
    ];
    for (const [input, words] of cases) {
      const refused = await post({ input });
      expect(refused.status).toBe(400);
      expect(await refused.text()).toMatch(words);
    }
  });

  test('can fail or be cut in the middle', async () => {
    const { answer } = await ask({ input: 'x' }, '&failAfter=9');
    expect(answer.error?.message).toMatch(/overloaded/);
    expect(await readAll(await post({ input: 'x' }, '&dropAfter=9'))).toMatchObject({ isBroken: true });
  });
});

test.each([
  ['no JSON', {}, 'hello', /parse/],
  ['no model', { model: '' }, undefined, /model/],
  ['no question', { input: [] }, undefined, /input/],
  ['no stream', { input: 'x', stream: false }, undefined, /stream/],
])('a body with %s is a 400', async (_, body, text, words) => {
  const response = text
    ? await fetch(`${server().url}/v1/responses`, { method: 'POST', body: text })
    : await post(body);
  expect(response.status).toBe(400);
  expect(await response.text()).toMatch(words);
});
