import { type Attributes, metrics } from '@opentelemetry/api';
import type { RunSnapshot } from 'react-event-source/core';

/** What the convention recommends: from 10 ms to 82 s, each twice the one before. */
const explicitBucketBoundaries = Array.from({ length: 14 }, (_, i) => 2 ** i / 100);

/** Records how long answers take. Call it once, after the SDK is set up, and use the result as `onFinish`. */
export function createAnswerMetrics(attributes: Attributes): (result: RunSnapshot) => void {
  const meter = metrics.getMeter('chat');
  const options = { unit: 's', advice: { explicitBucketBoundaries } };
  const firstChunk = meter.createHistogram('gen_ai.client.operation.time_to_first_chunk', options);
  const duration = meter.createHistogram('gen_ai.client.operation.duration', options);
  return ({ timing: { startedAt, firstTextAt, endedAt }, model, error }) => {
    if (startedAt === null || endedAt === null) return;
    const all = {
      'gen_ai.operation.name': 'chat',
      ...(model && { 'gen_ai.response.model': model }),
      ...attributes,
    };
    if (firstTextAt !== null) firstChunk.record((firstTextAt - startedAt) / 1000, all);
    const failure = error && { 'error.type': String(error.status ?? error.kind) };
    duration.record((endedAt - startedAt) / 1000, { ...all, ...failure });
  };
}
