import { expect, test } from 'vitest';
import { plainText } from '../../crawlers/html/plain-text.ts';
import { parseJson } from '../../crawlers/json/json.ts';

test.each([
  ['<p>　　正文　全角&nbsp;空格<br>第二行</p>', '正文 全角 空格\n第二行'],
  ['<script>steal()</script>安全<style>p{}</style>', '安全'],
  ['<p>未闭合<script>x', '未闭合'],
  ['一 < 二 &amp; <标题> &#x0024;', '一 < 二 & <标题> $'],
  ['<img alt="a>b" src=x>图', '图'],
  ['开头<a href="http://断', '开头'],
  ['<!-- 注释 -->后', '后'],
  ['纯文字', '纯文字'],
])('%s', (markup, text) => {
  expect(plainText(markup)).toBe(text);
});

test.each(['<b>', '<a "', '<', '&amp;', '<!--', '<script>', '</p>'])(
  'half a million characters of %s are read in one go',
  (piece) => {
    // What took time by the square of the length would take hours here, and the runner would end it.
    const text = plainText(piece.repeat(500_000 / piece.length));
    expect(text).toBe(plainText(piece.repeat(5)).slice(0, 1).repeat(text.length));
  },
);

test('ids beyond 2^53 keep their digits, other numbers stay numbers', () => {
  expect(parseJson('{"id":7501109588381404711,"n":12,"f":1.5,"s":"7501109588381404711"}')).toEqual({
    id: '7501109588381404711',
    n: 12,
    f: 1.5,
    s: '7501109588381404711',
  });
  expect(parseJson('{"id":')).toBeUndefined();
});
