import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { READ_LIMIT, type SentimentLabel } from '../../../server/core/reading/analysis.ts';
import { countedLabel, targetOf } from '../../../server/core/reading/target.ts';
import { createReader } from '../../../server/text/reader.ts';

interface Case {
  readonly text: string;
  readonly subject: readonly string[];
  readonly rivals: readonly string[];
  readonly label: SentimentLabel;
  /** null where the post is not angry. */
  readonly target: string | null;
  readonly name?: string;
  /** The sentiment that must count for the watch, where it is not told by the rest. */
  readonly counted?: SentimentLabel;
}

const cases = JSON.parse(
  readFileSync(new URL('../../text/target-cases.json', import.meta.url), 'utf8'),
) as Case[];
const reader = createReader();

const aimed = (each: Case) => {
  const read = reader.read(each.text);
  // Who is meant is asked here, not how: the mood is given.
  const analysis = { ...read, sentiment: { ...read.sentiment, label: each.label } };
  const rivals = each.rivals.filter((rival) => each.text.includes(rival));
  const terms = each.subject.filter((term) => each.text.includes(term));
  return targetOf({ title: null, text: each.text, analysis, terms, rivals });
};

test('whom a post is angry at is told as a person tells it', () => {
  const wrong = cases.filter((each) => {
    const target = aimed(each);
    const counted = countedLabel(each.label, target);
    const named = each.name === undefined || target?.name === each.name;
    const rightLabel = each.counted === undefined || counted === each.counted;
    return (target?.kind ?? null) !== each.target || !named || !rightLabel;
  });
  const told = wrong.map((each) => `${JSON.stringify(aimed(each))} for ${each.target}: ${each.text}`);
  expect(1 - wrong.length / cases.length, told.join('\n')).toBeGreaterThanOrEqual(0.95);
});

test('words for another user heap up; the anger at him weighs once', () => {
  const text = '粉丝吵,粉丝闹,粉丝挤,机场就是不管';
  const read = reader.read(text);
  const at = text.indexOf('不管');
  const users = ['粉丝吵', '粉丝闹', '粉丝挤'].map((said) => {
    const start = text.indexOf(said);
    return { kind: 'other_user' as const, text: '粉丝', span: [start, start + 2] as const };
  });
  const analysis = {
    ...read,
    sentiment: { ...read.sentiment, label: -1 as const },
    addressed: users,
    severity: [],
    evidence: [{ span: [at, at + 2] as const, text: '不管', weight: -0.5 }],
  };
  const target = targetOf({ title: null, text, analysis, terms: ['机场'], rivals: [] });
  expect(target).toMatchObject({ kind: 'subject', reason: 'blamed' });
});

test('what stands beyond what readers read says nothing', () => {
  const compared = '海尔不如美的';
  const at = (text: string) => {
    const analysis = { ...reader.read('好'), addressed: [], severity: [], evidence: [] };
    return targetOf({ title: null, text, analysis, terms: ['海尔'], rivals: ['美的'] });
  };
  expect(at(`${'嗯'.repeat(READ_LIMIT - compared.length)}${compared}`)).toMatchObject({ reason: 'compared' });
  expect(at(`${'嗯'.repeat(READ_LIMIT)}${compared}`)).toBeNull();
});

test.each([
  ['青禾超市被南枝超市甩了几条街', 'subject'],
  ['青禾超市的蔬菜干不过南枝超市', 'subject'],
  ['南枝超市输给青禾超市一点不冤,烂菜叶都敢卖', 'rival'],
  ['青禾超市不敌南枝超市', 'subject'],
])('a comparison is seen by any word that tells of one: %s', (text, kind) => {
  expect(
    aimed({
      text,
      subject: ['青禾超市'],
      rivals: ['南枝超市'],
      label: kind === 'rival' ? -1 : 0,
      target: kind,
    })?.kind,
  ).toBe(kind);
});

test.each(['青禾超市没输给南枝超市', '谁说青禾超市不如南枝超市', '以前青禾超市不如南枝超市,现在好多了'])(
  'a comparison that is taken back is not lost: %s',
  (text) => {
    const given = { text, subject: ['青禾超市'], rivals: ['南枝超市'], label: 0, target: null } as const;
    expect(aimed(given)).toBeNull();
  },
);
