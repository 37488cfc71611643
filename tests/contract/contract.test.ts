import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withSection, tableOf } from '../support/docsSection.ts';
import { type Case, nameOf } from './case.ts';
import { allCases as cases } from './cases.ts';
import { type Driver, openDriver } from './driver.ts';
import { CAPABILITIES, DIFFERENCES } from './service.mjs';

const transports = ['fetch', 'native'] as const;
type Outcome = 'passed' | 'failed' | 'differs' | 'not asked';
const outcomes = new Map<string, Outcome>();
const label = (transport: string, name: string): string => `${transport} ${name}`;

test('each case has a name of its own', () => {
  expect(new Set(cases.map(nameOf)).size).toBe(cases.length);
});

describe.each(transports)('over %s', (transport) => {
  let driver: Driver;
  beforeAll(async () => void (driver = await openDriver(transport)));
  afterAll(() => driver.close());

  const asked = cases.filter(({ needs }) => !needs || CAPABILITIES[transport].includes(needs));
  for (const each of cases) outcomes.set(label(transport, nameOf(each)), 'not asked');

  const isOther = (each: Case): boolean => nameOf(each) in DIFFERENCES[transport];
  const rows = (some: readonly Case[]) => some.map((each) => [nameOf(each), each] as const);
  const toRun = asked.filter((each) => !isOther(each));
  test.each(rows(toRun))('%s', async (name, { run, wants }) => {
    outcomes.set(label(transport, name), 'failed');
    expect(await run(driver)).toMatchObject(wants);
    outcomes.set(label(transport, name), 'passed');
  });
  // None over fetch.
  for (const [name, { run, wants }] of rows(asked.filter(isOther))) {
    test(`[NON-SPEC] otherwise: ${name}`, async () => {
      expect(await run(driver)).not.toMatchObject(wants);
      outcomes.set(label(transport, name), 'differs');
    });
  }

  describe('the service', () => {
    test('says what it can do', async () => {
      const response = await driver.ask('GET', driver.url);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ capabilities: CAPABILITIES[transport] });
    });
    test('refuses what it does not understand', async () => {
      expect((await driver.ask('POST', driver.url, {})).status).toBe(400);
      expect((await driver.ask('POST', `${driver.url}/streams/0`, { command: 'restart' })).status).toBe(404);
      const { client } = await driver.start();
      expect((await driver.ask('POST', client.address, { command: 'dance' })).status).toBe(400);
    });
    test('closes a stream that is deleted', async () => {
      const { client, stream } = await driver.start();
      expect((await driver.ask('DELETE', client.address)).status).toBe(204);
      await stream.gone;
      expect((await driver.ask('DELETE', client.address)).status).toBe(404);
    });
    test('quits when it is told to', async () => {
      expect((await driver.ask('DELETE', driver.url)).status).toBe(204);
      expect(driver.quits()).toBe(1);
    });
  });
});

const groups = [...new Set(cases.map(({ group }) => group))];

test('docs/suites.md has the table', async () => {
  const of = (transport: string, each: (typeof cases)[number]): Outcome =>
    outcomes.get(label(transport, nameOf(each))) ?? 'not asked';
  const cell = (transport: string, some: typeof cases): string => {
    const found = some.map((each) => of(transport, each));
    return [...new Set(found)]
      .map((outcome) => `${found.filter((each) => each === outcome).length} ${outcome}`)
      .join(', ');
  };
  const rows = groups.map((group) => {
    const some = cases.filter((each) => each.group === group);
    return [group, some.length, ...transports.map((transport) => cell(transport, some))];
  });
  const differences = transports.flatMap((transport) =>
    Object.entries(DIFFERENCES[transport]).map(
      ([name, why]) => `- \`[NON-SPEC]\` "${name}" over ${transport}: ${why}.`,
    ),
  );
  const total = ['all', cases.length, ...transports.map((transport) => cell(transport, cases))];
  const text = [tableOf(['group', 'cases', ...transports], [...rows, total]), differences.join('\n')];
  const page = await withSection('suites.md', 'contract', text.join('\n\n'));
  await expect(page).toMatchFileSnapshot('../../docs/suites.md');
});
