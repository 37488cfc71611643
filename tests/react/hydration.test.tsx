import { act } from '@testing-library/react';
import { EventSource } from 'eventsource';
import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { serverForFile } from '../server/support.ts';
import { Everything } from '../support/Everything.tsx';
import { path } from '../support/messages.ts';

const server = serverForFile();

// That nothing is said on the console is checked after every test.
test('the markup of the server hydrates as it is, and then connects', async () => {
  vi.stubGlobal('EventSource', EventSource);
  const key = crypto.randomUUID();
  const page = (
    <StrictMode>
      <Everything url={server().url + path('fault/stall', { key })} />
    </StrictMode>
  );
  const container = document.body.appendChild(document.createElement('div'));
  container.innerHTML = renderToString(page);
  const markup = container.firstElementChild;
  expect(markup?.textContent).toContain('connecting 0');

  const onRecoverableError = vi.fn<(error: unknown) => void>();
  const root = await act(async () => hydrateRoot(container, page, { onRecoverableError }));
  onTestFinished(() => {
    act(() => root.unmount());
    container.remove();
    vi.unstubAllGlobals();
  });
  await expect
    .poll(() => [...container.querySelectorAll('li')].map(({ textContent }) => textContent))
    .toEqual(['open 1', 'closed 2', 'idle 2', 'idle 2', 'streaming 1', 'first\n\n|second']);
  expect(container.firstElementChild).toBe(markup);
  expect(onRecoverableError).not.toHaveBeenCalled();
  // the feed and the answer that starts by itself, each once
  expect(await server().waitFor(key, { requests: 2, open: 2 })).toMatchObject({ total: 2, closed: 0 });
});
