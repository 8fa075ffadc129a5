import { api, type QueueRow } from '../api/client.ts';
import { resource } from './resource.svelte.ts';
import { signer } from './signer.svelte.ts';

/** With so few left the next ones are asked for: who labels by keys is faster than the server answers. */
const LEFT = 3;
const NOTHING: ReadonlySet<number> = new Set();
const NONE: readonly QueueRow[] = [];

/**
 * What is worth a label, for whoever's name is signed with: those shown stay where they are, the next ones are put behind
 * them before they run out.
 */
export function labelQueue(watch: () => string) {
  const key = $derived({ watch: watch(), by: signer.name });
  const mark = $derived(JSON.stringify(key));
  const ask = ({ watch, by }: { watch: string; by: string }, signal?: AbortSignal) =>
    api.labelQueue({ ...(watch ? { watch } : {}), ...(by ? { by } : {}) }, signal);
  const first = resource(() => key, ask);
  /** Asked for since, under which key. */
  let later = $state.raw<{ readonly mark: string; readonly rows: readonly QueueRow[] }>({
    mark: '',
    rows: NONE,
  });
  // In whose name: what one person has done is for the next one to look at.
  let said = $state.raw<{ readonly by: string; readonly posts: ReadonlySet<number> }>({
    by: '',
    posts: NOTHING,
  });
  let asking = $state(0);
  let sending = $state(0);
  const done = $derived(said.by === signer.name ? said.posts : NOTHING);
  const known = $derived([...(first.data ?? NONE), ...(later.mark === mark ? later.rows : NONE)]);
  const rows = $derived(known.filter(({ mention }) => !done.has(mention.postId)));

  async function refill(): Promise<void> {
    const asked = mark;
    asking += 1;
    try {
      const answer = await ask(key);
      if (asked !== mark) return;
      const has = new Set(known.map(({ mention }) => mention.postId));
      const fresh = answer.filter(({ mention }) => !has.has(mention.postId));
      const before = later.mark === asked ? later.rows : NONE;
      later = { mark: asked, rows: [...before, ...fresh] };
    } catch {
      // The queue asks in the open, and tells what is wrong.
      if (rows.length === 0) first.reload();
    } finally {
      asking -= 1;
    }
  }
  function put(postId: number, by: string): void {
    said = { by, posts: new Set([...done, postId]) };
  }
  /** It was not labelled after all. */
  function bring(postId: number, by: string): void {
    if (said.by === by) said = { by, posts: new Set([...said.posts].filter((id) => id !== postId)) };
    if (!known.some(({ mention }) => mention.postId === postId)) first.reload();
  }

  return {
    first,
    get rows() {
      return rows;
    },
    /** Whether more may come: nothing to be seen is not yet nothing left. */
    get waiting() {
      return first.loading || asking > 0 || sending > 0;
    },
    bring,
    /** Takes the post away at once and sends what is said of it; it comes back where it was if the server refuses. */
    async send(postId: number, by: string, work: () => Promise<unknown>): Promise<void> {
      put(postId, by);
      sending += 1;
      try {
        await work();
        if (rows.length <= LEFT) void refill();
      } catch (fault) {
        bring(postId, by);
        throw fault;
      } finally {
        sending -= 1;
      }
    },
  };
}
