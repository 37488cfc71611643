import assert from 'node:assert/strict';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { useEventSource } from 'react-event-source';
import { createConnection, createRun, fetchEventSource } from 'react-event-source/core';
import { createTestServer } from 'react-event-source/testing';

const url = process.env.SSE_URL;
const Feed = () => createElement('p', null, useEventSource(`${url}/sse/feed`).status);
assert.equal(renderToString(createElement(Feed)), '<p>connecting</p>');

const { status, text } = await createRun({
  url: `${url}/sse/answer`,
  body: { question: 'Hello you' },
}).start();
assert.deepEqual({ status, text }, { status: 'done', text: 'Hello you' });

const n = await new Promise((resolve) => {
  const feed = createConnection({
    url: `${url}/sse/feed`,
    events: ['tick'],
    transport: fetchEventSource(),
    onMessage({ data }) {
      if (JSON.parse(data).n < 3) return;
      feed.close();
      resolve(JSON.parse(data).n);
    },
  });
  feed.open();
});
assert.equal(n, 3);
assert.equal(typeof createTestServer().fetch, 'function');
console.log('ok');
