import { AppError } from '../../core/errors.ts';
import { type Approval, demandState, givingWay } from '../../core/playbook/approval.ts';
import {
  demandMarkable,
  demandMarkSeen,
  demandNew,
  demandTime,
  isMarkedSo,
  isNoted,
  type Outlet,
  type Publication,
  type PublicationMark,
} from '../../core/playbook/publication.ts';
import type { Instant } from '../../core/time.ts';
import { newestChangeOf } from '../../db/alert/alert-changes.ts';
import { addPublication, deletePublication, markPublication } from '../../db/alert/publications.ts';
import { listStatements, setStatementState } from '../../db/alert/statements.ts';
import type { Tx } from '../../db/database.ts';
import { type AboutStatement, change, note, type StatementDeps } from './statement-change.ts';

/**
 * Keeps that an approved statement went out, when and where: once for each place. It may be entered afterwards. The same
 * once more from who has not seen it noted changes nothing.
 * @throws AppError('not_found'), AppError('conflict') where it is not approved or is noted already, AppError('overtaken')
 *   where somebody else noted one of the same kind meanwhile, AppError('bad_request') for a time that
 *   is yet to come or lies before it was handed in
 */
export async function publishStatement(
  deps: StatementDeps,
  input: AboutStatement & {
    readonly id: number;
    readonly outlet: Outlet;
    readonly at: Instant | null;
    readonly url: string | null;
    readonly note: string | null;
    /** The number of its newest publication that was seen, 0: none; without: whatever there is. */
    readonly known?: number | undefined;
  },
): Promise<void> {
  const { by, url, outlet } = input;
  const at = input.at ?? deps.now();
  await change(deps, input, async (tx, statement, alert) => {
    if (isNoted(statement.publications, input, input.known)) return;
    demandState(statement, ['approved', 'published']);
    demandTime(at, statement.submittedAt, deps.now());
    demandNew(statement.publications, { outlet, url }, input.known);
    await addPublication(tx, statement.id, { outlet, at, by, url, note: input.note });
    if (statement.state !== 'published') await setStatementState(tx, statement.id, 'published');
    const words = url === null ? statement.title : `${statement.title} ${url}`;
    await note(deps, tx, alert, { kind: 'statement-published', by, words });
  });
}

/**
 * Keeps that what went out was corrected or taken down, and why; the same once more as when it was published.
 * @throws AppError('not_found'), AppError('conflict') where it was taken down already, AppError('bad_request') for a
 *   time that is yet to come or lies before it went out
 */
export async function markPublished(
  deps: StatementDeps,
  input: AboutStatement & {
    readonly id: number;
    readonly publication: number;
    readonly kind: PublicationMark;
    readonly reason: string;
    readonly at: Instant | null;
    /** When it was marked last as it was seen, null: not; without: however it stands. */
    readonly was?: Instant | null | undefined;
  },
): Promise<void> {
  const { by, kind, reason } = input;
  const at = input.at ?? deps.now();
  await change(deps, input, async (tx, statement, alert) => {
    const publication = mustHold(statement, input.publication);
    if (isMarkedSo(publication, input, input.was)) return;
    demandMarkable(publication);
    demandMarkSeen(publication, input.was);
    demandTime(at, publication.at, deps.now());
    await markPublication(tx, publication.id, { kind, at, by, reason });
    await note(deps, tx, alert, { kind: `publication-${kind}`, by, words: `${statement.title}：${reason}` });
  });
}

/**
 * Takes back that it went out somewhere, which was noted wrongly. Where it went out nowhere else it is approved as
 * before; or gives way to one of its template that was handed in since. The same once more changes nothing.
 * @throws AppError('not_found')
 */
export async function removePublished(
  deps: StatementDeps,
  input: AboutStatement & {
    readonly id: number;
    readonly publication: number;
    readonly reason: string;
    /** As in `markPublished`. */
    readonly was?: Instant | null | undefined;
  },
): Promise<void> {
  const { by, reason } = input;
  await change(deps, input, async (tx, statement, alert) => {
    if (await isRemovedSo(tx, statement, input)) return;
    const publication = mustHold(statement, input.publication);
    demandMarkSeen(publication, input.was);
    await deletePublication(tx, publication.id);
    if (statement.publications.length === 1) {
      const others = givingWay(await listStatements(tx, alert.id), statement.template);
      await setStatementState(tx, statement.id, others.length === 0 ? 'approved' : 'withdrawn');
    }
    const words = [statement.title, publication.url].filter((each) => each !== null).join(' ');
    await note(deps, tx, alert, { kind: 'publication-removed', by, words: `${words}：${reason}` });
  });
}

/** Whether it is gone, and this person took the last that is gone back for this reason. */
async function isRemovedSo(
  tx: Tx,
  { alertId, title, publications }: Approval,
  { publication, by, reason }: { readonly publication: number; readonly by: string; readonly reason: string },
): Promise<boolean> {
  if (publications.some(({ id }) => id === publication)) return false;
  const last = await newestChangeOf(tx, alertId, ['publication-removed']);
  const words = last?.note ?? '';
  return last?.actor === by && words.startsWith(title) && words.endsWith(`：${reason}`);
}

function mustHold({ id, publications }: Approval, wanted: number): Publication {
  const publication = publications.find((each) => each.id === wanted);
  if (!publication) throw new AppError('not_found', `statement ${id} has no publication ${wanted}`);
  return publication;
}
