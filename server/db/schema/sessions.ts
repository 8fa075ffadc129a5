/** One browser that logged in, gone when it logs out. */
export interface SessionTable {
  /**
   * Of what its cookie holds, without an account under the access token: a copy of the table opens nothing, nor does
   * another token.
   */
  hash: string;
  created_at: number;
  seen_at: number;
  expires_at: number;
  /** Null: of the access token. */
  account_id: number | null;
}
