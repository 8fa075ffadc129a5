import { describe, expect, test } from 'vitest';
import { cautiousTitle, isClaim, type Titling } from '../../../server/core/story/story-title.ts';

const grave = (category: 'death' | 'outage' | 'vulnerable' | 'fraud', confidence = 0.9) => ({
  severity: [{ category, confidence, terms: [] }],
  intents: [],
});
const post = (text: string, more: Partial<Titling> = {}): Titling => ({
  title: null,
  text,
  voice: 'ordinary',
  analysis: grave('death'),
  ...more,
});

describe('a title does not overstate', () => {
  test('what an ordinary account claims is marked, as in alerts', () => {
    expect(cautiousTitle(post('云川水厂有人投毒死了三个人。快转'))).toBe(
      '云川水厂有人投毒死了三个人（未核实）',
    );
    expect(cautiousTitle(post('这家公司卷钱跑了', { analysis: grave('fraud') }))).toBe(
      '这家公司卷钱跑了（未核实）',
    );
  });

  test('hearsay is marked though nothing grave was read in it', () => {
    const analysis = { severity: [], intents: [{ name: 'rumour' as const, p: 0.8 }] };
    expect(cautiousTitle(post('下月供暖费要涨一半', { analysis }))).toBe('下月供暖费要涨一半（未核实）');
  });

  test('who answers for it is taken at its word', () => {
    for (const voice of ['official', 'central_media', 'provincial_media', 'media'] as const)
      expect(cautiousTitle(post('三人在事故中死亡', { voice }))).toBe('三人在事故中死亡');
    for (const voice of ['hot_list', 'big_account', 'forum'] as const)
      expect(cautiousTitle(post('三人在事故中死亡', { voice }))).toBe('三人在事故中死亡（未核实）');
  });

  test('what says by itself that it is hearsay, and what everybody feels, is left', () => {
    for (const text of ['网传云川水厂投毒死了人', '听说锅炉房炸死了人', '云川水厂投毒死人是真的吗'])
      expect(cautiousTitle(post(text))).toBe(text);
    expect(cautiousTitle(post('停暖三天了', { analysis: grave('outage') }))).toBe('停暖三天了');
    expect(isClaim(post('老人在家受冻', { analysis: grave('vulnerable') }))).toBe(false);
    expect(isClaim(post('不太确定', { analysis: grave('death', 0.4) }))).toBe(false);
    expect(isClaim(post('没人读过', { analysis: null }))).toBe(false);
  });

  test('with its mark it is no longer than any other, and cut once', () => {
    const long = cautiousTitle(post('死'.repeat(80)));
    expect([...long]).toHaveLength(40);
    expect(long).toMatch(/死…（未核实）$/);
    expect([...cautiousTitle(post('死'.repeat(36)))]).toHaveLength(40);
    expect(cautiousTitle(post('死'.repeat(35)))).toBe(`${'死'.repeat(35)}（未核实）`);
  });
});
