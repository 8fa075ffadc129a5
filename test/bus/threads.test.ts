import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { createThreadBus } from '../../server/bus/threads.ts';
import type { LiveEvent } from '../../server/core/job/live.ts';
import { until } from '../support/patience.ts';

const event: LiveEvent = { kind: 'mentions', at: 1, added: 3, watchIds: [1] };
const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

function pair() {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  return [createThreadBus(port1), createThreadBus(port2), port1] as const;
}

test('every listener of this thread hears an event once, until it stops', () => {
  const bus = createThreadBus();
  const heard: string[] = [];
  const stop = bus.subscribe(() => heard.push('a'));
  bus.subscribe(() => heard.push('b'));
  bus.publish(event);
  stop();
  bus.publish(event);
  expect(heard).toEqual(['a', 'b', 'b']);
});

test('both sides hear what either says, once, without an echo', async () => {
  const [here, there] = pair();
  const heardHere: LiveEvent[] = [];
  const heardThere: LiveEvent[] = [];
  here.subscribe((each) => heardHere.push(each));
  there.subscribe((each) => heardThere.push(each));
  here.publish(event);
  there.publish({ kind: 'wake', at: 2 });
  await until(() => expect([heardHere.length, heardThere.length]).toEqual([2, 2]));
  // An echo would be heard before what is said after it.
  const last: LiveEvent = { kind: 'wake', at: 3 };
  here.publish(last);
  there.publish(last);
  await until(() => expect([heardHere.length, heardThere.length]).toEqual([4, 4]));
  expect(heardThere).toEqual([{ kind: 'wake', at: 2 }, event, last, last]);
  expect(heardHere).toEqual([event, { kind: 'wake', at: 2 }, last, last]);
});

test('a listener that throws does not silence the others', () => {
  const faults: unknown[] = [];
  const bus = createThreadBus(null, (fault) => faults.push(fault));
  const heard: LiveEvent[] = [];
  bus.subscribe(() => {
    throw new Error('broken listener');
  });
  bus.subscribe((each) => heard.push(each));
  bus.publish(event);
  expect(heard).toEqual([event]);
  expect(faults).toEqual([new Error('broken listener')]);
});

test('other messages on the same port are not events', async () => {
  const [here, there, port] = pair();
  const heard: LiveEvent[] = [];
  there.subscribe((each) => heard.push(each));
  port.postMessage('stop');
  port.postMessage({ command: 'stop' });
  here.publish(event);
  await until(() => expect(heard).toEqual([event]));
});

test('a real worker thread hears and answers', async () => {
  const path = JSON.stringify(new URL('../../server/bus/threads.ts', import.meta.url).href);
  const code = `import { parentPort } from 'node:worker_threads';
    const { createThreadBus } = await import(${path});
    const bus = createThreadBus(parentPort);
    bus.subscribe((event) => { if (event.kind === 'wake') bus.publish({ kind: 'alive', at: event.at, role: 'worker' }); });
    bus.publish({ kind: 'alive', at: 0, role: 'worker' });`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
  try {
    const bus = createThreadBus(worker);
    const heard: number[] = [];
    bus.subscribe((each) => {
      if (each.kind === 'alive') heard.push(each.at);
      if (each.kind === 'alive' && each.at === 0) bus.publish({ kind: 'wake', at: 7 });
    });
    await until(() => expect(heard).toEqual([0, 7]));
  } finally {
    await worker.terminate();
  }
});
