import type { Alert, AlertChange } from '../../core/alert/alert.ts';
import { COOLDOWN } from '../../core/alert/ring.ts';
import { walk } from '../../core/alert/route.ts';
import type { RouteFacts } from '../../core/alert/route-match.ts';
import { type Receiver, receiversOf, withOwner } from '../../core/alert/route-receivers.ts';
import { notFound } from '../../core/errors.ts';
import type { AlertView, Notifier } from '../../core/message/notifier.ts';
import type { Playbook } from '../../core/playbook/playbook.ts';
import type { RouteReceiver, RouteTrial } from '../../core/screens/routes.ts';
import { DAY, type Instant } from '../../core/time.ts';
import { getAlert, listRecentAlerts } from '../../db/alert/alerts.ts';
import { type Channel, listChannels } from '../../db/channel/channels.ts';
import { readDuty } from '../../db/channel/duty.ts';
import { listRoutes } from '../../db/channel/routes.ts';
import type { Db } from '../../db/database.ts';
import { readCurrentMessage } from '../../db/views/alert/message.ts';
import { readRouteFacts } from '../../db/views/channel/route-facts.ts';
import { requireWatch } from '../../db/watch/watches.ts';
import { templateOf } from './channel-template.ts';
import { readRingFacts } from './ring-facts.ts';
import { groupingOf } from './route-change.ts';

export interface TryDeps {
  readonly db: Db;
  readonly now: () => Instant;
  readonly notifiers: ReadonlyMap<string, Notifier>;
  readonly playbooks: readonly Playbook[];
  /** Where the pages are, for the links in messages. */
  readonly baseUrl: string;
}

/** An alert that there is, as if it rang now; or one that might come. */
export type Trial =
  | { readonly alertId: number }
  /** `at`: when it rings; now if not given. */
  | { readonly sample: RouteFacts & { readonly at?: Instant | undefined } };

/** What is tried. */
interface Tried {
  readonly change: AlertChange;
  readonly alerts: readonly Alert[];
  readonly facts: RouteFacts;
  readonly at: Instant;
  readonly view: AlertView;
}

/**
 * Which branches an alert takes, who gets it, what holds it there and how each message reads. Sends and keeps nothing.
 * @throws AppError('not_found') for an alert or a watch that does not exist
 */
export async function tryRoutes(deps: TryDeps, trial: Trial): Promise<RouteTrial> {
  const { db } = deps;
  const tried = 'alertId' in trial ? await ofAlert(deps, trial.alertId) : await ofSample(deps, trial.sample);
  const { facts, at, change, alerts } = tried;
  const walked = walk(await listRoutes(db), facts, at);
  const known = {
    active: await listChannels(db, { activeOnly: true }),
    duty: await readDuty(db, at, facts.watchId),
  };
  const owner = known.duty.people.find(({ id }) => id === alerts[0]?.assigneeId);
  const usual = receiversOf(walked, known, facts.level, at);
  const receivers = withOwner(usual, owner, known.active, facts.level, at);
  const ringing = await readRingFacts(
    db,
    change,
    { now: at, alerts, cooldown: COOLDOWN },
    { groupings: receivers.flatMap((each) => groupingOf(each) ?? []) },
  );
  return {
    at,
    facts,
    asked: walked.asked.map(({ route, outcome, verdicts }) => ({ routeId: route.id, outcome, verdicts })),
    receivers: await Promise.all(
      receivers.map(async (receiver) => ({
        ...whoAndWhy(receiver),
        held: ringing.through(receiver.channel, { grouping: groupingOf(receiver) }).held,
        message: await render(deps, receiver.channel, tried.view),
      })),
    ),
  };
}

async function ofAlert(deps: TryDeps, alertId: number): Promise<Tried> {
  const alert = await getAlert(deps.db, alertId);
  const view = alert && (await readCurrentMessage(deps.db, alert, deps.playbooks, deps.now()));
  if (!alert || !view) throw notFound('alert', alertId);
  return {
    change: { kind: 'raised', alertId, from: alert.level, draft: alert },
    alerts: [alert],
    facts: await readRouteFacts(deps.db, alert),
    at: deps.now(),
    view: { ...view, link: `${deps.baseUrl}${view.link}` },
  };
}

async function ofSample(
  deps: TryDeps,
  { at = deps.now(), ...facts }: RouteFacts & { readonly at?: Instant | undefined },
): Promise<Tried> {
  const { watchId, level } = facts;
  const components = { B: 0, N: 0, V: 0, R: 0, S: 0, A: 0 };
  const draft = {
    watchId,
    level,
    findings: [],
    metrics: {},
    playbooks: [],
    examples: [],
    risk: { index: 0, components, overrides: [], level },
  };
  return {
    change: { kind: 'opened', draft },
    alerts: [],
    facts,
    at,
    view: await sampleView(deps, facts, at),
  };
}

const LOOK_BACK = 90 * DAY;

/** The words of the newest alert of the watch; where there is none lately, an example that says that it is one. */
async function sampleView(deps: TryDeps, { watchId, level }: RouteFacts, at: Instant): Promise<AlertView> {
  const watch = await requireWatch(deps.db, watchId);
  const alerts = await listRecentAlerts(deps.db, watchId, deps.now() - LOOK_BACK);
  const newest = alerts.toSorted((a, b) => b.openedAt - a.openedAt)[0];
  const view =
    newest && (await readCurrentMessage(deps.db, { ...newest, level }, deps.playbooks, deps.now()));
  if (view) return { ...view, at, link: `${deps.baseUrl}${view.link}` };
  return {
    alertId: 0,
    changeId: 0,
    change: 'opened',
    level,
    subject: watch.name,
    at,
    sentence: `${watch.name}：这是一条示例，没有发生任何预警。`,
    unusual: '',
    spread: '',
    posts: [],
    steps: [],
    risk: 0,
    riskWords: '风险指数 0',
    link: `${deps.baseUrl}/alerts`,
  };
}

function whoAndWhy({
  channel,
  because,
}: Receiver<Channel>): Pick<RouteReceiver, 'channelId' | 'name' | 'kind' | 'because'> {
  return {
    channelId: channel.id,
    name: channel.name,
    kind: channel.kind,
    because: because.map(({ why, path, person }) => ({
      why,
      path: path.map(({ name }) => name),
      person: person?.name ?? null,
    })),
  };
}

/** As it would be sent, but for the link that confirms it. */
async function render(
  { db, notifiers }: TryDeps,
  { id, kind, settings }: Channel,
  view: AlertView,
): Promise<RouteReceiver['message']> {
  const template = await templateOf(db, id);
  try {
    const message = notifiers.get(kind)?.render(view, settings, template);
    return message === undefined ? null : { subject: message.subject, text: message.text };
  } catch {
    return null;
  }
}
