import { memo } from 'react';
import { probe } from '../bench';
import { EXPENSIVE, keepBusy } from '../busy';
import { type AnswerContender, mountReact, useEnd } from '../react';

const Expensive = memo(({ text }: { text: string }) => {
  probe.rendered();
  keepBusy(EXPENSIVE);
  return <div className="out">{text}</div>;
});

/** A consumer that takes 30 ms to render, as a large Markdown tree does. */
export function mount({ useAnswer, Around }: AnswerContender): void {
  mountReact(({ url }) => {
    const { text, done } = useAnswer(url);
    useEnd(done);
    return <Expensive text={text} />;
  }, Around);
}
