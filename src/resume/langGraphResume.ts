import type { Resume, ResumePoint } from './contract';
import { createResume } from './createResume';

/**
 * For runs of a LangGraph server whose request says `stream_resumable: true` and `on_disconnect: 'continue'`. The
 * response's `Content-Location` or `Location` names the run. Resumes with `GET …/runs/{id}/stream` and `Last-Event-ID`;
 * `stop()` cancels the run of a thread. A run without a thread has no address for that: it goes on.
 */
export const langGraphResume = (): Resume =>
  createResume<ResumePoint>({
    fromResponse({ headers }, url) {
      const named = headers.get('content-location') ?? headers.get('location') ?? '';
      const [path] = /(?:\/threads\/[^/?#]+)?\/runs\/[^/?#]+/.exec(named) ?? [];
      if (!path) return undefined;
      // A server may be mounted below a path that it does not know.
      const [base = new URL(url).origin] =
        /^[^?#]*?(?=(?:\/threads\/[^/?#]+)?\/runs\/stream)/.exec(url) ?? [];
      return { url: `${base}${path}/stream` };
    },
    // The server's word for "all of it": without an id it sends only what is new.
    goOn: ({ url, lastEventId }, isWhole) => ({ url, lastEventId: (!isWhole && lastEventId) || '-1' }),
    stop: ({ url }) =>
      /\/threads\//.test(url)
        ? { url: url.replace(/stream$/, 'cancel?wait=0&action=interrupt'), method: 'POST' }
        : null,
  });
