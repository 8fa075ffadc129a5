import { describe, expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const read = (text: string) => {
  const { sentiment, severity, intents } = reader.read(text, {});
  return {
    label: sentiment.label,
    events: severity.map(({ category }) => category),
    intents: intents.map(({ name }) => name),
  };
};

describe('whoever answers a rumour', () => {
  test.each([
    '网传我市某游乐园坠落致2人死亡,经核查为不实信息',
    '网传我院输液致两名患儿死亡,经市卫健委调查不属实,我院已报警',
    '官方通报:网上流传的某超市踩踏致5人遇难为谣言,散布者已被行政拘留',
  ])('is calm, whatever the rumour told: %s', (text) => {
    const { label, events, intents } = read(text);
    expect(events).toEqual([]);
    expect(label).toBe(0);
    expect(intents).not.toContain('escalation_threat');
  });

  test('admits what happened outside the rumour', () => {
    const { events } = read('情况说明:昨晚3号车间爆燃,致2人受伤,网传死亡十人不实');
    expect(events).toContain('injury');
    expect(events).toContain('fire_explosion');
  });

  test('is not the customer who calls the police', () => {
    expect(read('你们再不退钱我就报警,让派出所来评评理').intents).toContain('escalation_threat');
  });
});
