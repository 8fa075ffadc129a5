import { expect, test } from 'vitest';
import { loadLexicon } from '../../server/text/lexicon.ts';
import { compileIronies } from '../../server/text/sarcasm.ts';

const { lexicon } = loadLexicon();
const ironies = compileIronies(lexicon);

// One sentence per pattern of the lexicon, in its order.
test.each(
  [
    '真棒啊等了三小时',
    '等了三小时,真高效',
    '不愧是大厂又崩',
    '这就是"贴心"',
    '所谓的优质服务',
    '谢谢你们让我冻了一夜',
    '惊不惊喜',
    '好一个大公司',
    '客服真会',
    '把用户当傻子',
    '好的🙂',
    '这也叫服务?',
    '除了收钱',
    '好个鬼',
    '这不是骗人吗?',
    '建议改名',
  ].map((text, at) => [at, text] as const),
)('pattern %i is tried on its sentence and on nothing without a trigger: %s', (at, text) => {
  const written = lexicon.sarcasm.regex[at]?.p.replace('\\s*', '\\s?');
  const tried = [...ironies].filter(([trigger]) => text.includes(trigger)).flatMap(([, list]) => list);
  const own = tried.find(({ pattern }) => pattern.source === new RegExp(written ?? '').source);
  expect(own?.pattern.test(text)).toBe(true);
});

test('every pattern has a trigger', () => {
  expect(new Set([...ironies.values()].flat()).size).toBe(lexicon.sarcasm.regex.length);
});
