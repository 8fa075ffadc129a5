import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodePage } from '../../crawlers/polite/charset.ts';

const bytesOf = (file: string) => readFileSync(new URL(`../payloads/rss/${file}`, import.meta.url));
/** 镕 needs GBK, 㛃 the four bytes that only gb18030 has. */
const RARE = '镕与㛃：示例品牌“召回”事件';

describe('the order: mark, strict UTF-8, label, gb18030', () => {
  test.each(['cn-gbk-declared-gb2312.constructed.xml', 'cn-gbk-bytes-but-declared-utf8.constructed.xml'])(
    '%s keeps rare characters',
    (file) => {
      const page = decodePage(bytesOf(file), 'text/xml', 'www.example.cn');
      expect(page.charset).toBe('gb18030');
      expect(page.text).toContain(RARE);
    },
  );

  test.each(['gb2312', 'GBK', 'x-gbk', 'gb_2312-80', 'cp936'])('the label %s means gb18030', (label) => {
    const page = decodePage(
      bytesOf('cn-gbk-declared-gb2312.constructed.xml'),
      `text/xml; charset=${label}`,
      'example.com',
    );
    expect(page.text).toContain(RARE);
  });

  test('GBK without any label on a .cn host is read as gb18030', () => {
    expect(decodePage(bytesOf('feedparser__gb2312.xml'), '', 'a.cn').text).toContain('专业工作');
  });

  test('valid UTF-8 beats a label that says otherwise', () => {
    expect(decodePage(Buffer.from('中文内容'), 'text/html; charset=gbk', 'a.cn')).toEqual({
      text: '中文内容',
      charset: 'utf-8',
    });
  });

  test('UTF-8 with one broken byte stays UTF-8', () => {
    const damaged = Buffer.concat([
      Buffer.from('很长的一段中文内容'.repeat(20)),
      Buffer.from([0xe4, 0xb8]),
      Buffer.from('结束'),
    ]);
    const page = decodePage(damaged, 'text/html; charset=utf-8', 'a.cn');
    expect(page.charset).toBe('utf-8');
    expect(page.text).toContain('结束');
  });

  test('a western page by its label', () => {
    expect(decodePage(bytesOf('rssparser__encoding.rss'), '', 'feeds.jn.pt').text).toContain('Raríssimas');
  });

  test.each(['ISO-8859-1', 'latin1', 'us-ascii', 'windows-1252'])(
    'a header that says %s yields to what the page says of itself',
    (label) => {
      const page = Buffer.concat([
        Buffer.from('<html><meta charset=gb2312><title>'),
        Buffer.from([0xd6, 0xd0, 0xb9, 0xfa]),
      ]);
      const read = decodePage(page, `text/html; charset=${label}`, 'www.example.com');
      expect([read.charset, read.text.slice(-2)]).toEqual(['gb18030', '中国']);
      const western = Buffer.from('<html><title>caf\xe9', 'latin1');
      expect(decodePage(western, `text/html; charset=${label}`, 'www.example.com').text).toContain('café');
    },
  );

  test.each(['utf16le', 'utf-16be'] as const)('%s by its mark, and by its shape', (encoding) => {
    const little = Buffer.from('<rss>中</rss>', 'utf16le');
    const plain = encoding === 'utf16le' ? little : Buffer.from(little).swap16();
    const mark = Buffer.from(encoding === 'utf16le' ? [0xff, 0xfe] : [0xfe, 0xff]);
    expect(decodePage(plain, '', 'a.com').text).toBe('<rss>中</rss>');
    expect(decodePage(Buffer.concat([mark, plain]), '', 'a.com').text).toBe('<rss>中</rss>');
  });

  test('an unknown label is passed over', () => {
    expect(decodePage(Buffer.from([0xd6, 0xd0]), 'text/html; charset=bogus', 'a.cn').text).toBe('中');
  });
});

describe('a label that lies', () => {
  const words = '北城花园暖气三天不热，物业推诿。'.repeat(10);
  const utf8 = Buffer.from(`<html><head><title>暖气</title></head><body>${words}</body></html>`);
  const cut = Buffer.concat([
    utf8.subarray(0, 120),
    Buffer.from([0xe6, 0x9a]),
    Buffer.from('…'),
    utf8.subarray(120),
  ]);
  /** GB2312 has each character in two bytes, both of them high. */
  const gbk = Buffer.concat([
    Buffer.from('<html><body>'),
    ...Array.from({ length: 12 }, () => Buffer.from([0xc5, 0xaf, 0xc6, 0xf8, 0xb2, 0xbb, 0xc8, 0xc8])),
    Buffer.from('</body></html>'),
  ]);

  test.each(['text/html; charset=gb2312', 'text/html; charset=GBK', 'text/html; charset=ISO-8859-1'])(
    'does not turn UTF-8 with one cut character into other words: %s',
    (type) => {
      const page = decodePage(cut, type, 'www.example.gov.cn');
      expect(page.charset).toBe('utf-8');
      expect(page.text).toContain('北城花园暖气三天不热');
    },
  );

  test('of Latin-1 says nothing of GBK, also where a byte is broken and the host is no Chinese one', () => {
    const broken = Buffer.concat([gbk.subarray(0, 40), Buffer.from([0xff]), gbk.subarray(40)]);
    for (const bytes of [gbk, broken])
      for (const type of ['text/html; charset=ISO-8859-1', 'text/html', 'text/html; charset=gb2312'])
        expect(decodePage(bytes, type, 'www.example.com').text).toContain('暖气不热');
  });

  test('of Latin-1 is believed where accents stand alone among letters', () => {
    const western = Buffer.from(
      '<p>Un été à la mer, très ensoleillé, où l’on a déjà dîné près du château.'.replace('’', "'"),
      'latin1',
    );
    expect(decodePage(western, 'text/html; charset=iso-8859-1', 'a.fr').text).toContain('été à la mer, très');
  });
});
