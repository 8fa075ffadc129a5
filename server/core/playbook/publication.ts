import { AppError } from '../errors.ts';
import { HOUR, type Instant } from '../time.ts';

/** Where a statement can go out. */
export const OUTLETS = ['weibo', 'wechat', 'video', 'site', 'sms', 'media', 'briefing', 'other'] as const;
export type Outlet = (typeof OUTLETS)[number];

/** `corrected`: it stands there with a correction. `withdrawn`: it was taken down. */
export const PUBLICATION_MARKS = ['corrected', 'withdrawn'] as const;
export type PublicationMark = (typeof PUBLICATION_MARKS)[number];

/** One place where an approved statement went out, in the words that were approved. */
export interface Publication {
  readonly id: number;
  readonly outlet: Outlet;
  readonly at: Instant;
  /** Who noted it. */
  readonly by: string;
  /** Where it can be read. */
  readonly url: string | null;
  readonly note: string | null;
  /** What became of it; null: it stands as it went out. */
  readonly mark: {
    readonly kind: PublicationMark;
    readonly at: Instant;
    readonly by: string;
    readonly reason: string;
  } | null;
}

/** A clock that runs a little ahead is forgiven. */
const AHEAD = HOUR / 12;

/** @throws AppError('bad_request') for a time that is yet to come or lies before what had to come first */
export function demandTime(at: Instant, after: Instant, now: Instant): void {
  if (at <= now + AHEAD && at >= after) return;
  throw new AppError('bad_request', 'it happened after what it follows, and before now', { field: 'at' });
}

/**
 * One place is noted once. Whether two without an address are the same only their writer knows, who saw the other one or did not.
 * @param known the number of the newest that was seen, 0: none; undefined: a program that does not look
 * @throws AppError('conflict') where the same address is noted already, AppError('overtaken') where somebody else noted
 *   one of the same kind meanwhile
 */
export function demandNew(
  noted: readonly Publication[],
  { outlet, url }: Pick<Publication, 'outlet' | 'url'>,
  known: number | undefined,
): void {
  const standing = noted.filter((each) => each.outlet === outlet && each.mark?.kind !== 'withdrawn');
  const same = url === null ? undefined : standing.find((each) => each.url === url);
  if (same) throw new AppError('conflict', `${same.by} noted ${same.url} already`, { publication: same.id });
  if (known === undefined || standing.every(({ id }) => id <= known)) return;
  throw new AppError('overtaken', 'somebody else noted that it went out there meanwhile', { outlet });
}

/**
 * Whether this very publication was noted since its writer looked: they got no answer and send it again.
 * @param at null: when it arrives
 * @param known as in `demandNew`
 */
export function isNoted(
  noted: readonly Publication[],
  same: Pick<Publication, 'outlet' | 'url' | 'note' | 'by'> & { readonly at: Instant | null },
  known: number | undefined,
): boolean {
  if (known === undefined) return false;
  const isSame = ({ id, outlet, url, note, by, at }: Publication): boolean =>
    id > known &&
    outlet === same.outlet &&
    url === same.url &&
    note === same.note &&
    by === same.by &&
    (same.at === null || same.at === at);
  return noted.some(isSame);
}

/** Whether it was marked in these words since `was`, as in `demandMarkSeen`: they are sent again. */
export function isMarkedSo(
  { mark }: Publication,
  same: Pick<NonNullable<Publication['mark']>, 'kind' | 'by' | 'reason'>,
  was: Instant | null | undefined,
): boolean {
  if (mark === null || was === undefined || was === mark.at) return false;
  return mark.kind === same.kind && mark.by === same.by && mark.reason === same.reason;
}

/**
 * @param was when it was marked last as the writer saw it, null: not; undefined: a program that does not look
 * @throws AppError('overtaken') where somebody else marked it meanwhile
 */
export function demandMarkSeen({ mark }: Publication, was: Instant | null | undefined): void {
  if (was === undefined || was === (mark?.at ?? null)) return;
  throw new AppError('overtaken', 'somebody else noted what became of it meanwhile', { by: mark?.by ?? '' });
}

/**
 * What is taken down stays so; what was corrected may be corrected again or taken down.
 * @throws AppError('conflict') where it is taken down already
 */
export function demandMarkable({ id, mark }: Publication): void {
  if (mark?.kind === 'withdrawn')
    throw new AppError('conflict', `publication ${id} was taken down already`, { state: mark.kind });
}
