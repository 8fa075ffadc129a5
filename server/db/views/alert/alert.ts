import type { Alert } from '../../../core/alert/alert.ts';
import { unreached } from '../../../core/alert/rung.ts';
import { byTelling } from '../../../core/finding/by-telling.ts';
import { copyShare, spread, unusual } from '../../../core/message/alert-words.ts';
import { carriedValues } from '../../../core/playbook/carried-values.ts';
import { approach, reasonText } from '../../../core/playbook/condition.ts';
import type { Playbook } from '../../../core/playbook/playbook.ts';
import { choosePlaybooks } from '../../../core/playbook/playbook-choice.ts';
import { statedFigures } from '../../../core/playbook/stated-figures.ts';
import { statementsOf } from '../../../core/playbook/statements.ts';
import type { StepTold } from '../../../core/playbook/step-told.ts';
import { type AskedStep, askedSteps, nextStep } from '../../../core/review/next-step.ts';
import type { AlertScreen } from '../../../core/screens/alert.ts';
import type { MentionRow } from '../../../core/screens/mentions.ts';
import { DAY, type Instant } from '../../../core/time.ts';
import { type AlertChangeRecord, listChanges, listLevelMoves } from '../../alert/alert-changes.ts';
import { type DoneStep, listDoneSteps } from '../../alert/alert-steps.ts';
import { getAlert } from '../../alert/alerts.ts';
import { mergedInto } from '../../alert/joined-alerts.ts';
import { listStatements } from '../../alert/statements.ts';
import { listDraftsOfWatch, listTemplates } from '../../channel/alert-templates.ts';
import { listDeliveries } from '../../channel/deliveries.ts';
import type { Db } from '../../database.ts';
import { getWatch } from '../../watch/watches.ts';
import { countDateOnly } from '../mention/date-only.ts';
import { readMentionRows } from '../mention/mention-rows.ts';
import { markOfAlert } from '../story/story-titles.ts';
import { readHands } from './alert-hands.ts';
import { readAlertRowsOf } from './alert-rows.ts';
import { volumeOf } from './chart.ts';
import { readHistory } from './history.ts';
import { readRise } from './rise.ts';
import { readStandingSilence } from './standing-silences.ts';

/** Everything about one alert; null when there is none. */
export async function readAlertScreen(
  db: Db,
  id: number,
  playbooks: readonly Playbook[],
  now: Instant,
): Promise<AlertScreen | null> {
  const alert = await getAlert(db, id);
  if (alert === null) return null;
  const [row] = await readAlertRowsOf(db, [alert], playbooks, now);
  if (!row) return null;
  const changes = await listChanges(db, id);
  const deliveries = await listDeliveries(db, id);
  const told = Map.groupBy(deliveries, ({ changeId }) => changeId);
  const called = alert.playbooks.flatMap((each) => playbooks.find((playbook) => playbook.id === each) ?? []);
  const done = await listDoneSteps(db, [id]);
  const moves = await listLevelMoves(db, [id]);
  const asked = askedSteps(alert, moves.get(id) ?? [], called, done);
  const [main, ...others] = byTelling(alert.findings);
  const { watchId, examples, changedAt: at } = alert;
  const story = await markOfAlert(db, { watchId, at, examples });
  return {
    row,
    alert,
    unusual: main ? unusual(main) : '',
    others,
    spread: spread(alert),
    copyShare: copyShare(alert),
    examples: await readExamples(db, alert),
    story,
    silence: alert.closedAt === null ? await readStandingSilence(db, alert, story?.id ?? null, now) : null,
    ...(await readCharts(db, alert, now)),
    playbooks: called.map((playbook) => ({
      playbook,
      because: because(playbook, alert, changes),
      next: nextStep(asked.filter((step) => step.playbook === playbook))?.step.no ?? null,
      statements: statementsOf(playbook, [...called, ...playbooks], alert.records),
    })),
    steps: asked.map((step) => stateOf(step, done)),
    ...(await readStatements(db, alert)),
    history: changes.map((change) => ({
      ...lineOf(change, playbooks),
      rung: unreached(told.get(change.id) ?? []),
    })),
    mergedInto: await mergedInto(db, id),
    ...(await readHands(db, alert, now)),
    deliveries: deliveries.map(({ alertId: _, changeId: __, channelId: ___, ...delivery }) => delivery),
  };
}

/** What people wrote into templates, and what they handed in of it. */
async function readStatements(
  db: Db,
  { id, watchId, records }: Alert,
): Promise<Pick<AlertScreen, 'templates' | 'approvals' | 'carried'>> {
  const approvals = (await listStatements(db, id)).map((each) => ({
    ...each,
    figures: statedFigures(`${each.title}\n${each.body}`, records),
  }));
  const carried = carriedValues(await listDraftsOfWatch(db, watchId));
  return { templates: await listTemplates(db, id), approvals, carried };
}

function lineOf(
  { at, kind, from, to, actor, note, inputs }: AlertChangeRecord,
  playbooks: readonly Playbook[],
): Omit<AlertScreen['history'][number], 'rung'> {
  return {
    at,
    kind,
    from,
    to,
    actor,
    note,
    risk: inputs.risk?.index ?? null,
    passing: inputs.escalation ?? null,
    givenTo: inputs.asked?.to ?? null,
    step: inputs.step === undefined ? null : stepOf(inputs.step, playbooks),
    corrects: inputs.corrects ?? null,
    silence: inputs.silence ?? null,
    joined: inputs.joined ?? null,
  };
}

/** With the words of its playbook. */
function stepOf(told: StepTold, known: readonly Playbook[]): AlertScreen['history'][number]['step'] {
  const playbook = known.find(({ id }) => id === told.playbook);
  const action = playbook?.steps.find(({ no }) => no === told.no)?.action ?? '';
  return { ...told, name: playbook?.name ?? told.playbook, action };
}

async function readExamples(db: Db, alert: Alert): Promise<readonly MentionRow[]> {
  if (alert.examples.length === 0) return [];
  const posts = await db.selectFrom('post').select(['id', 'at']).where('id', 'in', alert.examples).execute();
  const times = new Map(posts.map((post) => [post.id, post.at]));
  const keys = alert.examples.flatMap((postId) => {
    const at = times.get(postId);
    return at === undefined ? [] : [{ watchId: alert.watchId, at, postId }];
  });
  return readMentionRows(db, keys);
}

async function readCharts(
  db: Db,
  alert: Alert,
  now: Instant,
): Promise<Pick<AlertScreen, 'volume' | 'dateOnly' | 'rise'>> {
  return {
    ...(await readVolume(db, alert, now)),
    rise: await readRise(db, alert.watchId, alert.findings),
  };
}

/** From a day before it opened to now, or a day past its end; its last week where that is longer. */
async function readVolume(
  db: Db,
  alert: Alert,
  now: Instant,
): Promise<Pick<AlertScreen, 'volume' | 'dateOnly'>> {
  const watch = await getWatch(db, alert.watchId);
  const to = Math.min(now, alert.closedAt === null ? now : alert.closedAt + DAY);
  const from = Math.max(alert.openedAt - DAY, to - 7 * DAY);
  return {
    volume: watch ? volumeOf(await readHistory(db, { watches: [watch], from, to, now })) : [],
    dateOnly: alert.closedAt === null ? await countDateOnly(db, [alert.watchId], now) : 0,
  };
}

/** The comparisons that call for a playbook now, or did when it was taken up, or are on their way to. */
function because(playbook: Playbook, alert: Alert, changes: readonly AlertChangeRecord[]): readonly string[] {
  const first = changes.find((change) => change.inputs.playbooks?.includes(playbook.id));
  for (const metrics of [alert.metrics, first?.inputs.metrics ?? {}]) {
    const [choice] = choosePlaybooks([playbook], metrics);
    if (choice) return choice.because;
  }
  // None holds yet: it is there as the nearest one, and says how far off it is.
  return approach(playbook.triggers, alert.metrics).reasons.map(reasonText);
}

function stateOf(
  { playbook, step, dueAt, doneAt }: AskedStep,
  done: readonly DoneStep[],
): AlertScreen['steps'][number] {
  const tick = done.find((each) => each.playbook === playbook.id && each.no === step.no);
  const [doneBy, note] = [tick?.doneBy ?? null, tick?.note ?? null];
  return { playbook: playbook.id, no: step.no, dueAt, doneAt, doneBy, note };
}
