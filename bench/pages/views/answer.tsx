import { probe } from '../bench';
import { type AnswerContender, mountReact, useEnd } from '../react';

/** The whole text in one node. */
export function mount({ useAnswer, Around }: AnswerContender): void {
  mountReact(({ url }) => {
    probe.rendered();
    const { text, done } = useAnswer(url);
    useEnd(done);
    return <div className="out">{text}</div>;
  }, Around);
}
