import { memo } from 'react';
import { useTextBlocks } from 'react-event-source';
import { probe } from '../bench';
import { type AnswerContender, mountReact, useEnd } from '../react';

const Block = memo(({ text }: { text: string }) => <div>{text}</div>);
/** Finished paragraphs as elements of their own, and the one that grows. */
export function mount({ useAnswer, Around }: AnswerContender): void {
  mountReact(({ url }) => {
    probe.rendered();
    const { text, done } = useAnswer(url);
    const { blocks, tail } = useTextBlocks(text);
    useEnd(done);
    return (
      <div className="out">
        {[...blocks, tail].map((block, i) => (
          <Block key={i} text={block} />
        ))}
      </div>
    );
  }, Around);
}
