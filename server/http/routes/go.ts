import { Hono } from 'hono';
import { type Pass, readPass } from '../../core/alert/message-pass.ts';
import { levelMark } from '../../core/message/alert-words.ts';
import { momentWord } from '../../core/quantity-words.ts';
import { getAlert } from '../../db/alert/alerts.ts';
import { standingAlert } from '../../db/alert/joined-alerts.ts';
import { listPeople } from '../../db/channel/people.ts';
import { readCurrentMessage } from '../../db/views/alert/message.ts';
import { acknowledge } from '../../flows/alert/acknowledge.ts';
import { deadPassPage, passPage } from '../alert-pass-page.ts';
import type { HttpDeps } from '../deps.ts';

const LONGEST_NAME = 80;

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
  const pageOf = async (pass: Pass) => {
    const alert = await getAlert(deps.read, await standingAlert(deps.read, pass.alertId));
    const view = alert && (await readCurrentMessage(deps.read, alert, deps.playbooks));
    if (!alert || !view) return null;
    const { acknowledgedAt: at, acknowledgedBy: by } = alert;
    const confirmed = at === null ? null : `${by ?? ''} 已于 ${momentWord(at)} 确认收到。`;
    return passPage({ view, confirmed, closed: alert.closedAt !== null, name: await ownerOf(pass) });
  };
  return new Hono()
    .use('/go/:pass', async (c, next) => {
      await next();
      c.header('Cache-Control', 'no-store');
    })
    .get('/go/:pass', async (c) => {
      const pass = readPass(deps.passKey, c.req.param('pass'), deps.now());
      const page = pass && (await pageOf(pass));
      return page === null ? c.html(deadPassPage(home), 404) : c.html(page);
    })
    .post('/go/:pass', async (c) => {
      const pass = readPass(deps.passKey, c.req.param('pass'), deps.now());
      const alert = pass && (await getAlert(deps.read, await standingAlert(deps.read, pass.alertId)));
      if (!pass || !alert) return c.html(deadPassPage(home), 404);
      const typed = String((await c.req.parseBody()).by ?? '')
        .trim()
        .slice(0, LONGEST_NAME);
      const name = (await ownerOf(pass)) || typed.toWellFormed();
      if (alert.closedAt === null && name !== '') {
        const { changed, alert: now } = await acknowledge(
          { db: deps.write, now: deps.now },
          { alertId: alert.id, by: name },
        );
        const { watchId, level } = now;
        const at = deps.now();
        if (changed)
          deps.bus.publish({ kind: 'alert', at, alertId: alert.id, watchId, level, change: 'acknowledged' });
        deps.log.info({ alertId: alert.id, level: levelMark(level), changed }, 'confirmed from a message');
      }
      return c.redirect(c.req.path, 303);
    });
};
