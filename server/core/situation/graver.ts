import type { Alert, AlertDraft } from '../alert/alert.ts';
import type { Finding } from '../finding/finding.ts';
import { SEVERE } from '../risk/severity-weight.ts';

/** From so many people on a claim is no longer one of a few, and so many times those that people were notified of. */
const MANY = 5;
const TIMES = 5;

/** People behind each severe claim, by its fact. */
export type Claimed = Readonly<Record<string, number>>;

/** The gravest that people were notified of, and whether something graver is claimed now. */
export interface Graver {
  /** Weight of the gravest claim so far; 0 where nothing grave was claimed. */
  readonly gravest: number;
  readonly graver: boolean;
  /** The most people behind each severe claim that people were notified of. */
  readonly claimed: Claimed;
}

type Claiming = Pick<Alert, 'risk' | 'findings' | 'closedAt'>;

/**
 * A level says how far trouble goes, not what it is about: somebody may have died where an alert is as high as it was.
 * So a claim with lives at stake is announced once where it is graver than all that was claimed before, also when that
 * has lapsed and comes again; and each time five times as many people make it as were announced, five at least: one who
 * says that a meal was bad is not fourteen whose children are ill. Nor is bad food people who fell ill of it, or one of
 * them thirty: see `harm-facts.ts`. Who closed an alert saw how many they were.
 */
export function graverOf(alert: Claiming, draft: Pick<AlertDraft, 'findings'>): Graver {
  const before = Math.max(alert.risk.gravest ?? 0, weightOf(alert.findings));
  const now = weightOf(draft.findings);
  const claimed = toldOf(alert);
  const grown = Object.entries(claimedIn(draft.findings)).some(
    ([fact, authors]) => authors >= MANY && authors >= TIMES * (claimed[fact] ?? 0),
  );
  return { gravest: Math.max(before, now), graver: (now > before && now >= SEVERE) || grown, claimed };
}

/** What is remembered as announced once people hear of what is found now. */
export function claimedOnceTold({ claimed }: Pick<Graver, 'claimed'>, findings: readonly Finding[]): Claimed {
  return mostOf(claimed, claimedIn(findings));
}

/** Until something else is announced, an alert stands as it was announced. */
function toldOf({ risk, findings, closedAt }: Claiming): Claimed {
  const stands = claimedIn(findings);
  if (risk.claimed === undefined) return stands;
  return closedAt === null ? risk.claimed : mostOf(risk.claimed, stands);
}

function mostOf(one: Claimed, other: Claimed): Claimed {
  const most = { ...one };
  for (const [fact, authors] of Object.entries(other)) most[fact] = Math.max(authors, most[fact] ?? 0);
  return most;
}

/** People behind the severe claims among them. */
export function claimedIn(findings: readonly Finding[]): Claimed {
  return Object.fromEntries(
    findings.flatMap(({ detector, key, facts, observed }) =>
      detector === 'severity' && Number(facts.weight) >= SEVERE ? [[key, observed]] : [],
    ),
  );
}

/** Of claims of one weight that of whom more came to harm is the graver: less than any difference of weights. */
const HARM_STEP = 0.01;

/** Of the gravest claim among them; 0 where nothing grave is claimed. */
export function weightOf(findings: readonly Finding[]): number {
  return Math.max(
    0,
    ...findings.map(({ detector, facts }) =>
      detector === 'severity' ? Number(facts.weight) + HARM_STEP * Number(facts.harm ?? 0) : 0,
    ),
  );
}
