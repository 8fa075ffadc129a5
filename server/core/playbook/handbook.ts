import {
  ESCALATION_RULE,
  LEVEL_RULE,
  LEVELS_NOTE,
  PHASES,
  ROLES,
  SLA_MINUTES,
  VARIABLES,
} from './crisis-desk.ts';
import {
  ALWAYS_DO,
  BANNED_PHRASES,
  EOAC,
  LEGAL_DEADLINES,
  NEVER_DO,
  NVC,
  SCCT,
  SCCT_INTENSIFIERS,
  SEVEN_STEPS,
  STATEMENT_RULES,
} from './crisis-rules.ts';

/** What holds in every crisis, whichever playbook runs; plain data, so that a page can show it. */
export const HANDBOOK = {
  roles: ROLES,
  phases: PHASES,
  variables: VARIABLES,
  levels: { note: LEVELS_NOTE, rule: LEVEL_RULE, escalation: ESCALATION_RULE, slaMinutes: SLA_MINUTES },
  steps: SEVEN_STEPS,
  scct: { clusters: SCCT, intensifiers: SCCT_INTENSIFIERS },
  statements: {
    nvc: NVC,
    talk: EOAC,
    rules: STATEMENT_RULES,
    /** `pattern` is a regular expression's source. */
    banned: BANNED_PHRASES.map(({ pattern, why, instead }) => ({ pattern: pattern.source, why, instead })),
  },
  do: ALWAYS_DO,
  dont: NEVER_DO,
  legalDeadlines: LEGAL_DEADLINES,
} as const;

export type Handbook = typeof HANDBOOK;
