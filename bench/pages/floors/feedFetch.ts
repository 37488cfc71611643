// No React: every event counted, the newest written once a frame, over fetch.
import { probe, register } from '../bench';
import { addText, eachFrame } from './frames';
import { readEvents } from './readEvents';

register(({ url }, root) => {
  const node = addText(root);
  let newest = '';
  const frames = eachFrame(() => {
    node.data = newest;
    if (newest === 'end') probe.done();
  });
  void readEvents(url, (data) => {
    probe.seen++;
    newest = data;
    frames.request();
  });
});
