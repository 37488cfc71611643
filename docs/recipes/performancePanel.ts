import type { RunSnapshot } from 'react-event-source/core';

/** Shows an answer on a track of its own in the performance panel of the browser's tools: for `onFinish`. */
export function measureAnswer({ timing, status, error, model }: RunSnapshot): void {
  const { startedAt, openedAt, firstTextAt, endedAt, longestGap } = timing;
  const properties = [
    ['Status', status],
    ['Longest gap', `${Math.round(longestGap)} ms`],
    ...(model ? [['Model', model]] : []),
    ...(error ? [['Error', error.message]] : []),
  ];
  const phase = (name: string, start: number | null, end: number | null, color: string): void => {
    if (start === null || end === null) return;
    const [from, to] = [start, end].map((at) => Math.max(0, at - performance.timeOrigin)) as [number, number];
    const track = { dataType: 'track-entry', track: 'Answers', trackGroup: 'react-event-source' };
    performance.measure(name, {
      start: from,
      end: to,
      detail: { devtools: { ...track, color, properties } },
    });
  };
  phase('Answer', startedAt, endedAt, status === 'failed' ? 'error' : 'primary');
  phase('Connecting', startedAt, openedAt ?? endedAt, 'tertiary');
  phase('Waiting for the first text', openedAt, firstTextAt ?? endedAt, 'secondary');
  phase('Text', firstTextAt, endedAt, 'primary-light');
}
