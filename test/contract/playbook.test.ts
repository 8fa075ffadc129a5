import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { evaluate, metricsIn } from '../../server/core/playbook/condition.ts';
import { PHASES, ROLES, VARIABLES } from '../../server/core/playbook/crisis-desk.ts';
import { BANNED_PHRASES } from '../../server/core/playbook/crisis-rules.ts';
import { examineStatement } from '../../server/core/playbook/examine-statement.ts';
import { METRICS } from '../../server/core/playbook/metric-names.ts';
import type { Playbook } from '../../server/core/playbook/playbook.ts';
import { LEVELS } from '../../server/core/risk/grade.ts';

const folder = new URL('../../server/playbooks/', import.meta.url);
const files = readdirSync(folder).sort();
const books: Playbook[] = [];
for (const file of files)
  books.push(((await import(new URL(file, folder).href)) as { default: Playbook }).default);

/** The state each drill script leads to. */
const DRILLS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  PB01: { 'sev.food_poisoning.authors_24h': 3, 'sev.vulnerable.authors_24h': 3, burst_s: 5 },
  PB02: { 'servqual.empathy.neg_authors_24h': 5, 'sev.vulnerable.authors_24h': 3 },
  PB03: { 'touch.heating.neg_authors_24h': 15, distinct_areas_6h: 3 },
  PB04: { 'sev.privacy_leak.authors_24h': 6 },
  PB05: { 'sev.sexual_violence.authors_24h': 3 },
  PB06: { 'intent.rumour.authors_24h': 12, burst_s: 4 },
  PB07: { 'touch.billing.neg_authors_24h': 18, burst_s: 3.6 },
  PB08: { exec_named_authors_24h: 30, neg_ratio_lb_6h: 0.7 },
  PB09: { 'sev.fire_explosion.authors_24h': 6, burst_s: 4 },
  PB10: { 'source.official_count_72h': 1, 'sev.official.posts_72h': 3 },
};

test('there are ten, and no two share an id, a name or a crisis type', () => {
  expect(books).toHaveLength(10);
  for (const key of ['id', 'name', 'crisisType'] as const)
    expect(new Set(books.map((b) => b[key])).size).toBe(10);
  expect(new Set(books.flatMap((b) => b.templates.map((t) => t.id))).size).toBe(
    books.reduce((sum, b) => sum + b.templates.length, 0),
  );
});

describe.each(books.map((book) => [book.id, book] as const))('playbook %s', (id, book) => {
  test('steps are numbered in order, with known roles and phases', () => {
    expect(book.steps.map((s) => s.no)).toEqual(book.steps.map((_, i) => i + 1));
    for (const step of book.steps) {
      expect(ROLES).toHaveProperty(step.role);
      expect(ROLES).toHaveProperty(step.backup);
      expect(PHASES).toHaveProperty(step.phase);
      expect(step.action && step.deliverable && step.doneWhen).toBeTruthy();
    }
  });

  test('deadlines are never shorter as the level falls', () => {
    for (const step of book.steps) {
      const minutes = [...LEVELS].reverse().map((level) => step.deadlineMinutes[level]);
      expect(minutes).toEqual([...minutes].sort((a, b) => a - b));
      expect(minutes[0]).toBeGreaterThan(0);
    }
  });

  test('every template variable is declared, used and known', () => {
    for (const template of book.templates) {
      const used = [...`${template.title}${template.body}`.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]);
      expect([...new Set(used)].sort()).toEqual([...template.vars].sort());
      for (const name of template.vars) expect(VARIABLES).toHaveProperty(name);
      for (const role of template.approvers) expect(ROLES).toHaveProperty(role);
    }
  });

  test('statements have all four parts and never speak of coloured levels', () => {
    for (const template of book.templates) {
      for (const part of Object.values(template.nvc)) expect(part.length).toBeGreaterThan(0);
      expect(template.title + template.body).not.toMatch(/[蓝黄橙红]色|预警|[蓝黄橙红]级/);
    }
  });

  test('statements carry no wording that a statement must not carry', () => {
    for (const template of book.templates) {
      const hits = BANNED_PHRASES.filter(({ pattern }) => pattern.test(template.body)).map(
        (b) => b.pattern.source,
      );
      expect(hits).toEqual([]);
    }
  });

  test('what it forbids is known by words, which its own statements do without', () => {
    expect([...new Set(book.scct.wordings.map((each) => each.because))].sort()).toEqual(
      [...book.scct.forbidden].sort(),
    );
    for (const { unlessRecorded } of book.scct.wordings)
      if (unlessRecorded) expect(METRICS).toHaveProperty([`record.${unlessRecorded}`]);
    const found = book.templates.flatMap(({ id: template, title, body }) =>
      examineStatement({ title, body }, { playbooks: [book], records: {} })
        .faults.filter(({ kind }) => kind === 'forbidden')
        .map(({ words }) => `${template} ${words}`),
    );
    expect(found).toEqual([]);
  });

  test('conditions name only known metrics', () => {
    const rules = Object.values(book.levelRules);
    const exits = book.exit.flatMap((rule) => (rule.expr ? [rule.expr] : []));
    for (const condition of [book.triggers, ...rules, ...exits]) {
      for (const name of metricsIn(condition)) expect(METRICS).toHaveProperty([name]);
    }
  });

  test('recorded facts alone bear it out, and nothing recorded does not', () => {
    const names = metricsIn(book.verified);
    for (const name of names) expect(METRICS).toHaveProperty([name]);
    expect(names.filter((name) => !name.startsWith('record.'))).toEqual([]);
    expect(evaluate(book.verified, {}).holds).toBe(false);
  });

  test('an apology, or that it is our fault, is only said of what is verified', () => {
    const admits = /致歉|道歉|歉疚|痛心|没有做到|辜负/;
    const early = book.templates.filter(({ stance, body }) => stance !== 'stating' && admits.test(body));
    expect(early.map((each) => each.id)).toEqual([]);
  });

  test('its drill triggers it, silence does not', () => {
    expect(evaluate(book.triggers, DRILLS[id] ?? {}).holds).toBe(true);
    expect(evaluate(book.triggers, {}).holds).toBe(false);
    expect(evaluate(book.triggers, { burst_s: 9, neg_count_6h: 500, neg_ratio_lb_6h: 0.99 }).holds).toBe(
      false,
    );
  });

  test('it ends by rules, learns by questions, and uses full-width punctuation', () => {
    expect(book.exit.some((rule) => rule.expr)).toBe(true);
    expect(book.review.length).toBeGreaterThan(3);
    expect(book.evidence.length).toBeGreaterThan(3);
    expect(JSON.stringify(book)).not.toMatch(/[\u4e00-\u9fff][,;?][\u4e00-\u9fff]/);
  });
});
