// No React: one text node, appended to once a frame.
import { probe, register, streamOf } from '../bench';
import { deltaOf } from '../openai';
import { addText, eachFrame } from './frames';
import { readEvents } from './readEvents';

async function show(url: string, node: Text): Promise<void> {
  let waiting = '';
  const frames = eachFrame(() => {
    node.appendData(waiting);
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
  for (let i = 0; i < job.copies; i++) void show(streamOf(job, i), addText(root));
});
