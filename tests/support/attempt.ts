import type { SseRequest, Transport } from 'react-event-source/core';

/** Makes one attempt through the transport, and returns in words what it reported, until its end or failure. */
export const attemptOver = (transport: Transport, request: Partial<SseRequest>): Promise<string[]> =>
  new Promise((resolve) => {
    const reports: string[] = [];
    const over = (report: string): void => {
      reports.push(report);
      close();
      resolve(reports);
    };
    const close = transport(
      { url: '', init: {}, events: undefined, lastEventId: '', ...request },
      {
        open: (response) => void reports.push(`open ${response?.status ?? ''}`.trim()),
        activity: () => void reports.push('activity'),
        message: ({ type, data, lastEventId }, ownId) =>
          void reports.push(`message ${type} ${JSON.stringify(data)} ${lastEventId}${ownId ? ' own' : ''}`),
        id: (id) => void reports.push(`id ${id}`),
        retry: (delay) => void reports.push(`retry ${delay}`),
        reconnecting: () => void reports.push('reconnecting'),
        end: (noContent = false) => over(noContent ? 'end, no content' : 'end'),
        fail: ({ kind, message, isRetryable }) =>
          over(
            kind === 'network' && (!isRetryable || !reports.length)
              ? `fail ${kind} ${message}`
              : `fail ${kind}`,
          ),
      },
    );
  });
