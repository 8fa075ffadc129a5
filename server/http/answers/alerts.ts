import { z } from 'zod';
import { PHASES } from '../../core/alert/alert-life.ts';
import type { Finding } from '../../core/finding/finding.ts';
import { APPROVAL_STATES } from '../../core/playbook/approval.ts';
import { OUTLETS, PUBLICATION_MARKS } from '../../core/playbook/publication.ts';
import type { AlertRow, AlertScreen } from '../../core/screens/alert.ts';
import { answerOf, at, count, id, level, open, share } from './answer.ts';
import { mention, storyMark, volumePoint } from './mentions.ts';

const sharePoint = share.extend({ at, n: count });
const status = z.enum(['open', 'acknowledged', 'closed', 'false_alarm']);
const phase = z.enum(PHASES).nullable().describe('What became of it since somebody confirmed it');

export const finding = answerOf<Finding>()(
  'Finding',
  z.object({
    detector: z.string(),
    watchId: id,
    key: z.string().describe('The same trouble has the same key'),
    at,
    windowMinutes: z.number(),
    observed: z.number(),
    expected: z.number().nullable().describe('Null without a baseline'),
    usualHigh: z.number().nullable(),
    score: z.number().describe('-log10 of the probability of so much; 0 where it is no statistic'),
    baseline: z.looseObject({ kind: z.enum(['hour-of-week', 'own-history', 'cold-start', 'rule']) }),
    facts: z.record(z.string(), z.union([z.number(), z.string()])),
    examples: z.array(id).describe('Posts'),
  }),
);

const playbook = z.object({ id: z.string(), name: z.string() });

export const alertRow = answerOf<AlertRow>()(
  'AlertRow',
  z.object({
    id,
    watchId: id,
    watchName: z.string(),
    level,
    status,
    risk: z.number().describe('Risk index, 0 to 100'),
    sentence: z.string().describe('What happened, in Chinese'),
    main: finding.nullable().describe('The finding that says most'),
    claim: finding.nullable().describe('The gravest of what is claimed'),
    worst: z
      .object({ at, main: finding.nullable(), claim: finding.nullable() })
      .nullable()
      .describe('When it was at its worst; null: it is now'),
    lately: z
      .object({ total: count, negative: count })
      .nullable()
      .describe('What was said in the last hour, where its worst is over; null once it is closed'),
    openedAt: at,
    changedAt: at,
    acknowledgedAt: at.nullable(),
    acknowledgedBy: z.string().nullable(),
    phase,
    playbook: playbook.nullable(),
    nextStep: z
      .object({ playbook, no: count, action: z.string(), role: z.string(), dueAt: at })
      .nullable()
      .describe('What is to be done next'),
    owed: z
      .array(z.object({ what: z.enum(['judge', 'report', 'answer']), dueAt: at }))
      .describe('What its level obliges to that is not done yet, due soonest first'),
    inReview: count.describe('Statements that wait for approval'),
    spark: z.array(z.number()).describe('Mentions an hour over the last 24 hours, the last one under way'),
    sparkFrom: at.describe('When the first hour of spark began'),
  }),
);
export const alertList = answerOf<readonly AlertRow[]>()('AlertList', z.array(alertRow));

const alert = z.looseObject({
  id,
  watchId: id,
  level,
  status,
  phase,
  risk: z.looseObject({ index: z.number(), level: level.nullable() }),
  findings: z.array(finding),
  metrics: z.record(z.string(), z.number()),
  records: z.record(z.string(), z.number()).describe('Facts that people entered'),
  playbooks: z.array(z.string()),
  examples: z.array(id),
  closedAt: at.nullable(),
});

const mark = z.object({ kind: z.enum(PUBLICATION_MARKS), at, by: z.string(), reason: z.string() });
const publications = z
  .array(
    z.object({
      id,
      outlet: z.enum(OUTLETS),
      at,
      by: z.string().describe('Who noted it'),
      url: z.string().nullable(),
      note: z.string().nullable(),
      mark: mark.nullable().describe('What became of it'),
    }),
  )
  .describe('Where it went out, earliest first');

export const alertAnswer = answerOf<AlertScreen>()(
  'Alert',
  z.object({
    row: alertRow,
    alert,
    unusual: z.string().describe('Why it is unusual, in Chinese'),
    spread: z.string().describe('How it spreads, in Chinese'),
    others: z.array(finding),
    copyShare: z.number().nullable(),
    dateOnly: count.describe(
      'Posts of today without a time of day: counted at midnight, at most 1000; 0 once it is closed',
    ),
    examples: z.array(mention),
    story: storyMark.nullable(),
    volume: z.array(volumePoint),
    rise: z
      .object({ since: at, until: at, days: z.array(sharePoint), weeks: z.array(sharePoint) })
      .nullable()
      .describe('The weeks for which complaints are said to rise'),
    playbooks: z.array(z.looseObject({ next: count.nullable(), because: z.array(z.string()) })),
    steps: z.array(
      z.object({
        playbook: z.string(),
        no: count,
        dueAt: at,
        doneAt: at.nullable(),
        doneBy: z.string().nullable(),
        note: z.string().nullable(),
      }),
    ),
    templates: z.array(z.looseObject({ template: z.string() })),
    carried: z
      .array(z.object({ name: z.string(), value: z.string(), alertId: id, at }))
      .describe('What was filled into statements of this watch before: who speaks, where to call'),
    approvals: z
      .array(z.looseObject({ id, template: z.string(), state: z.enum(APPROVAL_STATES), publications }))
      .describe('Statements that were handed in, newest first'),
    history: z
      .array(
        z.looseObject({
          at,
          kind: z.string(),
          from: level.nullable(),
          to: level,
          actor: z.string(),
          note: z.string().nullable(),
          risk: z.number().nullable(),
        }),
      )
      .describe('Every change of it'),
    mergedInto: id.nullable(),
    assignee: z.string().nullable(),
    people: z.array(z.object({ id, name: z.string(), reachable: z.boolean() })),
    escalation: z.object({ dueAt: at, again: z.boolean() }).nullable(),
    deliveries: z.array(z.looseObject({ id, channel: z.string(), status: z.string() })),
    silence: open,
  }),
);
