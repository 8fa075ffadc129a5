import { isIP } from 'node:net';
import { Hono } from 'hono';
import { z } from 'zod';
import { mayAs } from '../../core/access/role.ts';
import { LEVELS } from '../../core/risk/grade.ts';
import { isDeviceTold, joinDevice, leaveWithDevice, pushKeys } from '../../flows/deliver/join-device.ts';
import { announceSettings } from '../announce.ts';
import type { HttpDeps } from '../deps.ts';
import { idNumber, validate } from '../validate.ts';
import { nameOf, roleOf } from '../who.ts';

/** Push services are out on the internet, under names of their own. */
function isPublicHost(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { hostname } = new URL(endpoint);
  const isName = isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && hostname.includes('.');
  return isName && !/\.(localhost|local|internal|lan|home\.arpa)\.?$/i.test(hostname);
}

/** What a browser gives out as a subscription, and nothing else: keys are of one length. */
const subscription = z.object({
  endpoint: z
    .url({ protocol: /^https$/ })
    .max(2_000)
    .refine(isPublicHost, 'is no public address'),
  keys: z.object({
    p256dh: z.string().regex(/^[\w-]{87}=?$/, 'is not a key'),
    auth: z.string().regex(/^[\w-]{22}={0,2}$/, 'is not a secret'),
  }),
});
const deviceBody = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(80, 'is longer than 80 characters'),
  minLevel: z.enum(LEVELS),
  personId: idNumber.nullable(),
  subscription,
});

const knownBody = subscription.pick({ endpoint: true });

/** Devices that ask to be notified: the key they are to trust, joining, and whether they are known. */
export const deviceRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/devices/key', async (c) => c.json({ publicKey: (await pushKeys(deps.write)).publicKey }))
    .post('/devices/known', validate('json', knownBody), async (c) =>
      c.json({ known: await isDeviceTold(deps.read, c.req.valid('json').endpoint) }),
    )
    .post('/devices/leave', validate('json', knownBody), async (c) => {
      await leaveWithDevice(deps.write, c.req.valid('json').endpoint);
      announceSettings(deps, 'channels');
      return c.json({ known: false });
    })
    .post('/devices', validate('json', deviceBody), async (c) => {
      const origin = new URL(c.req.header('origin') ?? c.req.url).origin;
      // Push services refuse a contact that is no https address.
      const contact = origin.startsWith('https:') ? origin : 'https://github.com/tingchao/tingchao';
      const flow = { db: deps.write, now: deps.now };
      const who = c.get('who');
      const onlyFor = who !== undefined && !mayAs(roleOf(who), 'admin') ? (nameOf(who) ?? '') : null;
      const accountId = who?.kind === 'account' ? who.account.id : null;
      const joined = await joinDevice(flow, { ...c.req.valid('json'), contact, onlyFor, accountId });
      announceSettings(deps, 'channels');
      return c.json(joined, 201);
    });
