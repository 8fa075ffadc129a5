import type { Generated } from 'kysely';
import type { TroubleKind } from '../../core/operation/operational-trouble.ts';

/** Something about the installation itself that is out of order, from when it was found until it was gone. */
export interface TroubleTable {
  id: Generated<number>;
  kind: TroubleKind;
  /** What it is about, as a text: at most one of a kind and subject is open. */
  subject: string;
  detail_json: string;
  opened_at: number;
  closed_at: number | null;
}
