import { useLoaderData } from 'react-router';
import { createRun } from 'react-event-source/core';
import { Demo } from '../../Demo';

export async function loader({ request }: { request: Request }) {
  const url = new URL('/sse/answer', request.url);
  const { text } = await createRun({ url, body: { question: 'loaded' } }).start();
  return { text };
}

export default function Home() {
  const { text } = useLoaderData<typeof loader>();
  return (
    <main>
      <p id="page">{text}</p>
      <Demo />
    </main>
  );
}
