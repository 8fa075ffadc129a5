import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

export const ROOT = path.resolve(import.meta.dirname, '../..');
export const DEPLOY = path.join(ROOT, 'server/deploy');

const duration = z.string().regex(/^\d+(ms|s|m|h)$/);
const bytes = z.string().regex(/^\d+[kmg]$/);
const words = z.array(z.string());

const condition = z.enum(['service_started', 'service_healthy', 'service_completed_successfully']);

/** What of Compose these files use, and nothing beside it: a word that is misspelt is refused. */
const service = z.strictObject({
  image: z.string(),
  build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
  init: z.boolean().optional(),
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']),
  read_only: z.boolean().optional(),
  tmpfs: words.optional(),
  cap_drop: words.optional(),
  security_opt: words.optional(),
  logging: z.strictObject({ driver: z.string(), options: z.record(z.string(), z.string()) }).optional(),
  command: words.optional(),
  entrypoint: words.optional(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  ports: z.array(z.string().regex(/^([\d.]+:)?\d+:\d+(\/udp)?$/)).optional(),
  volumes: z.array(z.string().regex(/^[\w./-]+:\/[\w./-]+(:ro)?$/)).optional(),
  networks: z.record(z.string(), z.strictObject({ ipv4_address: z.string() })).optional(),
  depends_on: z
    .union([words, z.record(z.string(), z.strictObject({ condition }))])
    .transform((on) =>
      Array.isArray(on) ? Object.fromEntries(on.map((name) => [name, { condition: 'service_started' }])) : on,
    )
    .optional(),
  deploy: z.strictObject({ replicas: z.number().int().positive() }).optional(),
  healthcheck: z
    .strictObject({
      test: z.tuple([z.enum(['CMD', 'CMD-SHELL'])], z.string()),
      interval: duration,
      timeout: duration,
      start_period: duration.optional(),
    })
    .optional(),
  stop_grace_period: duration.optional(),
  mem_limit: bytes,
  pids_limit: z.number().int().positive().optional(),
  shm_size: bytes.optional(),
});

const project = z.strictObject({
  name: z.string(),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
  networks: z.strictObject({
    default: z.strictObject({
      ipam: z.strictObject({
        config: z.tuple([
          z.strictObject({ subnet: z.string(), gateway: z.string(), ip_range: z.string().optional() }),
        ]),
      }),
    }),
  }),
});

export type Service = z.infer<typeof service>;
export type Project = z.infer<typeof project>;

/** Names in `${NAME}`, with what stands behind `:-` or `:?`. */
const VARIABLE = /\$\{(\w+)(?::([-?])([^}]*))?\}/g;

/** Text as Compose puts it together. @throws for a name that is demanded and not given */
function filled(text: string, env: Readonly<Record<string, string>>): string {
  return text.replaceAll(VARIABLE, (_, name: string, sign?: string, rest = '') => {
    const given = env[name] ?? '';
    if (given === '' && sign === '?') throw new Error(`required variable ${name} is missing: ${rest}`);
    return given === '' && sign === '-' ? rest : given;
  });
}

/** Every text within a value, filled. */
function fillAll(value: unknown, env: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return filled(value, env);
  if (Array.isArray(value)) return value.map((each) => fillAll(each, env));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fillAll(each, env)]));
}

/**
 * A compose file as `docker compose config` reads it: anchors merged, variables put in, extensions (`x-…`) left out.
 * @throws for what is no such file
 */
export function readCompose(file: string, env: Readonly<Record<string, string>>): Project {
  const text = readFileSync(path.join(DEPLOY, file), 'utf8');
  const read: Record<string, unknown> = parse(text, { merge: true, strict: true, uniqueKeys: true });
  const own = Object.entries(read).filter(([name]) => !name.startsWith('x-'));
  return project.parse(fillAll(Object.fromEntries(own), env));
}
