import { memo, startTransition, useEffect, useState } from 'react';
import { probe } from '../bench';
import { keepBusy } from '../busy';
import { type AnswerContender, mountReact } from '../react';

const ROWS = 100;
/** When the stream is well under way, in ms. */
const UNDER_WAY = 1500;

const Row = memo(({ page }: { page: number }) => {
  keepBusy(3);
  return <i>{page}</i>;
});

/** Another page of the application: 300 ms of rendering, in a hundred components. */
const Route = memo(({ page }: { page: number }) => {
  useEffect(() => arrived(page), [page]);
  return page > 0 && Array.from({ length: ROWS }, (_, i) => <Row key={`${page} ${i}`} page={page} />);
});

let arrived: (page: number) => void = () => {};
let go: (page: number) => void = () => {};

/** How long it takes until that page is shown. */
function navigate(page: number): Promise<number> {
  const begun = performance.now();
  return new Promise((resolve) => {
    arrived = (now) => now === page && resolve(performance.now() - begun);
    startTransition(() => go(page));
  });
}

/** A chat beside the router: changes the page alone, and then while an answer streams. */
export function mount({ useAnswer, Around }: AnswerContender): void {
  const Chat = memo(({ url }: { url: string }) => {
    probe.rendered();
    return <div className="out">{useAnswer(url).text}</div>;
  });
  mountReact(({ url }) => {
    const [page, setPage] = useState(0);
    const [streaming, setStreaming] = useState(false);
    useEffect(() => {
      go = setPage;
      const measure = async (): Promise<void> => {
        await navigate(1);
        probe.notes['alone'] = await navigate(2);
        setStreaming(true);
        setTimeout(async () => {
          probe.notes['during'] = await navigate(3);
          probe.done();
        }, UNDER_WAY);
      };
      void measure();
    }, []);
    return (
      <>
        <Route page={page} />
        {streaming && <Chat url={url} />}
      </>
    );
  }, Around);
}
