import type { Generated } from 'kysely';

/** A survey of a watch, as counts: the answers are not kept. */
export interface SurveyTable {
  id: Generated<number>;
  watch_id: number;
  name: string;
  /** Days that it ran; `end_at` is exclusive. */
  start_at: number;
  end_at: number;
  file: string;
  /** SHA-256 of its rows, by which they are known again. */
  digest: string;
  answers: number;
  refused: number;
  texts: number;
  /** What read its texts; empty without any. */
  reader: string;
  mapping_json: string;
  tally_json: string;
  /** What its texts complain of. */
  complaints_json: string;
  /** The first of the rows that were not counted. */
  faults_json: string;
  version: number;
  created_at: number;
  created_by: string;
  changed_at: number;
  changed_by: string;
}

/** A free text of an answer, masked, without what else was answered; key (survey_id, no). */
export interface SurveyTextTable {
  survey_id: number;
  no: number;
  question: string;
  text: string;
  /** −1, 0 or 1, and how probable; null where it could not be read. */
  sentiment: number | null;
  sure: number | null;
  /** Names of what it complains of, apart by blanks: `touch.hotline servqual.responsiveness`. */
  complaints: string;
}
