import { describe, expect, test } from 'vitest';
import type { AccountRow } from '../../server/core/screens/access.ts';
import type { DutyScreen } from '../../server/core/screens/duty.ts';
import type { ChannelKind, ChannelRow } from '../../server/core/screens/screens.ts';
import { makeDevice } from '../notifiers/push-device.ts';
import { makeChannel } from '../support/make-channel.ts';
import { type Person, person } from './accounts.ts';
import { faultOf, serveHttp } from './serve.ts';

const device = (parts: object = {}) => ({
  name: '王敏的手机',
  minLevel: 'III',
  personId: null,
  subscription: { endpoint: 'https://push.example/1', keys: makeDevice().keys },
  ...parts,
});

async function joining() {
  const served = await serveHttp();
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await served.ask(method, `/api${path}`, body === undefined ? {} : { body });
    expect(answer.status).toBeLessThan(300);
    return answer.json();
  };
  return { served, ask };
}

describe('a device that asks to be told', () => {
  test('is to trust one key, always the same', async () => {
    const { ask } = await joining();
    const [{ publicKey }, again] = [await ask('GET', '/devices/key'), await ask('GET', '/devices/key')];
    expect(publicKey).toMatch(/^[\w-]{87}$/);
    expect(again).toEqual({ publicKey });
  });

  test('is a channel, whose secrets no page sees; told anew it stays the same one', async () => {
    const { ask } = await joining();
    const { channelId } = await ask('POST', '/devices', device());
    const [row]: ChannelRow[] = await ask('GET', '/channels');
    expect(row).toMatchObject({ id: channelId, kind: 'web-push', name: '王敏的手机', active: true });
    expect(JSON.stringify(row)).not.toContain('push.example');
    expect(await ask('POST', '/devices', device({ name: '旧手机' }))).toEqual({ channelId, active: true });
    expect(((await ask('GET', '/channels')) as ChannelRow[]).map(({ name }) => name)).toEqual(['旧手机']);
  });

  test('is told by the server whether it still is one', async () => {
    const { served, ask } = await joining();
    const known = () => ask('POST', '/devices/known', { endpoint: 'https://push.example/1' });
    expect(await known()).toEqual({ known: false });
    const { channelId } = await ask('POST', '/devices', device());
    expect(await known()).toEqual({ known: true });
    expect(await ask('POST', '/devices/known', { endpoint: 'https://push.example/2' })).toEqual({
      known: false,
    });
    await served.ask('DELETE', `/api/channels/${channelId}`);
    expect(await known()).toEqual({ known: false });
  });

  test('is tried last of all that its owner has, and told anew stays where it is', async () => {
    const { served, ask } = await joining();
    const own = await makeChannel(served.db, { name: '企业微信' });
    const wang = { name: '王敏', zone: 'Asia/Shanghai', channelIds: [own.id] };
    const { people }: DutyScreen = await ask('POST', '/duty/people', wang);
    const personId = people[0]?.id;
    const { channelId } = await ask('POST', '/devices', device({ personId }));
    await ask('POST', '/devices', device({ personId }));
    const screen: DutyScreen = await ask('GET', '/duty');
    expect(screen.people[0]?.channelIds).toEqual([own.id, channelId]);
  });

  test('is somebody else’s only where an administrator says so', async () => {
    const served = await serveHttp();
    const admin = await person(served, '管', 'admin');
    const member = await person(served, 'Wang Min', 'member');
    const add = (name: string) => admin.ask('POST', '/api/duty/people', { name, zone: 'Asia/Shanghai' });
    await add('wang min');
    await add('李静');
    const screen = (): Promise<DutyScreen> => admin.get('/api/duty');
    const [wang, li] = (await screen()).people.map(({ id }) => id);
    const join = (who: Person, personId: number | null | undefined, n: number) =>
      who.does(
        'POST',
        '/api/devices',
        device({
          personId,
          subscription: { endpoint: `https://push.example/${n}`, keys: makeDevice().keys },
        }),
      );
    expect(await join(member, li, 1)).toBe('forbidden_role');
    expect(await admin.get('/api/channels')).toEqual([]);
    expect([await join(member, wang, 2), await join(member, null, 3), await join(admin, li, 4)]).toEqual([
      201, 201, 201,
    ]);
    expect((await screen()).people.map(({ channelIds }) => channelIds.length)).toEqual([1, 1]);
  });

  test('is told nothing more once its account is disabled or removed', async () => {
    const served = await serveHttp();
    const admin = await person(served, '管', 'admin');
    const [li, wang] = [await person(served, '李雷', 'member'), await person(served, '王敏', 'member')];
    await admin.ask('POST', '/api/duty/people', { name: '王敏', zone: 'Asia/Shanghai' });
    const { people }: DutyScreen = await admin.get('/api/duty');
    const join = (who: Person, n: number, personId: number | null = null) => {
      const subscription = { endpoint: `https://push.example/${n}`, keys: makeDevice().keys };
      return who.ask('POST', '/api/devices', device({ name: `手机 ${n}`, personId, subscription }));
    };
    for (const n of [1, 2]) await join(li, n);
    await join(wang, 3);
    // Whose it is counts, not who enters it.
    await join(admin, 4, people[0]?.id);
    await join(admin, 5);
    const told = async () => {
      const rows: ChannelRow[] = await admin.get('/api/channels');
      return rows.filter(({ active }) => active).map(({ name }) => name.at(-1));
    };
    const rows: AccountRow[] = await admin.get('/api/accounts');
    expect(Object.fromEntries(rows.map(({ name, devices }) => [name, devices]))).toEqual({
      管: 1,
      李雷: 2,
      王敏: 2,
    });
    await admin.ask('POST', `/api/accounts/${li.id}/active`, { active: false });
    expect(await told()).toEqual(['3', '4', '5']);
    await admin.ask('DELETE', `/api/accounts/${wang.id}`);
    expect(await told()).toEqual(['5']);
    // In use again, it is for an administrator to say which of its devices are.
    await admin.ask('POST', `/api/accounts/${li.id}/active`, { active: true });
    expect(await told()).toEqual(['5']);
  });

  test('entered before its account was noted is that of the person of this name', async () => {
    const served = await serveHttp();
    const admin = await person(served, '管', 'admin');
    const wang = await person(served, '王敏', 'member');
    const { id } = await makeChannel(served.db, { kind: 'web-push', name: '旧手机' });
    const other = await makeChannel(served.db, { kind: 'web-push', name: '大家的' });
    await admin.ask('POST', '/api/duty/people', { name: '王敏', zone: 'Asia/Shanghai', channelIds: [id] });
    await admin.ask('DELETE', `/api/accounts/${wang.id}`);
    const rows: ChannelRow[] = await admin.get('/api/channels');
    expect(rows.map((row) => [row.id, row.active])).toEqual([
      [id, false],
      [other.id, true],
    ]);
  });

  test('that an administrator paused, or has told of less, only one of them puts back', async () => {
    const served = await serveHttp();
    const admin = await person(served, '管', 'admin');
    const member = await person(served, '李雷', 'member');
    const subscription = { endpoint: 'https://push.example/7', keys: makeDevice().keys };
    const join = async (who: Person, name: string) =>
      (await who.ask('POST', '/api/devices', device({ name, subscription }))).json();
    const { channelId, active } = await join(member, '手机');
    expect(active).toBe(true);
    const row = async () => (await admin.get<ChannelRow[]>('/api/channels'))[0];
    await served.db.updateTable('channel').set({ active: 0, min_level: 'I' }).execute();
    expect(await join(member, '新手机')).toEqual({ channelId, active: false });
    expect(await row()).toMatchObject({ name: '新手机', active: false, minLevel: 'I' });
    expect(await join(admin, '手机')).toEqual({ channelId, active: true });
    expect(await row()).toMatchObject({ active: true, minLevel: 'III' });
  });

  test('that leaves is switched off at once, says why, and may come back by itself', async () => {
    const served = await serveHttp();
    const admin = await person(served, '管', 'admin');
    const member = await person(served, '李雷', 'member');
    const subscription = { endpoint: 'https://push.example/8', keys: makeDevice().keys };
    const join = async () => (await member.ask('POST', '/api/devices', device({ subscription }))).json();
    const { channelId } = await join();
    const row = async () => (await admin.get<ChannelRow[]>('/api/channels'))[0];
    await served.db.updateTable('channel').set({ min_level: 'II' }).execute();
    const leave = (who: Person, endpoint = subscription.endpoint) =>
      who.does('POST', '/api/devices/leave', { endpoint });
    expect(await leave(member, 'https://push.example/9')).toBe(200);
    expect(await row()).toMatchObject({ active: true, ended: null });
    // Also for whoever may only read by now: it is their own device.
    await admin.ask('PUT', `/api/accounts/${member.id}/role`, { role: 'viewer' });
    expect([await leave(member), await leave(member)]).toEqual([200, 200]);
    expect(await row()).toMatchObject({ id: channelId, active: false, ended: 'left' });
    expect((await row())?.settings).not.toHaveProperty('ended');
    await admin.ask('PUT', `/api/accounts/${member.id}/role`, { role: 'member' });
    expect(await join()).toEqual({ channelId, active: true });
    expect(await row()).toMatchObject({ active: true, ended: null, minLevel: 'II' });
  });

  test('that left and was then paused by an administrator only one of them puts back', async () => {
    const served = await serveHttp();
    const admin = await person(served, '管', 'admin');
    const member = await person(served, '李雷', 'member');
    const subscription = { endpoint: 'https://push.example/8', keys: makeDevice().keys };
    const join = async () => (await member.ask('POST', '/api/devices', device({ subscription }))).json();
    await join();
    await member.ask('POST', '/api/devices/leave', { endpoint: subscription.endpoint });
    const [row]: ChannelRow[] = await admin.get('/api/channels');
    const { kind, name, settings, minLevel, quiet, perHour, mark: seen } = row!;
    const written = { kind, name, settings, minLevel, quiet, perHour, active: false, seen };
    expect(await admin.does('PUT', `/api/channels/${row!.id}`, written)).toBe(200);
    expect(await join()).toMatchObject({ active: false });
  });

  test('is nothing that people enter by hand', async () => {
    const { ask } = await joining();
    const kinds: ChannelKind[] = await ask('GET', '/channel-kinds');
    expect(kinds.filter(({ byHand }) => !byHand).map(({ name }) => name)).toEqual(['web-push']);
  });

  test.each([
    ['an address that is none', { subscription: { endpoint: 'push', keys: makeDevice().keys } }, 400],
    [
      'keys that are none',
      { subscription: { endpoint: 'https://push.example/1', keys: { p256dh: 'x', auth: 'y' } } },
      400,
    ],
    ['no name', { name: ' ' }, 400],
    ['an owner who does not exist', { personId: 99 }, 404],
  ])('with %s is refused', async (_, parts, status) => {
    const { served } = await joining();
    const answer = await served.ask('POST', '/api/devices', { body: device(parts) });
    expect([answer.status, faultOf(answer).code]).toEqual([
      status,
      status === 400 ? 'bad_request' : 'not_found',
    ]);
    expect(await served.get('/api/channels')).toEqual([]);
  });

  test.each([
    'http://push.example/1',
    'https://127.0.0.1/1',
    'https://[::1]/1',
    'https://169.254.169.254/latest',
    'https://10.0.0.7/1',
    'https://localhost/1',
    'https://metadata.google.internal/1',
  ])('that wants to be told at %s is refused: no push service lives there', async (endpoint) => {
    const { served } = await joining();
    const subscription = { endpoint, keys: makeDevice().keys };
    const answer = await served.ask('POST', '/api/devices', { body: device({ subscription }) });
    expect([answer.status, faultOf(answer).code]).toEqual([400, 'bad_request']);
    expect(faultOf(answer).details).toMatchObject({ faults: [{ field: 'subscription.endpoint' }] });
  });
});
