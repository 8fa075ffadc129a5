import { expect, test } from 'vitest';
import { en } from '../../web/words/en.ts';
import { recordedWords } from '../../web/words/statement-words.ts';
import { zh } from '../../web/words/zh.ts';

const exact = (count: number): string => count.toLocaleString('en-US');

test.each([
  [zh, 'dead=0, affected_users=1200', '死亡人数（核实）：0；受影响用户：1,200'],
  [zh, 'penalty_notice=1, rumour_disproved=0', '收到处罚或约谈文书：是；传闻已有证据证伪：否'],
  [zh, 'none', '全部清空'],
  [en, 'injured=3, leak_sample_verified=1', 'Injured (verified): 3; Leaked sample verified: yes'],
])('what was recorded is told in words: %#', (words, note, told) => {
  expect(recordedWords(note, words, exact)).toBe(told);
});
