// No React: 30 ms of work for each frame in which text came.
import { probe, register } from '../bench';
import { EXPENSIVE, keepBusy } from '../busy';
import { deltaOf } from '../openai';
import { addText, eachFrame } from './frames';
import { readEvents } from './readEvents';

async function show(url: string, node: Text): Promise<void> {
  let text = '';
  const frames = eachFrame(() => {
    probe.rendered();
    keepBusy(EXPENSIVE);
    node.data = text;
  });
  await readEvents(url, (data) => {
    text += deltaOf(data) ?? '';
    frames.request();
  });
  frames.flush();
  probe.done();
}

register(({ url }, root) => void show(url, addText(root)));
