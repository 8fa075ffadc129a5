import type { Vitals } from '../../core/operation/operational-trouble.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import { getSetting, setSetting } from './settings.ts';

/** What the health check saw last; by whichever worker has the clock. */
export type HealthLook = Pick<Vitals, 'at' | 'disk' | 'clocks'>;

/** How the outside monitor was last sent a heartbeat, or why it was not. */
export interface Beat {
  readonly at: Instant;
  /** When it last took a ping; null: never. */
  readonly takenAt: Instant | null;
  /** `null`: it took this one. */
  readonly fault: string | null;
}

const LOOK = 'tower.look';
const DETECTED = 'tower.detected_at';
const TOOK = 'tower.detection_ms';
const BEAT = 'tower.beat';

export function noteLook(db: Db, { at, disk, clocks }: Vitals): Promise<void> {
  return setSetting(db, LOOK, JSON.stringify({ at, disk, clocks } satisfies HealthLook));
}

/** A pass over the watches came to its end. */
export function noteDetected(db: Db, at: Instant): Promise<void> {
  return setSetting(db, DETECTED, String(at));
}

/** How long the last pass over all watches took, milliseconds. */
export function noteDetectionMs(db: Db, ms: number): Promise<void> {
  return setSetting(db, TOOK, String(ms));
}

export function noteBeat(db: Db, beat: Beat | null): Promise<void> {
  return setSetting(db, BEAT, JSON.stringify(beat));
}

export async function getLook(db: Db): Promise<HealthLook | null> {
  return read<HealthLook>(await getSetting(db, LOOK));
}

export async function getDetectedAt(db: Db): Promise<Instant | null> {
  return read<Instant>(await getSetting(db, DETECTED));
}

export async function getDetectionMs(db: Db): Promise<number | null> {
  return read<number>(await getSetting(db, TOOK));
}

export async function getBeat(db: Db): Promise<Beat | null> {
  return read<Beat>(await getSetting(db, BEAT));
}

const read = <T>(value: string | null): T | null => (value === null ? null : parseJson<T | null>(value));
