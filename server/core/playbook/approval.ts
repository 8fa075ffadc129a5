import { nameKey } from '../access/account-name.ts';
import { AppError } from '../errors.ts';
import type { Level } from '../risk/grade.ts';
import type { Instant } from '../time.ts';
import type { HandInFault } from './examine-statement.ts';
import type { Publication } from './publication.ts';

/**
 * `in_review`: handed in, not yet approved by as many as it takes. `returned`: somebody wants it changed.
 * `withdrawn`: taken back, or replaced by one handed in later. `published`: it went out, wherever.
 */
export const APPROVAL_STATES = ['in_review', 'returned', 'approved', 'published', 'withdrawn'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** What one person said of a statement that was handed in. */
export interface Decision {
  readonly by: string;
  readonly at: Instant;
  readonly approves: boolean;
  readonly note: string | null;
}

/** A statement as it was handed in: whatever is written into its template afterwards, these words were approved. */
export interface Approval {
  readonly id: number;
  readonly alertId: number;
  readonly template: string;
  readonly title: string;
  readonly body: string;
  /** Of the alert when it was handed in. */
  readonly level: Level;
  /** People who have to approve it. */
  readonly needed: number;
  /** Why it may go out in spite of what was found in it; null where nothing was. */
  readonly waiver: string | null;
  readonly state: ApprovalState;
  readonly submittedAt: Instant;
  readonly submittedBy: string;
  /** Who wrote its words last; null: whoever handed it in, or nobody knows. */
  readonly writtenBy: string | null;
  /** In the order they were made; each person decides once. */
  readonly decisions: readonly Decision[];
  /** Where it went out, earliest first. */
  readonly publications: readonly Publication[];
}

/** Orange and red take two people besides the author, the others one. */
export function neededFor(level: Level): number {
  return level === 'I' || level === 'II' ? 2 : 1;
}

/**
 * How a statement that has not gone out stands once its alert came to a level: what one person approved waits again where
 * that takes two. A lower level asks for no fewer.
 * @returns null: as it did
 */
export function underLevel(
  { needed: asked, state, decisions }: Approval,
  level: Level,
): Pick<Approval, 'needed' | 'state'> | null {
  const needed = neededFor(level);
  if (needed <= asked || (state !== 'in_review' && state !== 'approved')) return null;
  const approvals = decisions.filter(({ approves }) => approves).length;
  return { needed, state: approvals < needed ? 'in_review' : 'approved' };
}

/**
 * Whether a statement may be handed in. What is missing has to be written; what else was found needs a reason.
 * @throws AppError('statement_not_ready') with what was found
 */
export function demandReady(
  faults: readonly Pick<HandInFault, 'kind' | 'words'>[],
  waiver: string | null,
): void {
  const missing = faults.some(({ kind }) => kind === 'unfilled');
  if (!missing && (faults.length === 0 || waiver !== null)) return;
  const words = faults.map(({ kind, words: said }) => `${kind} ${said}`).join('; ');
  throw new AppError('statement_not_ready', `the statement is not ready: ${words}`, { faults });
}

/**
 * The state after somebody decided. One who returns it is enough; it is approved when as many approve as it takes.
 * @throws AppError('own_statement') for who wrote it or handed it in, AppError('conflict') where it is not in review, or for whoever
 *   decided before
 */
export function decided(
  approval: Approval,
  { by, approves }: Pick<Decision, 'by' | 'approves'>,
): ApprovalState {
  demandState(approval, ['in_review']);
  const person = nameKey(by);
  const authors = [approval.submittedBy, ...(approval.writtenBy === null ? [] : [approval.writtenBy])];
  if (authors.some((author) => nameKey(author) === person))
    throw new AppError(
      'own_statement',
      `${by} wrote statement ${approval.id}: somebody else has to approve it`,
    );
  if (approval.decisions.some((each) => nameKey(each.by) === person))
    throw new AppError('conflict', `${by} has decided on statement ${approval.id} already`);
  if (!approves) return 'returned';
  const approvals = approval.decisions.filter((each) => each.approves).length + 1;
  return approvals >= approval.needed ? 'approved' : 'in_review';
}

/** Whether this person decided the very same before: whoever gets no answer sends it again. */
export function hasDecidedSo(
  { decisions }: Pick<Approval, 'decisions'>,
  { by, approves, note }: Pick<Decision, 'by' | 'approves' | 'note'>,
): boolean {
  const earlier = decisions.find((each) => nameKey(each.by) === nameKey(by));
  return earlier?.approves === approves && earlier.note === note;
}

/** Those of a template that are in review or approved: one that is handed in takes their place. */
export function givingWay(all: readonly Approval[], template: string): readonly Approval[] {
  return all.filter(
    (each) => each.template === template && (each.state === 'in_review' || each.state === 'approved'),
  );
}

/**
 * Nobody takes the place of what they have not seen.
 * @param seen which of them was seen, null: none; undefined: a program that does not look
 * @throws AppError('overtaken') with the newest of them, and who handed it in
 */
export function demandGivenWay(standing: readonly Approval[], seen: number | null | undefined): void {
  const [newest] = standing;
  if (seen === undefined || seen === (newest?.id ?? null)) return;
  const details = { statement: newest?.id ?? null, by: newest?.submittedBy ?? null };
  throw new AppError('overtaken', 'another statement was handed in or taken back since', details);
}

/**
 * Whether what is handed in stands already, unseen by whoever hands it in: they got no answer and send it again.
 * @param seen as in `demandGivenWay`
 */
export function isHandedIn(
  standing: Approval | undefined,
  same: Pick<Approval, 'submittedBy' | 'title' | 'body' | 'waiver'>,
  seen: number | null | undefined,
): boolean {
  if (standing === undefined || seen === undefined || seen === standing.id) return false;
  const { state, decisions, submittedBy, title, body, waiver } = standing;
  const isAsSent =
    submittedBy === same.submittedBy && title === same.title && body === same.body && waiver === same.waiver;
  return isAsSent && state === 'in_review' && decisions.length === 0;
}

/** @throws AppError('conflict') naming the state it is in */
export function demandState({ id, state }: Approval, states: readonly ApprovalState[]): void {
  if (!states.includes(state))
    throw new AppError('conflict', `statement ${id} is ${state}, not ${states.join(' or ')}`, { state });
}
