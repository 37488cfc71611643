// No React: one EventSource for the page, the newest event written into each copy's node once a frame.
import { probe, register } from '../bench';
import { addText, eachFrame } from './frames';

register(({ url, copies }, root) => {
  const nodes = Array.from({ length: copies }, () => addText(root));
  let newest = '';
  const frames = eachFrame(() => {
    for (const node of nodes) node.data = newest;
    if (newest === 'end') for (const _ of nodes) probe.done();
  });
  const source = new EventSource(url);
  source.onmessage = ({ data }: MessageEvent<string>) => {
    probe.seen += copies;
    newest = data;
    frames.request();
  };
});
