import { type ComponentType, type ReactNode, useEffect, useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { type Job, probe, register, streamOf } from './bench';

/** A growing answer, as a contender's own hook gives it. */
export interface AnswerContender {
  useAnswer: (url: string) => { text: string; done: boolean };
  Around?: ComponentType<{ url: string; children: ReactNode }>;
}

/** The data of the newest message of a feed; `onMessage` is called for each, where the contender can. */
export interface FeedContender {
  useFeed: (url: string, onMessage: () => void) => string | undefined;
  Around?: ComponentType<{ url: string; children: ReactNode }>;
}

/** Tells the bench once that the end is shown. */
export function useEnd(done: boolean): void {
  useEffect(() => {
    if (done) probe.done();
  }, [done]);
}

/** Mounts an idle root at once, and the streaming components when the run starts. */
export function mountReact(Stream: ComponentType<{ url: string }>, Around?: AnswerContender['Around']): void {
  let begin: (job: Job) => void = () => {};
  function Page(): ReactNode {
    const [job, setJob] = useState<Job>();
    useLayoutEffect(() => {
      begin = setJob;
    }, []);
    if (!job) return null;
    const streams = Array.from({ length: job.copies }, (_, i) => <Stream key={i} url={streamOf(job, i)} />);
    return Around ? <Around url={job.url}>{streams}</Around> : streams;
  }
  const root = createRoot(document.querySelector('#root')!);
  flushSync(() => root.render(<Page />));
  register((job) => begin(job));
}
