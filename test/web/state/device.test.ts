import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { heldServer, passed, state } from '../../support/runes.ts';

interface Device {
  readDevice(): Promise<string>;
  joinWithDevice(input: { name: string; minLevel: 'III'; personId: null }): Promise<string>;
  leaveWithDevice(): Promise<string>;
}
const { readDevice, joinWithDevice, leaveWithDevice } = await state<Device>('device');

const ENDPOINT = 'https://push.example/1';
const mine = { name: '手机', minLevel: 'III', personId: null } as const;

/** A browser's own part of it: one subscription, or none. */
function browser() {
  let subscribed = false;
  const subscription = {
    endpoint: ENDPOINT,
    toJSON: () => ({ endpoint: ENDPOINT, keys: { p256dh: 'a', auth: 'b' } }),
    unsubscribe: async () => {
      subscribed = false;
      return true;
    },
  };
  const pushManager = {
    getSubscription: async () => (subscribed ? subscription : null),
    subscribe: async () => {
      subscribed = true;
      return subscription;
    },
  };
  const registration = { pushManager };
  const serviceWorker = {
    getRegistration: async () => registration,
    register: async () => registration,
    ready: Promise.resolve(registration),
  };
  vi.stubGlobal('navigator', { serviceWorker });
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('PushManager', class {});
  vi.stubGlobal('Notification', { permission: 'granted', requestPermission: async () => 'granted' });
  return { isSubscribed: () => subscribed };
}

let server: ReturnType<typeof heldServer>;
let own: ReturnType<typeof browser>;
beforeEach(() => {
  server = heldServer();
  own = browser();
});
afterEach(() => server.close());
afterAll(() => {
  vi.unstubAllGlobals();
});

/** Joins, with what the server says to it. */
async function join(json: unknown, status: number): Promise<string> {
  const joined = joinWithDevice(mine).catch(({ code }) => `refused: ${code}`);
  await passed();
  await server.asked.at(-1)?.answer({ publicKey: 'key' });
  await server.asked.at(-1)?.answer(json, status);
  return joined;
}

describe('a device that is to be told of alerts', () => {
  test('is not left listening where the server did not take it', async () => {
    expect(await join({ error: { code: 'busy', message: 'busy' } }, 503)).toBe('refused: busy');
    expect(own.isSubscribed()).toBe(false);
    expect(await readDevice()).toBe('off');
  });

  test('is on for as long as the server says so, and off once somebody deleted its channel', async () => {
    expect(await join({ channelId: 1, active: true }, 201)).toBe('on');
    for (const [known, said] of [
      [true, 'on'],
      [false, 'off'],
    ] as const) {
      const looked = readDevice();
      await passed();
      expect(server.asked.at(-1)?.body).toEqual({ endpoint: ENDPOINT });
      await server.asked.at(-1)?.answer({ known });
      expect(await looked).toBe(said);
    }
  });

  test('that leaves tells the server, and is off', async () => {
    await join({ channelId: 1 }, 201);
    const left = leaveWithDevice();
    await passed();
    expect(server.asked.at(-1)).toMatchObject({ body: { endpoint: ENDPOINT } });
    await server.asked.at(-1)?.answer({ known: false });
    expect(await left).toBe('off');
    expect(own.isSubscribed()).toBe(false);
  });

  test('hears nothing more though the server cannot be told that it left', async () => {
    await join({ channelId: 1 }, 201);
    const left = leaveWithDevice().catch(({ code }) => `refused: ${code}`);
    await passed();
    await server.asked.at(-1)?.answer({ error: { code: 'busy', message: 'busy' } }, 503);
    expect(await left).toBe('refused: busy');
    expect(own.isSubscribed()).toBe(false);
    expect(await readDevice()).toBe('off');
  });
});
