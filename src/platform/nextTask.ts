declare const setImmediate: ((task: () => void) => unknown) | undefined;

type Task = () => void;

const tasks: Task[] = [];
let port: MessagePort | undefined;

/**
 * Runs a task in a turn of its own, as soon as the event loop comes round: what a zero timeout would be if
 * browsers did not hold it back for 4 ms. Node and jsdom have `setImmediate`, where a message port would keep the
 * process alive.
 */
export function nextTask(task: Task): void {
  if (typeof setImmediate === 'function') {
    setImmediate(task);
  } else if (typeof MessageChannel === 'function') {
    if (!port) {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => tasks.shift()?.();
      port = channel.port2;
    }
    tasks.push(task);
    port.postMessage(null);
  } else {
    setTimeout(task);
  }
}
