import type { AlertDraft } from '../../core/alert/alert.ts';
import type { Finding } from '../../core/finding/finding.ts';
import type { Level } from '../../core/risk/grade.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../core/time.ts';
import { addChange, type NewChange } from '../../db/alert/alert-changes.ts';
import { tickStep } from '../../db/alert/alert-steps.ts';
import {
  askAnew,
  insertAlert,
  markAcknowledged,
  markClosed,
  setLevel,
  updateAlert,
} from '../../db/alert/alerts.ts';
import { addMeasure, putMeasure } from '../../db/alert/review-measures.ts';
import { putReview } from '../../db/alert/reviews.ts';
import { claimDue, enqueueDeliveries } from '../../db/channel/deliveries.ts';
import { recordTry } from '../../db/channel/outbox.ts';
import type { Db } from '../../db/database.ts';

const PEOPLE = { analyst: '演示·小周', lead: '演示·王经理', quality: '演示·质量部' } as const;
const BOOK = 'PB01';

/** Step, minutes after the first post, who. The alert opened after 42 minutes and was orange after 80. */
const STEPS: readonly (readonly [number, number, string])[] = [
  [1, 58, PEOPLE.analyst],
  [2, 66, PEOPLE.lead],
  [3, 118, PEOPLE.quality],
  [4, 131, PEOPLE.lead],
  [5, 160, PEOPLE.lead],
  [6, 218, PEOPLE.lead],
  [7, 395, PEOPLE.quality],
  [8, 1_290, PEOPLE.quality],
  [9, 1_350, PEOPLE.lead],
  [10, 195, PEOPLE.analyst],
];

const ANSWERS = [
  {
    playbook: null,
    question: 'cause',
    text: '【演示】河西店熟食冷柜夜间断电后升到 14 度，温度报警没有接到值班手机，次日未经复检照常售卖。',
  },
  {
    playbook: null,
    question: 'well',
    text: '【演示】发出预警后 16 分钟确认；先停售封存，再谈原因，没有让顾客先举证。',
  },
  {
    playbook: null,
    question: 'gap',
    text: '【演示】首次回应比橙色时限晚 18 分钟：法务核对等了半小时，代理人不在群里。',
  },
  { playbook: BOOK, question: '停售封存是否早于首发？', text: '【演示】是，早 100 分钟。' },
] as const;

function draftOf(watchId: number, level: Level, observed: number, at: Instant): AlertDraft {
  const finding: Finding = {
    detector: 'nb-tail',
    watchId,
    key: 'negative-1h',
    at,
    windowMinutes: 60,
    observed,
    expected: 0.6,
    usualHigh: 3,
    score: 6.1,
    facts: { measure: 'negative' },
    examples: [],
    baseline: { kind: 'hour-of-week', days: 28, dispersion: 0.2 },
  };
  const components = { B: 0.8, N: 0.9, V: 0.7, R: 0.3, S: 0.7, A: level === 'II' ? 0.6 : 0.2 };
  const risk = { index: level === 'II' ? 74 : 56, components, overrides: [], level };
  return { watchId, level, risk, findings: [finding], metrics: {}, playbooks: [BOOK], examples: [] };
}

/** The alert of the grocer's food poisoning as it went, and what its team concluded. All of it is made up (演示). */
export async function tellFoodAlert(
  db: Db,
  {
    watchId,
    channelId,
    began,
  }: { readonly watchId: number; readonly channelId: number; readonly began: Instant },
): Promise<void> {
  const after = (minutes: number) => began + minutes * MINUTE;
  const first = draftOf(watchId, 'III', 8, after(42));
  const id = await insertAlert(db, first, after(42));
  const add = (change: Pick<NewChange, 'at' | 'kind' | 'to'> & Partial<NewChange>) =>
    addChange(db, { alertId: id, from: 'II', actor: 'system', note: null, inputs: {}, ...change });
  const changeId = await add({ at: after(42), kind: 'opened', from: null, to: 'III', inputs: first });
  await tellOnce(db, { alertId: id, changeId, channelId }, after(43));
  await markAcknowledged(db, id, PEOPLE.analyst, after(58));
  await add({ at: after(58), kind: 'acknowledged', from: 'III', to: 'III', actor: PEOPLE.analyst });
  const worse = draftOf(watchId, 'II', 12, after(80));
  await updateAlert(db, id, worse, { at: after(80), told: true });
  await add({ at: after(80), kind: 'raised', from: 'III', to: 'II', inputs: worse });
  await askAnew(db, id);
  await markAcknowledged(db, id, PEOPLE.lead, after(84));
  await add({ at: after(84), kind: 'acknowledged', to: 'II', actor: PEOPLE.lead });
  for (const [no, minutes, doneBy] of STEPS) {
    await tickStep(db, { alertId: id, playbook: BOOK, no, doneAt: after(minutes), doneBy, note: null });
  }
  await setLevel(db, id, 'III', after(30 * 60));
  await add({ at: after(30 * 60), kind: 'lowered', to: 'III', actor: PEOPLE.lead });
  await markClosed(db, id, 'closed', after(80 * 60));
  const note = '【演示】三天无新增，退赔完成。';
  await add({ at: after(80 * 60), kind: 'closed', from: 'III', to: 'III', actor: PEOPLE.lead, note });
  await conclude(db, id, began);
}

/** Said through the demo's channel then; nothing is sent now. */
async function tellOnce(
  db: Db,
  told: { readonly alertId: number; readonly changeId: number; readonly channelId: number },
  at: Instant,
): Promise<void> {
  await enqueueDeliveries(db, [{ ...told, held: null }], at);
  const parcel = await claimDue(db, at, at + MINUTE);
  if (parcel) await recordTry(db, parcel, { status: 'sent', at, answer: null });
}

async function conclude(db: Db, alertId: number, began: Instant): Promise<void> {
  const at = began + 5 * DAY;
  await putReview(db, alertId, 0, {
    status: 'done',
    version: 1,
    falseAlarm: false,
    updatedAt: at,
    updatedBy: PEOPLE.lead,
    answers: ANSWERS.map((answer) => ({ ...answer, by: PEOPLE.lead, at })),
  });
  const who = { by: PEOPLE.lead, now: at };
  const alarm = {
    what: '【演示】冷柜温度报警接入值班手机，断电自动停售',
    owner: PEOPLE.quality,
    dueAt: began + 12 * DAY,
  };
  const made = await addMeasure(db, alertId, alarm, who);
  await putMeasure(db, 1, { ...made, doneAt: began + 11 * DAY + 3 * HOUR, doneBy: PEOPLE.quality });
  const counsel = { what: '【演示】法务设夜间代理人，核对时限 15 分钟', owner: PEOPLE.lead };
  await addMeasure(db, alertId, { ...counsel, dueAt: began + 14 * DAY }, who);
}
