import { probe } from '../bench';
import { type FeedContender, mountReact, useEnd } from '../react';

const count = (): void => {
  probe.seen++;
};

/** The newest message of a feed. */
export function mount({ useFeed, Around }: FeedContender): void {
  mountReact(({ url }) => {
    probe.rendered();
    const data = useFeed(url, count);
    useEnd(data === 'end');
    return <div className="out">{data}</div>;
  }, Around);
}
