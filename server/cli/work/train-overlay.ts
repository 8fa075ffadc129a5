import type { Config } from '../../config.ts';
import { AppError } from '../../core/errors.ts';
import { MAX_CLASS_LOSS } from '../../core/reading/overlay-effect.ts';
import type { OverlayVerdict, OverlayVersion } from '../../core/reading/overlay-version.ts';
import { readInPlace } from '../../core/reading/reading-pool.ts';
import type { Db } from '../../db/database.ts';
import { listOverlays } from '../../db/reading/overlays.ts';
import { switchOverlay, trainTeamOverlay } from '../../flows/reading/train-overlay.ts';
import { openExisting } from '../../installation.ts';
import { createLog } from '../../log.ts';
import { type LabelledText, trainOverlay } from '../../text/overlay-train.ts';
import { createReader } from '../../text/reader.ts';
import { openTransport } from '../../transport.ts';
import type { CommandIO } from '../shell/command.ts';

async function withDatabase(config: Config, run: (db: Db) => Promise<number>): Promise<number> {
  const db = await openExisting(config);
  try {
    return await run(db);
  } finally {
    await db.destroy();
  }
}

interface Training {
  readonly by: string;
  readonly force: boolean;
}

export function train(config: Config, input: Training, io: CommandIO): Promise<number> {
  return withDatabase(config, (db) => trainIn(config, db, input, io));
}

async function trainIn(config: Config, db: Db, input: Training, io: CommandIO): Promise<number> {
  const plain = readInPlace(() => createReader());
  const log = createLog(config.logLevel, 'cli');
  const read = {
    readPlain: plain.readAll,
    train: async (texts: readonly LabelledText[]) => trainOverlay(texts),
  };
  const outcome = await trainTeamOverlay({ db, log, now: Date.now, ...read }, input);
  if (outcome.kind === 'refused') {
    const { reason, labels, needed } = outcome;
    io.stderr.write(`tingchao: ${reason}: ${labels} labelled texts, at least ${needed} are needed\n`);
    return 1;
  }
  await tellServer(config, db);
  io.stderr.write(`tingchao: ${toldOf(outcome.version)}\n`);
  io.stdout.write(`${JSON.stringify(outcome.version)}\n`);
  return 0;
}

const CLASSES = { '-1': 'negatives', '0': 'neutrals', '1': 'positives' } as const;
const VERDICTS: Readonly<Record<OverlayVerdict, string>> = {
  better: 'better on held-out texts',
  same: 'no better on held-out texts',
  worse: 'worse on held-out texts',
  held_out_too_small: 'too few held-out texts to tell',
  one_sided: 'the held-out texts lack a class that it would change',
  moves_too_much: `more than ${MAX_CLASS_LOSS * 100} % of a class would be called something else`,
};

/** What would come of a version, for who decides whether to use it all the same. */
function toldOf({ id, active, report }: OverlayVersion): string {
  if (report === null) return `version ${id} has no record`;
  const use = active
    ? 'it is in use'
    : `it is not in use; "tingchao train --revert --to ${id}" puts it into use`;
  const said = `version ${id}: ${VERDICTS[report.verdict]}; ${use}`;
  const { effect } = report;
  if (effect === null || effect.texts === 0) return said;
  const share = ((effect.changed / effect.texts) * 100).toFixed(1);
  const classes = effect.classes.map(
    ({ label, before, after }) => `${CLASSES[`${label}`]} ${before} → ${after}`,
  );
  return `${said}\nof the newest ${effect.texts} unlabelled texts ${share} % would change: ${classes.join(', ')}`;
}

interface Reverting {
  readonly by: string;
  /** The earlier version; without one the reader alone. */
  readonly to: string | undefined;
}

export function revert(config: Config, input: Reverting, io: CommandIO): Promise<number> {
  return withDatabase(config, (db) => revertIn(config, db, input, io));
}

async function revertIn(config: Config, db: Db, { by, to }: Reverting, io: CommandIO): Promise<number> {
  const id = to === undefined ? null : Number(to);
  if (id !== null && !Number.isInteger(id)) throw new AppError('bad_request', `--to ${to} is no version`);
  await switchOverlay({ db, now: Date.now }, { id, by });
  await tellServer(config, db);
  const active = (await listOverlays(db)).find((version) => version.active) ?? null;
  io.stdout.write(`${JSON.stringify({ active: active?.id ?? null })}\n`);
  return 0;
}

/** A server that runs takes the job at its next look; without one it waits there, and does no harm. */
async function tellServer(config: Config, db: Db): Promise<void> {
  const transport = await openTransport({
    home: config,
    db,
    log: createLog(config.logLevel, 'cli'),
    now: Date.now,
    port: null,
  });
  await transport.queue.add('configure-readers', {}, { key: 'configure-readers' });
  await transport.close();
}
