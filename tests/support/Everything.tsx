import {
  fetchEventSource,
  json,
  openaiChat,
  useEventSource,
  useSseStream,
  useTextBlocks,
} from 'react-event-source';

/** A page that uses every hook, for rendering on a server. */
export function Everything({ url = '/feed' }: { url?: string }) {
  const feed = useEventSource(url, { events: { price: json<number>() }, history: 3 });
  const off = useEventSource(url, { enabled: false });
  const none = useEventSource(null, { transport: fetchEventSource({ headers: { a: 'b' } }) });
  const answer = useSseStream(url, { format: openaiChat(), body: { a: 1 } });
  const auto = useSseStream(url, { autoStart: true, timeout: { idle: 1000 } });
  const { blocks, tail } = useTextBlocks('first\n\nsecond');
  return (
    <ul>
      {[feed, off, none, answer, auto].map(({ status, readyState }, index) => (
        <li key={index}>{`${status} ${readyState}`}</li>
      ))}
      <li>{[...blocks, tail].join('|')}</li>
    </ul>
  );
}
