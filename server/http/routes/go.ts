import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { nameKey, SHELL_NAME, TOKEN_NAME } from '../../core/access/account-name.ts';
import { detailOf } from '../../core/access/audit.ts';
import type { Alert } from '../../core/alert/alert.ts';
import { type Pass, readPass } from '../../core/alert/message-pass.ts';
import { AppError } from '../../core/errors.ts';
import { LANGUAGES, type Language, preferredLanguage } from '../../core/language.ts';
import { levelMark } from '../../core/message/alert-words.ts';
import { englishRisk, englishSentence, englishSpread } from '../../core/message/english-alert.ts';
import { englishSteps } from '../../core/message/first-steps.ts';
import type { AlertView } from '../../core/message/notifier.ts';
import type { Instant } from '../../core/time.ts';
import { findAccount } from '../../db/access/accounts.ts';
import { getAlert } from '../../db/alert/alerts.ts';
import { standingAlert } from '../../db/alert/joined-alerts.ts';
import { getChannel } from '../../db/channel/channels.ts';
import { listPeople } from '../../db/channel/people.ts';
import { readSealKey } from '../../db/installation/seal-key.ts';
import { readAskedSteps } from '../../db/views/alert/asked-steps.ts';
import { readCurrentMessage } from '../../db/views/alert/message.ts';
import { readStanding } from '../../db/views/alert/standing.ts';
import { readSubject } from '../../db/views/operation/subject-names.ts';
import { signedWork } from '../../flows/access/note-audit.ts';
import { acknowledge, type Sight } from '../../flows/alert/acknowledge.ts';
import { type AlertSummary, deadPassPage, passPage } from '../alert-pass-page.ts';
import { PASS_WORDS } from '../alert-pass-words.ts';
import type { HttpDeps } from '../deps.ts';
import { readForm } from '../form.ts';
import { isStorable } from '../storable.ts';
import { NAMES_SOMEBODY } from '../validate.ts';

const MAX_NAME_LENGTH = 80;
const HOME = '/';
/** Names under which records show what was done without an account. */
const KEPT = new Set([TOKEN_NAME, SHELL_NAME].map(nameKey));

/** The name in a form; null where nobody can be read in it. */
function signed(form: Awaited<ReturnType<typeof readForm>>): string | null {
  const name = typeof form?.by === 'string' ? form.by.trim().slice(0, MAX_NAME_LENGTH).toWellFormed() : '';
  return NAMES_SOMEBODY.test(name) && isStorable(name) ? name : null;
}

/** Why nothing is confirmed in a name that somebody typed: a link proves nobody to be who has an account. */
async function whyUnsigned({ read }: HttpDeps, name: string | null, language: Language): Promise<string> {
  const say = PASS_WORDS[language];
  if (name === null) return say.unsigned;
  // What cannot be seen makes no other name.
  const key = nameKey(name.replace(/\p{C}/gu, ''));
  const isTaken = KEPT.has(key) || (await findAccount(read, { key })) !== null;
  return isTaken ? say.taken(name) : '';
}

/** What its reader saw, as the page says it; undefined: a page that did not say so. */
function seenOf(form: Awaited<ReturnType<typeof readForm>>): Instant | undefined {
  return typeof form?.seen === 'string' && /^\d{1,15}$/.test(form.seen) ? Number(form.seen) : undefined;
}

/** False: it rose since it was seen, and is to be seen again. */
async function confirm(deps: HttpDeps, { by, ...sight }: Sight & { readonly by: string }): Promise<boolean> {
  const { alertId } = sight;
  const at = deps.now();
  const done = { action: 'alert.acknowledge', objectId: String(alertId) };
  const subject = await readSubject(deps.read, done.action, { id: done.objectId });
  const work = await signedWork(
    () => ({ ...done, at, who: by, role: null, detail: detailOf(null, {}, subject) }),
    () => acknowledge({ db: deps.write, now: deps.now }, { ...sight, by }),
  ).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'rose_since') return null;
    throw error;
  });
  if (work === null) return false;
  const { changed, alert } = work.result;
  const { watchId, level } = alert;
  if (changed) deps.bus.publish({ kind: 'alert', at, alertId, watchId, level, change: 'acknowledged' });
  deps.log.info({ alertId, level: levelMark(level), changed }, 'confirmed from a message');
  return true;
}

async function ownerOf({ read }: HttpDeps, { channelId }: Pass): Promise<string> {
  const people = await listPeople(read);
  return people.find(({ channelIds }) => channelIds.includes(channelId))?.name ?? '';
}

/** A link is good for as long as its channel is: whoever is no longer notified is shown nothing either. */
async function passOf(deps: HttpDeps, text: string): Promise<Pass | null> {
  const pass = readPass(await readSealKey(deps.read, deps.passKey), text, deps.now());
  const channel = pass && (await getChannel(deps.read, pass.channelId));
  return channel?.active ? pass : null;
}

/** What is said of the alert, in the language of the page. */
async function toldOf(
  deps: HttpDeps,
  alert: Alert,
  view: AlertView,
  language: Language,
): Promise<AlertSummary> {
  const { sentence, unusual, spread, riskWords, subject } = view;
  const lines = (...all: readonly string[]) => all.filter((line) => line !== '');
  if (language === 'zh') {
    const steps = view.steps.map((action) => ({ before: '', action }));
    return { sentence, lines: lines(unusual, spread, riskWords), steps };
  }
  const now = deps.now();
  const standing = await readStanding(deps.read, alert, { at: now });
  const asked = await readAskedSteps(deps.read, alert, deps.playbooks);
  const none = view.steps.length === 0 ? [] : [{ before: PASS_WORDS.en.noPlaybook, action: '' }];
  return {
    sentence: englishSentence(alert, standing, subject),
    lines: lines(englishSpread(alert), englishRisk(alert.risk)),
    steps: asked === null ? none : englishSteps(asked, now),
  };
}

async function pageOf(deps: HttpDeps, pass: Pass, language: Language, fault = '') {
  const alert = await getAlert(deps.read, await standingAlert(deps.read, pass.alertId));
  const view = alert && (await readCurrentMessage(deps.read, alert, deps.playbooks, deps.now()));
  if (!alert || !view) return null;
  const { acknowledgedAt: at, acknowledgedBy: by } = alert;
  const confirmed = at === null ? null : { by: by ?? '', at };
  const asks = alert.status === 'open';
  const [name, told] = [await ownerOf(deps, pass), await toldOf(deps, alert, view, language)];
  const closed = alert.closedAt !== null;
  return passPage({
    language,
    view,
    told,
    confirmed,
    asks,
    closed,
    name,
    fault,
    seen: alert.changedAt,
  });
}

/**
 * Whoever follows a link has no account here that would say which language they read: the browser does, or they choose.
 */
function languageOf(c: Context): Language {
  const chosen = LANGUAGES.find((each) => each === c.req.query('lang'));
  return chosen ?? preferredLanguage(c.req.header('accept-language'));
}

/** The page they came from, in the language they chose. */
function backTo(c: Context): string {
  const chosen = LANGUAGES.find((each) => each === c.req.query('lang'));
  return chosen === undefined ? c.req.path : `${c.req.path}?lang=${chosen}`;
}

/** Whoever pressed the button from a page elsewhere learns what came of it; without cookies, as none is looked at. */
const sealed: MiddlewareHandler = async (c, next) => {
  await next();
  c.header('Cache-Control', 'no-store');
  c.header('Access-Control-Allow-Origin', '*');
};

/**
 * Links in messages: one alert as it is now, on a page that needs neither login nor script, and one button that
 * confirms it. Reading confirms nothing: services look at links before people do.
 */
export const goRoutes = (deps: HttpDeps) =>
  new Hono()
    .use('/go/:pass', sealed)
    .get('/go/:pass', async (c) => {
      const language = languageOf(c);
      const pass = await passOf(deps, c.req.param('pass'));
      const page = pass && (await pageOf(deps, pass, language));
      return page === null ? c.html(deadPassPage(HOME, language), 404) : c.html(page);
    })
    .post('/go/:pass', async (c) => {
      const language = languageOf(c);
      const pass = await passOf(deps, c.req.param('pass'));
      const alert = pass && (await getAlert(deps.read, await standingAlert(deps.read, pass.alertId)));
      if (!pass || !alert) return c.html(deadPassPage(HOME, language), 404);
      const owner = await ownerOf(deps, pass);
      const form = await readForm(c);
      const by = owner || signed(form);
      const again = async (fault: string, status: 400 | 409) => {
        const page = await pageOf(deps, pass, language, fault);
        return c.html(page ?? deadPassPage(HOME, language), page === null ? 404 : status);
      };
      if (alert.closedAt !== null) return c.redirect(backTo(c), 303);
      const unsigned = owner === '' ? await whyUnsigned(deps, by, language) : '';
      if (by === null || unsigned !== '') return again(unsigned, 400);
      const done = await confirm(deps, { alertId: alert.id, by, seen: seenOf(form) });
      return done ? c.redirect(backTo(c), 303) : again(PASS_WORDS[language].rose, 409);
    });
