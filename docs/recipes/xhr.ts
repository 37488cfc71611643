import { createParser } from 'eventsource-parser';
import { SseError, type SseRequest, type Transport } from 'react-event-source';

function createRequest({ url, init, lastEventId }: SseRequest): XMLHttpRequest {
  const request = new XMLHttpRequest();
  request.open(init.method ?? 'GET', url);
  request.withCredentials = init.credentials === 'include';
  const headers = { accept: 'text/event-stream', ...init.headers };
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  if (lastEventId) request.setRequestHeader('last-event-id', lastEventId);
  return request;
}

/** Over `XMLHttpRequest`, for places whose `fetch` does not stream. The whole text of the stream stays in memory. */
export function xhr(): Transport {
  const transport: Transport = (given, sink) => {
    const request = createRequest(given);
    let { lastEventId } = given;
    let read = 0;
    let isStream = false;
    const parser = createParser({
      onId(id) {
        lastEventId = id;
        sink.id(id);
      },
      onEvent: ({ event: type = 'message', data, id }) =>
        sink.message({ type, data, lastEventId }, id !== undefined),
      onRetry: (delay) => sink.retry(delay),
    });
    request.onreadystatechange = () => {
      if (request.readyState !== XMLHttpRequest.HEADERS_RECEIVED) return;
      const type = request.getResponseHeader('content-type') ?? '';
      isStream = request.status < 300 && type.startsWith('text/event-stream');
      if (isStream) sink.open();
    };
    request.onprogress = () => {
      if (!isStream) return;
      const text = request.responseText.slice(read);
      read += text.length;
      sink.activity();
      parser.feed(text);
    };
    request.onload = () => {
      const { status, responseText: body } = request;
      if (isStream || status === 204) sink.end(status === 204);
      else if (status < 300) sink.fail(new SseError('contentType', 'Expected text/event-stream', { body }));
      else
        sink.fail(new SseError('http', `The server answered with HTTP status ${status}`, { status, body }));
    };
    request.onerror = () => sink.fail(new SseError('network', 'The connection failed'));
    request.send(given.init.body as XMLHttpRequestBodyInit | undefined);
    return () => request.abort();
  };
  return Object.assign(transport, { key: 'xhr' });
}
