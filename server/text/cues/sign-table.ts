import { fold } from '../../core/reading/fold.ts';
import type { SignRow } from './sign-row.ts';
import { AFFAIR_SIGNS } from './signs-affairs.ts';
import { HARM_SIGNS } from './signs-harm.ts';
import { INTENT_SIGNS } from './signs-intent.ts';
import { SERVICE_SIGNS } from './signs-service.ts';
import { SEVERITY_SIGNS } from './signs-severity.ts';
import { TOUCH_SIGNS } from './signs-touch.ts';

/** A pattern and what it means; run only on a sentence that holds one of its triggers. */
export interface Sign {
  readonly names: readonly string[];
  readonly pattern: RegExp;
  /** Whether what it finds is good or bad; 0 where only its surroundings say. */
  readonly side: -1 | 0 | 1;
}

/** What to try when a trigger is met. */
export const SIGNS: ReadonlyMap<string, readonly Sign[]> = byTrigger([
  ...SEVERITY_SIGNS,
  ...HARM_SIGNS,
  ...AFFAIR_SIGNS,
  ...SERVICE_SIGNS,
  ...TOUCH_SIGNS,
  ...INTENT_SIGNS,
]);

export const SIGN_TRIGGERS: readonly string[] = [...SIGNS.keys()];

function byTrigger(rows: readonly SignRow[]): Map<string, Sign[]> {
  const signs = new Map<string, Sign[]>();
  for (const [names, triggers, pattern, side = 0] of rows) {
    const sign: Sign = { names: names.split(' '), pattern, side };
    for (const written of new Set(triggers.trim().split(/\s+/))) {
      const trigger = fold(written).text;
      const known = signs.get(trigger);
      if (known) known.push(sign);
      else signs.set(trigger, [sign]);
    }
  }
  return signs;
}
