import { SseError } from '../protocol/error';

/** A `Worker`, a `SharedWorker`, or a `MessagePort` whose other end serves. */
export type WorkerPort = Worker | SharedWorker | MessagePort;

/** A Worker as this page knows it. */
export interface Link {
  readonly endpoint: Worker | MessagePort;
  /** Belongs to this page, and ends with it. */
  readonly isOwn: boolean;
  /** It has answered: an error in it from then on does not mean that it could not be started. */
  hasAnswered: boolean;
  /** It has not answered in time: perhaps it is dead. */
  isSilent: boolean;
  /** Why it is dead. */
  error: SseError | undefined;
  /** Called when it dies: one for each attempt under way. */
  readonly attempts: Set<(error: SseError) => void>;
}

const links = new WeakMap<WorkerPort, Link>();
const started = new WeakMap<() => WorkerPort, WorkerPort>();

export function die(link: Link, message: string, cause?: unknown): void {
  link.error = new SseError('network', message, { cause });
  for (const fail of link.attempts) fail(link.error);
}

/** The link to a Worker, made as soon as a transport has it: its `error` event, which says that it cannot start, comes once. */
export function linkTo(worker: WorkerPort): Link {
  let link = links.get(worker);
  if (link) return link;
  const endpoint = 'port' in worker ? worker.port : worker;
  const made: Link = (link = {
    endpoint,
    isOwn: 'terminate' in endpoint,
    hasAnswered: false,
    isSilent: false,
    error: undefined,
    attempts: new Set(),
  });
  links.set(worker, made);
  worker.addEventListener('error', (event: Event) => {
    if (made.hasAnswered) return;
    const { message, error } = event as Partial<ErrorEvent>;
    die(made, `The Worker could not be started${message ? `: ${message}` : ''}. Check its url.`, error);
  });
  return made;
}

/** The link to the Worker that the function starts: it is called once, and again when the Worker has died. */
export function startedBy(start: () => WorkerPort): Link {
  const worker = started.get(start);
  const link = worker && linkTo(worker);
  if (link && !link.error && !link.isSilent) return link;
  const fresh = start();
  started.set(start, fresh);
  return linkTo(fresh);
}
