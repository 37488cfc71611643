// No React: each finished paragraph in an element of its own, so that layout looks at the last one only.
import { probe, register, streamOf } from '../bench';
import { deltaOf } from '../openai';
import { addText, eachFrame } from './frames';
import { readEvents } from './readEvents';

/** A text that grows in blocks of at least this many characters, cut at the end of a paragraph. */
const BLOCK = 1024;

function createBlocks(out: HTMLElement): (text: string) => void {
  let node = addText(out, '');
  return (text) => {
    let rest = text;
    for (;;) {
      const cut = rest.indexOf('\n\n', Math.max(0, BLOCK - node.length));
      if (cut < 0) break;
      node.appendData(rest.slice(0, cut + 2));
      rest = rest.slice(cut + 2);
      node = addText(out, '');
    }
    node.appendData(rest);
  };
}

async function show(url: string, out: HTMLElement): Promise<void> {
  const append = createBlocks(out);
  let waiting = '';
  const frames = eachFrame(() => {
    append(waiting);
    waiting = '';
  });
  await readEvents(url, (data) => {
    waiting += deltaOf(data) ?? '';
    frames.request();
  });
  frames.flush();
  probe.done();
}

register((job, root) => {
  for (let i = 0; i < job.copies; i++) void show(streamOf(job, i), addText(root).parentElement!);
});
