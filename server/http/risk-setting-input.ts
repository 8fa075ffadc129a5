import { z } from 'zod';
import { SEVERITIES } from '../core/reading/analysis.ts';
import { OVERRIDE_NAMES } from '../core/risk/override-rules.ts';
import { DEFAULT_RISK_SETTING } from '../core/risk/risk-setting.ts';
import { by, note } from './validate.ts';

const share = z.number().min(0).max(1);
const points = z.number().min(0).max(100);
const people = z.number().int().min(1).max(100_000);
const minutes = z.number().int().min(0).max(10_080);

/** Shapes only: what must fit together is checked by `demandSetting`. */
export const settingShape = z.object({
  weights: z.object({ B: share, N: share, V: share, R: share, S: share, A: share }),
  thresholds: z.object({ IV: points, III: points, II: points, I: points }),
  overrides: z.record(z.enum(OVERRIDE_NAMES), z.object({ on: z.boolean(), limit: people.nullable() })),
  sensitivity: z.object({
    burstScore: z.number().min(1).max(20),
    burstObserved: people,
    shareScore: z.number().min(1).max(20),
    stormCopies: people.min(5),
    rumourAuthors: people,
    rumourAuthorsSevere: people,
    coldNegative: people,
    coldAuthors: people,
    coldShare: share,
    severityAuthors: z.partialRecord(z.enum(SEVERITIES), people),
  }),
  hysteresis: z.object({
    margin: z.number().min(0).max(40),
    // Left out by programs that know of no closing: as shipped.
    holdMinutes: z.object({
      IV: minutes.min(60).default(DEFAULT_RISK_SETTING.hysteresis.holdMinutes.IV),
      III: minutes,
      II: minutes,
      I: minutes,
    }),
  }),
});

const signed = z.object({
  by,
  note: note.default(''),
  /** Version that was on the screen. */
  seen: z.number().int().min(0),
});

export const previewBody = z.object({ setting: settingShape });
export const settingBody = signed.extend({ setting: settingShape });
export const revertBody = signed.extend({ version: z.number().int().min(1) });
export const resetBody = signed;
