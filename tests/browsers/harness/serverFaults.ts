import { type Fault, faults } from '../../support/faults.ts';
import { send } from '../../support/messages.ts';
import { limited, type Tab } from '../drivers/driver.ts';
import type { Client, Outcome as Ended } from '../page/faults.ts';
import { type Context, openSuite, type Result } from './part.ts';

const clients: readonly Client[] = ['GET', 'POST', 'feed'];
const ENDS = ['done', 'incomplete', 'failed', 'open', 'closed'];

/** For a client that does not come to its end, in ms. */
const LIMIT = 120_000;

/** Puts the fault under a key of its own, and says where it is. */
function serve({ site }: Context, { steps }: Fault, isLive: boolean) {
  const key = crypto.randomUUID();
  const good = [send({ id: 9, data: 'good' }), isLive ? { hold: true as const } : { end: true as const }];
  site.playground.script(`${key}-elsewhere`, good);
  site.playground.script(key, { perRequest: [steps(`/raw/${key}-elsewhere/stream`), good] });
  return { key, url: `/raw/${key}/stream` };
}

type Outcome = Omit<Result, 'name'>;

/** How a client of the library fared with a fault. */
async function play(context: Context, tab: Tab, fault: Fault, client: Client): Promise<Outcome> {
  const { key, url } = serve(context, fault, client === 'feed');
  const played = context.site.call<Ended>(tab, 'playFault', client, key, url, fault.timeout);
  const { status, calls } = await limited('The client', played, LIMIT);
  await context.site.waitFor(key, { open: 0 });
  if (!ENDS.includes(status)) return { outcome: 'failed', note: `ended as ${status}` };
  const wanted = fault.did.includes('retry-after') ? 2 : 1;
  if (client !== 'POST' || calls === wanted) return { outcome: 'passed' };
  return { outcome: 'failed', note: `the POST was sent ${calls} times` };
}

/** Everything that tests/support/faults.ts lets a server do wrong: every client comes to an end, and a POST is sent once. */
export async function playServerFaults(context: Context): Promise<Result[]> {
  const user = await context.browser.newUser();
  const results: Result[] = [];
  try {
    const tab = await openSuite(context, user);
    for (const fault of faults) {
      const played = clients.map(async (client): Promise<Result> => {
        const name = `the server ${fault.did}: ${client}`;
        try {
          return { name, ...(await play(context, tab, fault, client)) };
        } catch (error) {
          return { name, outcome: 'failed', note: String(error) };
        }
      });
      results.push(...(await Promise.all(played)));
    }
  } finally {
    await user.close();
  }
  return results;
}
