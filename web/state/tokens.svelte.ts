import { action } from './action.svelte.ts';
import { type Resource, resource } from './resource.svelte.ts';

export interface TokenRow {
  readonly id: number;
  readonly name: string;
  /** The last characters, by which a token is known again. */
  readonly hint: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}
interface Made<Row> {
  readonly token: string;
  readonly row: Row;
}
interface TokenApi<Row> {
  tokens(signal: AbortSignal): Promise<readonly Row[]>;
  revokeToken(id: number): Promise<unknown>;
}
export interface TokenDesk<Row extends TokenRow> {
  readonly tokens: Resource<readonly Row[]>;
  readonly doing: Pick<ReturnType<typeof action>, 'busy' | 'fault'>;
  /** The new token's text: it is shown once, until it is revoked or another is made. */
  readonly made: string | null;
  /** The token whose revocation has been asked for once; the second time it is done. */
  readonly sure: number | null;
  make(work: () => Promise<Made<Row>>, done: () => void): void;
  revoke(id: number): void;
  spare(): void;
}

/** Tokens that are listed, made and revoked. Call it while a component starts. */
export function tokenDesk<Row extends TokenRow>(api: TokenApi<Row>): TokenDesk<Row> {
  const tokens = resource(
    () => 'tokens',
    (_, signal) => api.tokens(signal),
  );
  const doing = action();
  let made = $state.raw<Made<Row> | null>(null);
  let sure = $state<number | null>(null);

  return {
    tokens,
    doing,
    get made() {
      return made?.token ?? null;
    },
    get sure() {
      return sure;
    },
    make(work, done) {
      void doing.run(work, (answer) => {
        made = answer;
        done();
        tokens.reload();
      });
    },
    revoke(id) {
      if (sure !== id) {
        sure = id;
        return;
      }
      sure = null;
      void doing.run(
        () => api.revokeToken(id),
        () => {
          if (made?.row.id === id) made = null;
          tokens.reload();
        },
      );
    },
    spare() {
      sure = null;
    },
  };
}
