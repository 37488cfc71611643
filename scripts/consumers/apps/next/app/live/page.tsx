import { headers } from 'next/headers';
import { createRun } from 'react-event-source/core';
import { Demo } from '../../Demo';

/** Rendered for each request; reads a stream on the server, too. */
export default async function Page() {
  const host = (await headers()).get('host');
  const { text } = await createRun({
    url: `http://${host}/sse/answer`,
    body: { question: 'dynamic' },
  }).start();
  return (
    <main>
      <p id="page">{text}</p>
      <Demo />
    </main>
  );
}
