import { Hono } from 'hono';
import { type Pass, readPass } from '../../core/alert/message-pass.ts';
import { levelMark } from '../../core/message/alert-words.ts';
import { momentWord } from '../../core/quantity-words.ts';
import { getAlert } from '../../db/alert/alerts.ts';
import { standingAlert } from '../../db/alert/joined-alerts.ts';
import { getChannel } from '../../db/channel/channels.ts';
import { listPeople } from '../../db/channel/people.ts';
import { readCurrentMessage } from '../../db/views/alert/message.ts';
import { signedWork } from '../../flows/access/note-audit.ts';
import { acknowledge } from '../../flows/alert/acknowledge.ts';
import { deadPassPage, passPage } from '../alert-pass-page.ts';
import type { HttpDeps } from '../deps.ts';
import { readForm } from '../form.ts';
import { isStorable } from '../storable.ts';
import { NAMES_SOMEBODY } from '../validate.ts';

const LONGEST_NAME = 80;

/** The name in a form; null where nobody can be read in it. */
function signed(form: Awaited<ReturnType<typeof readForm>>): string | null {
  const name = typeof form?.by === 'string' ? form.by.trim().slice(0, LONGEST_NAME).toWellFormed() : '';
  return NAMES_SOMEBODY.test(name) && isStorable(name) ? name : null;
}

async function confirm(deps: HttpDeps, alertId: number, by: string): Promise<void> {
  const at = deps.now();
  const done = { action: 'alert.acknowledge', objectId: String(alertId) };
  const { result } = await signedWork(
    () => ({ ...done, at, who: by, role: null }),
    () => acknowledge({ db: deps.write, now: deps.now }, { alertId, by }),
  );
  const { changed, alert } = result;
  const { watchId, level } = alert;
  if (changed) deps.bus.publish({ kind: 'alert', at, alertId, watchId, level, change: 'acknowledged' });
  deps.log.info({ alertId, level: levelMark(level), changed }, 'confirmed from a message');
}

/**
 * Links in messages: one alert as it is now, on a page that needs neither login nor script, and one button that
 * confirms it. Reading confirms nothing: services look at links before people do.
 */
export const goRoutes = (deps: HttpDeps) => {
  const home = '/';
  const ownerOf = async ({ channelId }: Pass): Promise<string> => {
    const people = await listPeople(deps.read);
    return people.find(({ channelIds }) => channelIds.includes(channelId))?.name ?? '';
  };
  /** A link is good for as long as its channel is: whoever is no longer told anything is shown nothing either. */
  const passOf = async (text: string): Promise<Pass | null> => {
    const pass = readPass(deps.passKey, text, deps.now());
    const channel = pass && (await getChannel(deps.read, pass.channelId));
    return channel?.active ? pass : null;
  };
  const pageOf = async (pass: Pass, fault = '') => {
    const alert = await getAlert(deps.read, await standingAlert(deps.read, pass.alertId));
    const view = alert && (await readCurrentMessage(deps.read, alert, deps.playbooks));
    if (!alert || !view) return null;
    const { acknowledgedAt: at, acknowledgedBy: by } = alert;
    const confirmed = at === null ? null : `${by ?? ''} 已于 ${momentWord(at)} 确认收到`;
    const asks = alert.status === 'open';
    return passPage({
      ...{ view, confirmed, asks, closed: alert.closedAt !== null, name: await ownerOf(pass), fault },
    });
  };
  return new Hono()
    .use('/go/:pass', async (c, next) => {
      await next();
      c.header('Cache-Control', 'no-store');
    })
    .get('/go/:pass', async (c) => {
      const pass = await passOf(c.req.param('pass'));
      const page = pass && (await pageOf(pass));
      return page === null ? c.html(deadPassPage(home), 404) : c.html(page);
    })
    .post('/go/:pass', async (c) => {
      const pass = await passOf(c.req.param('pass'));
      const alert = pass && (await getAlert(deps.read, await standingAlert(deps.read, pass.alertId)));
      if (!pass || !alert) return c.html(deadPassPage(home), 404);
      const name = (await ownerOf(pass)) || signed(await readForm(c));
      if (alert.closedAt === null && name === null) {
        const page = await pageOf(pass, '没有看到署名，请填写姓名后再确认。');
        return c.html(page ?? deadPassPage(home), page === null ? 404 : 400);
      }
      if (alert.closedAt === null && name !== null) await confirm(deps, alert.id, name);
      return c.redirect(c.req.path, 303);
    });
};
