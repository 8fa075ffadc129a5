import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertBlocks, alertSubject } from '../../../server/core/message/alert-blocks.ts';
import type { AlertView } from '../../../server/core/message/alert-view.ts';
import { TEMPLATE_FIELDS } from '../../../server/core/message/message-fields.ts';
import { plainText } from '../../../server/core/message/message-markup.ts';
import { sampleView } from '../../../server/core/message/message-sample.ts';
import { mustRead, readTemplate, STANDARD_TEXT } from '../../../server/core/message/message-template.ts';
import { bytes } from '../../../server/core/message/message-text.ts';
import { additionsTo } from '../../../server/core/message/message-wording.ts';
import { fitChat } from '../../../server/notifiers/shared/chat-fit.ts';
import { markdown, widenMarkdown } from '../../../server/notifiers/shared/chat-markdown.ts';
import { MONDAY } from '../series/make-series.ts';

const LINK = 'http://desk.example/alerts/128';
const alert: AlertView = { ...sampleView(LINK, MONDAY), confirm: 'http://desk.example/go/x' };
const bare: AlertView = { ...alert, unusual: '', spread: ' ', posts: [], steps: [] };
const TITLE = '{{级别}} {{主体}}';
const by = (body: string, title = TITLE) => mustRead({ title, body });
const said = (body: string, of: AlertView = alert) =>
  plainText(alertBlocks(of, by(body)))
    .split('\n\n')
    .slice(1);
const faults = (body: string, title = TITLE) =>
  readTemplate({ title, body }).faults.map(({ code, part, line, column, name, near }) =>
    [`${part} ${line}:${column} ${code}`, name, near ?? ''].filter((word) => word !== '').join(' '),
  );

describe('a template', () => {
  test('says what its lines say, in their order, by Chinese and by English names', () => {
    expect(said('严禁外传\n{{ 异常程度 }}（{{Level}}）\n\n{{sentence}}\n{{链接}}')).toEqual([
      '严禁外传',
      '1 小时 86 条，平时 9 条（◆ 橙）',
      alert.sentence,
      `在听潮中打开：${LINK}`,
    ]);
  });

  test('knows every placeholder by both of its names, and each has something to say', () => {
    for (const { field, name } of TEMPLATE_FIELDS) {
      expect(alertBlocks(alert, by(`{{${name}}}`))).toEqual(alertBlocks(alert, by(`{{${field}}}`)));
      if (field !== 'bars') expect(said(`{{${name}}}`)[0]?.trim()).toBeTruthy();
    }
  });

  test('the standard one says what was said before there were any', () => {
    expect(alertSubject(alert)).toBe('◆ 橙 · 新预警 · 云川热力（示例）');
    const steps = alert.steps.map((step, at) => `${at + 1}. ${step}`).join('\n');
    const posts = alert.posts
      .slice(0, 3)
      .map(({ platform, title, url }) => `· ${platform}：${title}${url ? ` ${url}` : ''}`);
    expect(plainText(alertBlocks(alert)).split('\n\n')).toEqual([
      '◆ 橙 · 新预警 · 云川热力（示例）',
      alert.sentence,
      alert.unusual,
      alert.spread,
      posts.join('\n'),
      `先做什么\n${steps}`,
      '风险指数 72（66–79，满分 100） · 11月23日 00:00',
      '查看并确认收到（免登录）：http://desk.example/go/x',
      `在听潮中打开：${LINK}`,
    ]);
  });

  test('leaves out lines whose placeholders have nothing to say, and those that are switched off', () => {
    expect(
      said('扩散：{{扩散}}\n{{异常程度}}{{扩散}}\n帖文{{帖子}}\n// 电话\n{{主体}}：{{扩散}}\n{{链接}}', bare),
    ).toEqual([`${alert.subject}：`, `在听潮中打开：${LINK}`]);
  });

  test('shows as many posts as it asks for, under its own words', () => {
    const [posts] = said('最新帖文 {{帖子：4}}');
    expect(posts?.split('\n')).toHaveLength(5);
    expect(posts).toMatch(/^最新帖文\n· 本地论坛：/);
    expect(said('先看 {{现在该做:1}}')[0]).toBe(`先看\n1. ${alert.steps[0]}`);
  });

  test('says some lines only of some levels or changes', () => {
    const body =
      '{{仅：红、橙}}立刻致电 010\n{{only: blue}}不急\n{{仅：红}}{{仅：无人确认}}找经理\n{{仅：红}}快看 {{链接}}\n{{仅：蓝 橙}}看看 {{链接}}';
    expect(said(body)).toEqual(['立刻致电 010', `看看：${LINK}`]);
    expect(said(body, { ...alert, level: 'I', change: 'escalated' })).toEqual([
      '立刻致电 010',
      '找经理',
      `快看：${LINK}`,
    ]);
  });

  test('an address at the end of a line leads there; what a post says never does', () => {
    const told = (body: string, of = alert) =>
      markdown(alertBlocks(of, by(body)), widenMarkdown).split('\n\n')[1];
    expect(told('值班表：https://wiki.example/oncall?a=1')).toBe('[值班表](https://wiki.example/oncall?a=1)');
    expect(told('（见 https://wiki.example/a)')).toBe('（见 https://wiki.example/a）');
    expect(told('https://wiki.example/')).toBe('[https://wiki.example/](https://wiki.example/)');
    expect(told('{{一句话}}', { ...alert, sentence: '看 https://evil.example/' })).toBe(
      '看 https://evil.example/',
    );
  });
});

describe('what no template can leave out', () => {
  const subject = (title: string, of: AlertView = alert) => alertSubject(of, by('x', title));

  test('the level stands where every lock screen shows it', () => {
    expect(subject('{{主体}}')).toBe(`◆ 橙 · ${alert.subject}`);
    expect(subject('【{{级别名}}】{{主体}}')).toBe(`【橙色】${alert.subject}`);
    const far = { ...alert, subject: '云'.repeat(40) };
    expect(subject('{{主体}} {{级别}}', far)).toMatch(/^◆ 橙 · 云云/);
    // A colour in a name is none.
    expect(subject('{{主体}}', { ...alert, subject: '橙色科技' })).toBe('◆ 橙 · 橙色科技');
  });

  test('a test says that it is one', () => {
    expect(subject('{{级别}} {{主体}}', { ...alert, change: 'test' })).toContain('测试消息');
    expect(subject('{{级别}} {{变化}}', { ...alert, change: 'test' })).toBe('◆ 橙 测试消息');
  });

  test('the link comes last where the template has none', () => {
    expect(said('只有一句').at(-1)).toBe(`在听潮中打开：${LINK}`);
    expect(additionsTo(by('只有一句', '{{主体}}'), alert)).toEqual(['level', 'link']);
    expect(additionsTo(mustRead(STANDARD_TEXT), alert)).toEqual([]);
    const { confirm: _, ...open } = alert;
    expect(said('{{确认链接}}', open)).toEqual([`在听潮中打开：${LINK}`]);
  });

  test('what happened is the last to go where there is no room', () => {
    const blocks = alertBlocks(alert, by(`严禁外传\n{{一句话}}\n${'值班电话\n'.repeat(9)}{{帖子}}`));
    const { text, fit } = fitChat(blocks, { write: plainText, measure: bytes, limit: 215 });
    expect(text).toContain('近 1 小时负面 86 条');
    expect(text).not.toContain('严禁外传');
    expect(fit).toMatchObject({ used: bytes(text), limit: 215, unit: 'bytes' });
    expect(fit.blocks.map(({ kind }) => kind)).toEqual(['title', 'fact', 'link']);
  });

  test('whatever a team and a post write, it fits, leads on and is no markup', () => {
    const words = fc
      .string({ unit: 'grapheme', maxLength: 200 })
      .map((text) => text.replace(/[{}\n\r]/g, ' '));
    fc.assert(
      fc.property(words, words, fc.integer({ min: 400, max: 900 }), (fixed, sentence, limit) => {
        const template = by(
          `${fixed}\n{{一句话}} ${fixed}\n{{帖子}}\n${fixed} {{链接}}`.replaceAll('//', '/'),
        );
        const write = (left: ReturnType<typeof alertBlocks>) => markdown(left, widenMarkdown);
        const { text } = fitChat(alertBlocks({ ...alert, sentence }, template), {
          write,
          measure: bytes,
          limit,
        });
        expect(bytes(text)).toBeLessThanOrEqual(limit);
        expect(text.isWellFormed()).toBe(true);
        expect(text).toContain(`](${LINK})`);
        expect(text.match(/\]\(/g)?.length).toBe(text.match(/\]\(https?:/g)?.length);
      }),
    );
  });
});

describe('what is wrong with a template', () => {
  test('is told with its place, and with what was meant', () => {
    expect(faults('好\n电话 {{级另}} {{tittle}}\n{{sentense}}')).toEqual([
      'body 2:4 unknown 级另 级别',
      'body 2:11 unknown tittle',
      'body 3:1 unknown sentense sentence',
    ]);
    expect(faults('{{ }}\n说 {{一句话\n{{级别 {{时间}}')).toEqual([
      'body 1:1 empty_name',
      'body 2:3 unclosed {{一句话',
      'body 3:1 unclosed {{级别 {{时间}}',
    ]);
    expect(faults('{{链接}}再看\n{{帖子}}{{主体}}\n{{链接}}')).toEqual([
      'body 1:7 after_section 再看',
      'body 2:7 after_section 主体',
      'body 3:1 repeated link',
    ]);
    expect(faults('{{帖子：9}}\n{{现在该做:两}}\n{{级别：1}}\n{{链接：1}}')).toEqual([
      'body 1:1 bad_count 帖子',
      'body 2:1 bad_count 现在该做',
      'body 3:1 bad_count 级别',
      'body 4:1 bad_count 链接',
    ]);
    expect(faults('电话 {{仅：红}}\n{{仅：绿}}x\n{{仅}}y\n{{仅：红、无人确认}}z')).toEqual([
      'body 1:4 late_condition 仅',
      'body 2:1 unknown_condition 绿',
      'body 3:1 unknown_condition',
      'body 4:1 mixed_condition 红、无人确认',
    ]);
    expect(faults('', ' ')).toEqual(['title 1:1 empty_title']);
    expect(faults('', '{{帖子}}{{仅：红}}')).toEqual(['title 1:1 in_title 帖子', 'title 1:7 in_title 仅']);
    expect(faults('字'.repeat(4_001), '字'.repeat(201))).toEqual(['title 1:1 too_long', 'body 1:1 too_long']);
    expect(faults('\n'.repeat(60))).toEqual(['body 1:1 too_long']);
  });

  test('is told to programs with a code, and braces alone are no fault', () => {
    expect(() => by('{{级另}}')).toThrow(
      expect.objectContaining({
        code: 'bad_template',
        message: 'body 1:1: unknown "级另", did you mean "级别"?',
        details: { faults: [expect.objectContaining({ code: 'unknown', near: '级别' })] },
      }),
    );
    expect(said('{一} }} 二')[0]).toBe('{一} }} 二');
  });
});
