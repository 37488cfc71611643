const assert = require('node:assert/strict');
const { createElement } = require('react');
const { renderToString } = require('react-dom/server');
const { useSseStream } = require('react-event-source');
const { createConnection, createRun, eventSource } = require('react-event-source/core');
const { EventSource } = require('eventsource');
const { createTestServer } = require('react-event-source/testing');

const url = process.env.SSE_URL;
const Chat = () => createElement('p', null, useSseStream('/chat').status);
assert.equal(renderToString(createElement(Chat)), '<p>idle</p>');
assert.equal(typeof createTestServer().EventSource, 'function');

const feed = createConnection({
  url: `${url}/sse/feed`,
  events: ['tick'],
  transport: eventSource({ EventSource }),
});
const unsubscribe = feed.subscribe(() => {
  if (!feed.getSnapshot().lastMessage) return;
  unsubscribe();
  feed.close();
  createRun({ url: `${url}/sse/answer`, body: { question: 'Hello you' } })
    .start()
    .then(({ text }) => {
      assert.equal(text, 'Hello you');
      console.log('ok');
    });
});
feed.open();
