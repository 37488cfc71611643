import { expect, test, vi } from 'vitest';
import { createRun, type Throttle, type Transport } from 'react-event-source/core';
import { catchReports } from '../support/reports.ts';

const three: Transport = (_, sink) => {
  sink.open();
  for (const data of ['a', 'b', 'c']) sink.message({ type: 'message', data, lastEventId: '' }, false);
  sink.end();
  return () => {};
};

test.each<Throttle>(['auto', 'frame', 'message', 1])(
  'with throttle %s a subscriber that throws is reported, and the others and the run go on',
  async (throttle) => {
    const report = catchReports();
    const run = createRun({ url: 'http://127.0.0.1/', transport: three, throttle });
    const told = vi.fn<() => void>();
    run.subscribe(() => {
      throw new Error('mine');
    });
    run.subscribe(told);
    for (let turn = 0; turn < 2; turn += 1) {
      await expect(run.start()).resolves.toMatchObject({ status: 'done', text: 'abc', error: null });
    }
    expect(run.getSnapshot()).toMatchObject({ status: 'done', text: 'abc' });
    expect(told).toHaveBeenCalledTimes(report.mock.calls.length);
    expect(report).toHaveBeenCalledWith(expect.objectContaining({ message: 'mine' }));
  },
);
