import type { Action } from '../server/control.ts';

type Control = (action: Action) => Promise<void>;

/** One button of the panel. */
interface Fault {
  readonly label: string;
  readonly hint: string;
  readonly run: (control: Control) => Promise<void>;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Cuts what is open, and answers the next request in another way. */
const refuse = (refusal: Omit<Extract<Action, { do: 'refuse' }>, 'do'>) => async (control: Control) => {
  await control({ do: 'refuse', ...refusal });
  await control({ do: 'drop' });
};

/** What can be done to a live stream; each with what is to be expected. */
export const FAULTS: readonly Fault[] = [
  { label: 'Drop', hint: 'cut: resumes', run: (control) => control({ do: 'drop' }) },
  {
    label: 'Stall',
    hint: 'silent for 4 s: idle timeout',
    async run(control) {
      await control({ do: 'stall' });
      await wait(4000);
      await control({ do: 'resume' });
    },
  },
  {
    label: 'Slow',
    hint: 'in bursts for 4 s',
    async run(control) {
      for (let burst = 0; burst < 4; burst += 1) {
        await control({ do: 'stall' });
        await wait(900);
        await control({ do: 'resume' });
        await wait(100);
      }
    },
  },
  { label: '500', hint: 'twice, then well', run: refuse({ code: 500, times: 2 }) },
  { label: '429', hint: 'Retry-After: 3', run: refuse({ code: 429, retryAfter: '3' }) },
  { label: '404', hint: 'final', run: refuse({ code: 404 }) },
  { label: 'Wrong content type', hint: 'final', run: refuse({ code: 200, type: 'text/html' }) },
  { label: 'No content', hint: '204: ends well', run: refuse({ code: 204 }) },
  {
    label: 'Garbage',
    hint: 'one refused, none lost',
    run: (control) =>
      control({ do: 'write', text: 'not: a field\n\u0000\uFFFD\n\nevent: price\ndata: {"sym\n\n' }),
  },
  { label: 'Restart server', hint: 'away for 3 s', run: (control) => control({ do: 'restart', ms: 3000 }) },
];
