/** What both engines are to a test: something that has a state and says when it changes. */
interface Readable<Snapshot> {
  getSnapshot(): Snapshot;
  subscribe(listener: () => void): () => void;
}

/** Resolves with the first state, from the present one on, that `matches`. */
export const until = <Snapshot>(
  store: Readable<Snapshot>,
  matches: (snapshot: Snapshot) => boolean,
): Promise<Snapshot> =>
  new Promise((resolve) => {
    let stop: (() => void) | undefined;
    const look = (): void => {
      const snapshot = store.getSnapshot();
      if (!matches(snapshot)) return;
      stop?.();
      resolve(snapshot);
    };
    stop = store.subscribe(look);
    look();
  });

/** The statuses that a store goes through from now on, without repetitions. */
export function statusesOf<Status>(store: Readable<{ readonly status: Status }>): Status[] {
  const statuses: Status[] = [];
  const note = (): void => {
    const { status } = store.getSnapshot();
    if (statuses.at(-1) !== status) statuses.push(status);
  };
  store.subscribe(note);
  return statuses;
}
