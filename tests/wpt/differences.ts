const refused = {
  gives: 'error, connecting',
  why: 'fetch does not tell a refusal by CORS from a broken connection, which is retried',
};
const answered = {
  gives: 'error, connecting',
  why: 'any 2xx with an event stream is an answer, since a POST may be answered 201',
};

/** [NON-SPEC] What a connection over fetch gives in place of what the web platform tests want, and why. */
export const DIFFERENCES: Record<string, { readonly gives: unknown; readonly why: string }> = {
  'eventsource-onmessage-trusted': {
    gives: [false],
    why: 'only the platform makes trusted events; messages are plain objects here',
  },
  'eventsource-constructor-non-same-origin': refused,
  "eventsource-cross-origin allow-origin:'' should fail": refused,
  'eventsource-cross-origin allow-origin: http://example.org should fail': refused,
  'eventsource-cross-origin no Allow-Credentials header should fail': refused,
  'eventsource-cross-origin-preflight': {
    gives: ['ok', '1'],
    why: 'a script that sends `Last-Event-ID` to another origin is preflighted; `lastEventIdParam` sends none',
  },
  'request-status-error (210)': answered,
  'request-status-error (299)': answered,
};

/** The files of the web platform tests that are not asked, by the reason. */
export const NOT_ASKED: Record<string, readonly string[]> = {
  'about documents, realms and interfaces, which a connection does not have': [
    'eventsource-constructor-document-domain',
    'eventsource-constructor-url-multi-window',
    'eventsource-onmessage-realm',
    'interfaces',
  ],
  'about pages that are left, see [Browsers](browsers.md)': [
    'eventsource-bfcache',
    'eventsource-request-cancellation',
  ],
  'the same cases in a worker': ['dedicated-worker/*', 'shared-worker/*'],
  'a proposal that no browser has': [
    'eventsource-from-readable-stream',
    'eventsource-from-readable-stream-fetch',
  ],
};
