import { queueForLock } from './tabLock';
import type { Note } from './tabMessages';

/** What a tab learns from the others and from the browser. */
export interface TabLinkListener {
  readonly onNote: (note: Note) => void;
  /** This tab is to lead. */
  readonly onLead: () => void;
  /** Another tab leads in place of this one. */
  readonly onReplaced: () => void;
  /** The browser refuses the lock or the channel: this tab is alone. */
  readonly onUnavailable: () => void;
}

/** A tab's link to the others: its channel, and its lock or its place in the queue for it. */
export interface TabLink {
  post(note: Note): void;
  /** Takes the lock from a leader that does not answer. */
  readonly steal: () => void;
  leave(): void;
}

export function joinTabs(name: string, listener: TabLinkListener): TabLink {
  let channel: BroadcastChannel | undefined;
  let giveUpLock = (): void => {};
  let hasLeft = false;
  const leave = (): void => {
    hasLeft = true;
    channel?.close();
    channel = undefined;
    giveUpLock();
  };
  const fail = (): void => {
    if (hasLeft) return;
    leave();
    listener.onUnavailable();
  };
  const queue = (steal: boolean): void => {
    giveUpLock();
    giveUpLock = queueForLock(
      name,
      { onGranted: listener.onLead, onStolen: listener.onReplaced, onRefused: fail },
      steal,
    );
  };
  const link: TabLink = {
    post(note) {
      if (!channel) return;
      try {
        channel.postMessage(note);
      } catch {
        fail();
      }
    },
    steal: () => queue(true),
    leave,
  };
  try {
    channel = new BroadcastChannel(name);
  } catch {
    // Later, since the caller has no link yet.
    queueMicrotask(fail);
    return link;
  }
  channel.onmessage = ({ data }: MessageEvent<Note>) => listener.onNote(data);
  queue(false);
  return link;
}
