import { expect, test } from 'vitest';
import { type Choice, fitting } from '../../web/parts/palette-choices.ts';

const choice = (kind: string, label: string, also = ''): Choice => ({
  key: `${kind}-${label}`,
  kind,
  label,
  also,
  address: '/',
});
const labels = (all: readonly Choice[], typed: string) => fitting(all, typed).map(({ label }) => label);

test('what begins with the words comes first, and a thing is found by its other words', () => {
  const all = [
    choice('页面', '消息模板'),
    choice('页面', '值守', '排班'),
    choice('预案', '安全事故', 'PB05'),
  ];
  expect(labels([choice('来源', '市民模板'), choice('页面', '模板')], '模板')).toEqual(['模板', '市民模板']);
  expect(labels(all, '排班')).toEqual(['值守']);
  expect(labels(all, 'pb05')).toEqual(['安全事故']);
});

test('many stories of one name hide no page', () => {
  const stories = Array.from({ length: 20 }, (_, n) => choice('事件', `静默 ${n}`));
  const found = labels([...stories, choice('页面', '静默')], '静默');
  expect(found).toContain('静默');
  expect(found.length).toBeLessThanOrEqual(9);
});
