import { memo, useEffect, useState } from 'react';
import { openaiChat, useSseStream, useTextBlocks, type Throttle, type Transport } from 'react-event-source';
import { readNaively } from './readNaively.ts';

interface StageProps {
  readonly url: string;
  /** After each render of the text. */
  readonly onRender: () => void;
  readonly onDone: () => void;
}

const Block = memo(({ text }: { text: string }) => <p>{text}</p>);

/** One list, so that a block that is finished keeps its element. */
function Blocks({ text }: { text: string }) {
  const { blocks, tail } = useTextBlocks(text);
  return [...blocks, tail].map((block, index) => <Block key={index} text={block} />);
}

interface HookStageProps extends StageProps {
  readonly throttle: Throttle;
  /** @default the page's own fetch */
  readonly transport: Transport | undefined;
}

/** Ours: the hook, and finished paragraphs that are not rendered again. */
export function HookStage({ url, throttle, transport, onRender, onDone }: HookStageProps) {
  const { text } = useSseStream(url, {
    format: openaiChat(),
    autoStart: true,
    throttle,
    transport,
    onFinish: onDone,
  });
  useEffect(onRender);
  return <Blocks text={text} />;
}

/** What one writes first: a loop that appends every token to the state, and one text. */
export function NaiveStage({ url, onRender, onDone }: StageProps) {
  const [text, setText] = useState('');
  useEffect(() => {
    const controller = new AbortController();
    const read = async (): Promise<void> => {
      await readNaively(url, controller.signal, (token) => setText((before) => before + token));
      if (!controller.signal.aborted) onDone();
    };
    void read();
    return () => controller.abort();
    // the page makes a new stage for each run
  }, [url, onDone]);
  useEffect(onRender);
  return <p>{text}</p>;
}
