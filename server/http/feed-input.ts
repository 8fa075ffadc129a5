import { AppError } from '../core/errors.ts';
import type { Feed } from '../core/feed/feed.ts';
import type { Params, Source } from '../core/feed/source.ts';
import { keepSecrets } from '../core/settings/hidden-settings.ts';
import { readParams } from '../core/settings/params.ts';

type Sources = ReadonlyMap<string, Source>;
type Stored = Pick<Feed, 'source' | 'params' | 'active'>;

interface Sent {
  readonly source: string;
  readonly params: Params;
}

function sourceOf(sources: Sources, name: string): Source {
  const source = sources.get(name);
  if (source === undefined) throw new AppError('unknown_source', `there is no source named ${name}`);
  return source;
}

/**
 * A feed's settings from a request. A secret that comes back hidden is the stored one, never of another source: what
 * was sent to one far side is not sent to the next.
 * @throws AppError('unknown_source'), AppError('bad_params') naming every fault
 */
export function readFeedParams(sources: Sources, sent: Sent, stored: Stored | null): Params {
  const { params: fields } = sourceOf(sources, sent.source);
  const kept = stored?.source === sent.source ? stored.params : null;
  return readParams(fields, keepSecrets(sent.params, kept, fields));
}

/**
 * A source that is off by default has a legal note that somebody must have read: when a feed of it is
 * tried, made, moved to it or switched on.
 * @param stored null for a new feed
 * @throws AppError('not_acknowledged') with the note
 */
export function demandAcknowledged(
  sources: Sources,
  sent: { readonly source: string; readonly active: boolean; readonly acknowledged: boolean },
  stored: Stored | null,
): void {
  const { access, name } = sourceOf(sources, sent.source);
  const starts = stored === null || stored.source !== sent.source || (sent.active && !stored.active);
  if (access.onByDefault || sent.acknowledged || !starts) return;
  throw new AppError('not_acknowledged', `${name} needs "acknowledged": true: ${access.note.en}`, {
    source: name,
    note: access.note,
  });
}
