import { metrics } from '@opentelemetry/api';
import { type Histogram, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { createRun, openaiChat, type RunOptions } from 'react-event-source/core';
import { afterEach, expect, test } from 'vitest';
import { createAnswerMetrics } from '../../docs/recipes/openTelemetry.ts';
import { measureAnswer } from '../../docs/recipes/performancePanel.ts';
import type { Step } from '../../stories/server/index.ts';
import { serverForFile } from '../server/support.ts';
import { send } from '../support/messages.ts';

const server = serverForFile();
const ask = (options: RunOptions, ...steps: readonly Step[]) =>
  createRun({ url: server().script(crypto.randomUUID(), steps), retry: false, ...options }).start();

afterEach(() => {
  metrics.disable();
  performance.clearMeasures();
});

class Reader extends MetricReader {
  protected onForceFlush = () => Promise.resolve();
  protected onShutdown = () => Promise.resolve();
}

/** A global SDK, and what it has been told: all histograms by name. */
function setUpSdk() {
  const reader = new Reader();
  const provider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  return async () => {
    const { resourceMetrics } = await reader.collect();
    await provider.shutdown();
    const all = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    return Object.fromEntries(
      all.map(({ descriptor, dataPoints }) => [
        descriptor.name,
        {
          unit: descriptor.unit,
          points: dataPoints.map(({ value, attributes }) => ({ ...(value as Histogram), attributes })),
        },
      ]),
    );
  };
}

test('OpenTelemetry: the time to the first chunk and the duration of an answer, under the names of the convention', async () => {
  const collect = setUpSdk();
  const attributes = { 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'small' };
  const onFinish = createAnswerMetrics(attributes);
  const chunk = JSON.stringify({
    id: '1',
    model: 'small-2026',
    choices: [{ index: 0, delta: { content: 'Hello' } }],
  });
  const result = await ask({ format: openaiChat(), onFinish }, send(chunk, '[DONE]'), { end: true });
  const { startedAt, firstTextAt, endedAt } = result.timing;
  const seen = await collect();
  const all = {
    ...attributes,
    'gen_ai.operation.name': 'chat',
    'gen_ai.response.model': 'small-2026',
  };
  const buckets = {
    boundaries: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
  };
  const point = (ms: number) => ({ count: 1, sum: ms / 1000, buckets, attributes: all });
  expect(seen).toMatchObject({
    'gen_ai.client.operation.time_to_first_chunk': { unit: 's', points: [point(firstTextAt! - startedAt!)] },
    'gen_ai.client.operation.duration': { unit: 's', points: [point(endedAt! - startedAt!)] },
  });
});

test('OpenTelemetry: an answer that fails has a duration and the type of its error, and no first chunk', async () => {
  const collect = setUpSdk();
  await ask({ onFinish: createAnswerMetrics({}) }, { status: 503 }, { end: true });
  const seen = await collect();
  expect(seen['gen_ai.client.operation.time_to_first_chunk']).toBeUndefined();
  expect(seen['gen_ai.client.operation.duration']?.points).toMatchObject([
    { count: 1, attributes: { 'gen_ai.operation.name': 'chat', 'error.type': '503' } },
  ]);
});

/** The measures of the page: their name, begin and end in epoch ms, and what the panel is told. */
const measures = () =>
  performance.getEntriesByType('measure').map((measure) => {
    const { name, startTime, duration } = measure;
    const { devtools } = (measure as PerformanceMeasure).detail as { devtools: Record<string, unknown> };
    const start = startTime + performance.timeOrigin;
    return { name, start: Math.round(start), end: Math.round(start + duration), ...devtools };
  });

test('the performance panel: an answer and its phases, on a track of their own', async () => {
  const { timing } = await ask({ onFinish: measureAnswer }, send('Hello'), { end: true });
  const { startedAt, openedAt, firstTextAt, endedAt } = timing;
  const track = { dataType: 'track-entry', track: 'Answers', trackGroup: 'react-event-source' };
  const found = measures();
  const byName = Object.fromEntries(found.map((measure) => [measure.name, measure]));
  expect(byName).toMatchObject({
    Answer: { ...track, start: startedAt, end: endedAt, color: 'primary' },
    Connecting: { ...track, start: startedAt, end: openedAt },
    'Waiting for the first text': { ...track, start: openedAt, end: firstTextAt },
    Text: { ...track, start: firstTextAt, end: endedAt },
  });
  expect(found).toHaveLength(4);
  expect(byName['Answer']).toMatchObject({
    properties: [
      ['Status', 'done'],
      ['Longest gap', '0 ms'],
    ],
  });
});

test('the performance panel: an answer that fails is one that failed, with the reason', async () => {
  const { error } = await ask({ onFinish: measureAnswer }, { status: 503 }, { end: true });
  const found = measures();
  expect(found.map(({ name }) => name).toSorted()).toEqual(['Answer', 'Connecting']);
  expect(found.find(({ name }) => name === 'Answer')).toMatchObject({
    color: 'error',
    properties: expect.arrayContaining([['Error', error?.message]]) as unknown,
  });
});
