import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fieldOf, stretches } from '../../web/words/china-field.ts';
import { contrastFaultsOf, faultsOf } from './axe.ts';
import { type Desk, MARKUP, startDesk } from './desk.ts';
import { FLOOD, openWindows, type Windows } from './windows.ts';

let desk: Desk;
let windows: Windows;

beforeAll(async () => {
  desk = await startDesk();
  windows = await openWindows(desk.url);
}, 90_000);
afterAll(async () => {
  await windows?.close();
  await desk?.close();
});

const visit: Windows['visit'] = (address, run) => windows.visit(address, run);
const visitApart: Windows['visitApart'] = (address, run) => windows.visitApart(address, run);

describe.concurrent('the overview', () => {
  test('says what is wrong in one sentence, charts it and names the next step', async () => {
    await visit('/', async (page) => {
      expect(await page.locator('h1').innerText()).toMatch(
        /供热服务 · [蓝黄橙红]色预警 1 条.(较平时同小时 [\d.,]+ 倍|.*\d+ 条.*平时不到 1 条).源头.论坛/,
      );
      expect(await page.getByRole('img', { name: /高于平时.*声量图/ }).isVisible()).toBe(true);
      await page
        .getByText(/^负面占比/)
        .first()
        .waitFor();
      await page.getByRole('region', { name: '数据可信吗' }).waitFor();
      const bottom = 'document.documentElement.scrollHeight <= innerHeight';
      expect(await page.evaluate(bottom)).toBe(true);
    });
  });

  test('its chart is a table one click away', async () => {
    await visit('/', async (page) => {
      await page.getByRole('button', { name: '表格' }).click();
      expect(await page.getByRole('row').count()).toBeGreaterThan(20);
      await page.getByRole('cell', { name: '合计' }).waitFor();
    });
  });
});

describe.concurrent('addresses', () => {
  test('filters in the address are the filters on the page, and the other way round', async () => {
    await visit('/mentions?sentiment=-1&q=冷就多穿点', async (page) => {
      await page.getByText('3 条', { exact: true }).waitFor();
      expect(await page.getByRole('searchbox').inputValue()).toBe('冷就多穿点');
      expect(await page.getByRole('button', { name: '负面' }).getAttribute('aria-pressed')).toBe('true');
      await page.getByLabel('只看原创').check();
      await page.getByText('1 条', { exact: true }).waitFor();
      expect(new URL(page.url()).searchParams.get('originals')).toBe('1');
      await page.goBack();
      await page.getByText('3 条', { exact: true }).waitFor();
    });
  });

  test('one mention has an address of its own and says why it was judged so', async () => {
    await visit('/mentions?q=冷就多穿点&originals=1', async (page) => {
      await page
        .getByRole('article')
        .getByRole('link', { name: /冷就多穿点/ })
        .click();
      const drawer = page.getByRole('dialog', { name: '为什么这样判断' });
      await drawer.getByText('情感概率').waitFor();
      await drawer.getByText('态度恶劣').first().waitFor();
      expect(await drawer.getByRole('link', { name: '原文' }).first().getAttribute('rel')).toContain(
        'noopener noreferrer',
      );
      const address = page.url();
      expect(address).toMatch(/\/mentions\/\d+\?/);
      await page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'detached' });
      await page.goto(address);
      await drawer.getByText('情感概率').waitFor();
    });
  });

  test('an address that leads nowhere says so', async () => {
    await visit('/nowhere/at/all', async (page) => {
      await page.getByText('没有这个页面').waitFor();
    });
  });
});

test.concurrent('markup in a post is text: shown letter by letter, never run, never a link', async () => {
  await visit('/mentions?q=停暖第三天', async (page) => {
    const card = page.getByRole('article').first();
    await card.getByText(MARKUP.slice(0, 30)).waitFor();
    expect(await card.locator('img, script, svg[onload]').count()).toBe(0);
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    expect(await page.evaluate('window.broken ?? null')).toBe(null);
  });
});

test.concurrent('the keyboard alone leads from the top of the page to a search and back', async () => {
  await visit('/', async (page) => {
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toContain('跳到正文');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('发抖');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/mentions\?q=/);
    await page.getByText('40 条', { exact: true }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /输入页面/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: /输入页面/ }).waitFor({ state: 'detached' });
  });
});

describe.concurrent('trends', { timeout: 300_000 }, () => {
  test('lead from a topic to its posts, and keep every choice in the address', async () => {
    await visit('/trends?watch=1&range=7d', async (page) => {
      const topics = page.getByRole('region', { name: '正在变化的话题' });
      await topics.getByRole('link', { name: '服务中断' }).waitFor();
      await page.getByRole('region', { name: '对比' }).getByRole('button', { name: '负面占比' }).click();
      await topics.getByRole('button', { name: '把“服务中断”加入对比' }).click();
      await page.getByRole('button', { name: '移出“服务中断”' }).waitFor();
      const chosen = new URL(page.url()).searchParams;
      expect([chosen.get('metric'), chosen.get('of')]).toEqual([
        'negative',
        expect.stringContaining('sev.outage'),
      ]);
      await topics.getByRole('link', { name: '服务中断' }).click();
      await page.waitForURL(/\/mentions\?.*fact=sev\.outage/);
      await page.getByRole('article').first().waitFor();
    });
  });

  test('take an annotation, which stays, and hand out their data', async () => {
    await visit('/trends?watch=1', async (page) => {
      const timeline = page.getByRole('region', { name: '时间线' });
      await timeline.getByRole('button', { name: '加标注' }).click();
      await timeline.getByLabel('写什么').fill('抢修公告发布');
      const when = timeline.getByLabel('时间（北京时间）');
      await when.fill(fieldOf(Date.now() - 600_000));
      const typed = await when.inputValue();
      // Zooming in moves where a new one would stand, as time and new posts do: what was typed stays.
      await timeline.getByRole('slider').nth(1).fill('12');
      expect(await when.inputValue()).toBe(typed);
      await timeline.getByRole('button', { name: '保存' }).click();
      await page.getByLabel(/以谁的名义/).fill('陈分析');
      await page.keyboard.press('Enter');
      await timeline.getByText('抢修公告发布').waitFor();
      await page.reload();
      await timeline.getByText(/抢修公告发布.*陈分析 今天/).waitFor();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        timeline.getByRole('button', { name: '下载 CSV' }).click(),
      ]);
      const csv = readFileSync(await file.path(), 'utf8');
      expect(csv.startsWith('\ufefftime,negative,neutral,positive')).toBe(true);
      const picture = page.waitForEvent('download');
      await timeline.getByRole('button', { name: '下载图片' }).click();
      expect((await picture).suggestedFilename()).toBe('trends-timeline.png');
    });
  });
});

test.concurrent('the handbook says how fast, how to write and what the law asks', async () => {
  await visit('/playbooks/handbook', async (page) => {
    const panel = page.getByRole('tabpanel');
    await panel.getByRole('row', { name: /首次回应.*1 小时.*2 小时.*4 小时.*1 天/ }).waitFor();
    await panel.getByText('不是官方预警').waitFor();
    await page.getByRole('tab', { name: '文案写法' }).click();
    await panel.getByRole('row', { name: /恶意抹黑.*攻击公众.*现公布证据/ }).waitFor();
    await page.getByRole('tab', { name: '法定时限' }).click();
    await panel.getByText('由法务确认').waitFor();
  });
});

test.concurrent('the language is switched in place and remembered', async () => {
  await visit('/playbooks', async (page) => {
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Playbooks', exact: true }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.reload();
    await page.getByRole('heading', { name: 'Playbooks', exact: true }).waitFor();
  });
});

describe('an alert', () => {
  test('is acknowledged in the reader’s name, asked for once, and its steps are ticked', async () => {
    await visit('/', async (page) => {
      await page.getByRole('link', { name: '打开预警' }).first().click();
      await page.getByText('有多不寻常').waitFor();
      await page.getByRole('button', { name: '确认收到' }).click();
      await page.getByLabel(/以谁的名义/).fill('王值班');
      await page.keyboard.press('Enter');
      await page.getByText(/王值班 于 今天 .* 确认/).waitFor();
      const steps = page.getByRole('tabpanel').getByRole('checkbox');
      if ((await steps.count()) > 0) {
        await steps.first().click();
        await page.getByText(/王值班 今天 .* 完成/).waitFor();
      }
      const answer = await page.request.get('/api/alerts?status=open');
      expect(await answer.json()).toMatchObject([{ status: 'acknowledged', acknowledgedBy: '王值班' }]);
    });
  });

  test('takes recorded facts and is judged again', async () => {
    await visit('/alerts', async (page) => {
      await page.getByRole('link', { name: '打开预警' }).first().click();
      await page.getByLabel('死亡人数（核实）').fill('1');
      await page.getByRole('button', { name: '登记并重新判断' }).click();
      await page.getByLabel(/以谁的名义/).fill('李核实');
      await page.keyboard.press('Enter');
      await page
        .getByText(/等级上调/)
        .first()
        .waitFor();
    });
  });
});

describe('a story', () => {
  test('is opened from the list, split by hand, kept so, and given back', async () => {
    await visit('/stories?sort=size', async (page) => {
      const search = page.getByRole('searchbox', { name: '搜索标题与关键词' });
      await search.fill('发抖');
      const link = page
        .getByRole('table')
        .getByRole('link', { name: /停暖.*发抖/ })
        .first();
      await link.click();
      await page
        .getByRole('region', { name: '传播路径' })
        .getByText(/^源头 · \d+ 条/)
        .waitFor();
      const before = new URL(page.url()).pathname;
      const list = page.getByRole('region', { name: '全部内容' });
      await list.getByRole('checkbox').nth(0).check();
      await list.getByRole('checkbox').nth(1).check();
      await list.getByRole('button', { name: '拆成新事件' }).click();
      await page.getByLabel(/以谁的名义/).fill('王编辑');
      await page.keyboard.press('Enter');
      const history = page.getByRole('region', { name: '改动记录' });
      await history.getByRole('link', { name: /^从“.*”拆出/ }).waitFor();
      const after = new URL(page.url()).pathname;
      expect(after).not.toBe(before);
      await page.reload();
      await list.getByText('人工归入').first().waitFor();
      await history.getByRole('link', { name: /^从“.*”拆出/ }).waitFor();
      await history.getByRole('button', { name: '撤销最近一次改动' }).click();
      await page.waitForURL(`**${before}`);
      await history.getByText('撤销拆分').waitFor();
      await page.goto(after);
      await page.waitForURL(`**${before}`);
    });
  });
});

describe('labels', () => {
  test('are given by keys, shown at once, and taken back', async () => {
    await visit('/mentions?q=12号楼停暖', async (page) => {
      await page.getByRole('article').getByRole('link').first().click();
      const control = page.getByRole('region', { name: '判断得对吗' });
      await control.getByRole('button', { name: '负面', pressed: true }).waitFor();
      await page.keyboard.press('2');
      await control.getByLabel(/以谁的名义/).fill('王标注');
      await page.keyboard.press('Enter');
      await control.getByRole('button', { name: '中性', pressed: true }).waitFor();
      await control.getByText('改判').waitFor();
      await page.getByRole('article').getByText('中性 · 王标注 标注').waitFor();
      await control.getByRole('button', { name: '撤销我的标注' }).click();
      await control.getByRole('button', { name: '负面', pressed: true }).waitFor();
      await control.getByText('改判').waitFor({ state: 'detached' });
    });
  });

  test('of the queue go one after the other, without the mouse', async () => {
    await visit('/labels', async (page) => {
      const queue = page.getByRole('region', { name: '值得标注' });
      const first = queue.getByRole('listitem').first();
      const text = await first.locator('.text').innerText();
      await first.getByRole('button', { name: '认同' }).focus();
      await page.keyboard.press('3');
      await page.getByLabel(/以谁的名义/).fill('李标注');
      await page.keyboard.press('Enter');
      await queue.getByText('已标为正面').waitFor();
      await queue.getByText(text, { exact: true }).waitFor({ state: 'detached' });
      await page.getByRole('region', { name: '谁标了多少' }).getByRole('cell', { name: '李标注' }).waitFor();
      await page.getByText(/满 20 条才能训练/).waitFor();
    });
  });
});

test.concurrent('a flood of live events does not keep a slow answer from being shown', async () => {
  await visitApart('about:blank', async (page) => {
    await page.addInitScript(FLOOD);
    await page.route('**/api/feeds', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      await route.continue().catch(() => undefined);
    });
    await page.goto('/feeds');
    await page.getByRole('table').or(page.getByText('还没有来源')).waitFor();
  });
});

// What follows waits for the server more than it works, and nothing in it reads what another part writes.
test.concurrent('a source is tried before it is saved, and its first post reaches the open overview by itself', async () => {
  await visitApart('/', async (overview, context) => {
    await overview.getByTitle('实时连接正常').waitFor();
    const page = await context.newPage();
    await page.goto('/feeds/new');
    await page.getByRole('radio', { name: /RSS/ }).check();
    await page.getByText('法律依据').first().waitFor();
    await page.getByLabel('订阅地址').fill(desk.feed);
    await page.getByRole('button', { name: '试取一次' }).click();
    await page.getByText('读到 1 条').waitFor();
    await page.getByText('供热公司公布抢修进度').waitFor();
    await page.getByRole('button', { name: '保存来源' }).click();
    await page.getByText('正常').first().waitFor();
    const stream = overview.getByRole('region', { name: '实时内容' });
    await stream.getByText('抢修进度').waitFor();
  });
});

test.concurrent('a source that is off by default waits for a tick under its note', async () => {
  await visit('/feeds/new', async (page) => {
    await page.getByRole('radio', { name: /Reddit/ }).check();
    const notice = page.getByRole('group', { name: '法律依据' });
    await notice.getByText('须先取得 Reddit 对应用的批准').waitFor();
    const attempt = page.getByRole('button', { name: '试取一次' });
    expect(await attempt.isDisabled()).toBe(true);
    await notice.getByRole('checkbox', { name: '我已了解并确认有权采集' }).check();
    expect(await attempt.isEnabled()).toBe(true);
    expect(await page.getByLabel('应用密钥').getAttribute('type')).toBe('password');
  });
});

test.concurrent('a list of feeds says what it would make before it makes anything', async () => {
  await visit('/feeds', async (page) => {
    await page.getByRole('button', { name: '导入 OPML' }).click();
    const drawer = page.getByRole('dialog', { name: '导入订阅列表' });
    const feeds =
      '<outline text="公告" xmlUrl="https://heat.example/rss"/><outline text="旧的" xmlUrl="ftp://x"/>';
    const list = `<opml version="2.0"><body><outline text="供热">${feeds}</outline></body></opml>`;
    const file = { name: 'feeds.opml', mimeType: 'text/x-opml', buffer: Buffer.from(list) };
    await drawer.locator('input[type="file"]').setInputFiles(file);
    await drawer.getByText('会新建 1 个来源').waitFor();
    await drawer.getByRole('row', { name: /旧的.*不能用.*不是网页地址/ }).waitFor();
    await drawer.getByLabel('同时为 1 个文件夹各建一个监测方案').check();
    await drawer.getByRole('button', { name: '新建 1 个来源、1 个监测方案' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    // Others make feeds meanwhile.
    expect(await (await page.request.get('/api/feeds')).text()).not.toContain('https://heat.example/rss');
  });
});

test.concurrent('a watch shows what it would match before it is saved', async () => {
  await visit('/watches/new', async (page) => {
    await page.getByLabel('方案名称').fill('客服态度');
    await page.getByLabel('任一词').fill('多穿点');
    await page.keyboard.press('Enter');
    await page.getByText(/^3 条，从/).waitFor();
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('link', { name: '客服态度' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/watches');
  });
});

test.concurrent('how a watch’s risk is set shows what it makes of now, is saved, and goes back to as shipped', async () => {
  await visit('/watches/1?part=risk', async (page) => {
    const preview = page.getByRole('region', { name: '按此设置，现在会怎样' });
    await preview.getByText('现行设置').waitFor();
    await page.getByLabel('声源分量').fill('30');
    await page.getByText('合计 120%').waitFor();
    await preview.getByText('改动之后').waitFor();
    expect(await page.getByRole('button', { name: '保存设置' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: '按比例凑成 100%' }).click();
    await page.getByText('合计 100%').waitFor();
    const asked = page.waitForRequest(
      (request) =>
        /preview$/.test(request.url()) && !request.postData()?.includes('"mass":{"on":true,"limit":3}'),
    );
    await page.getByLabel('提到群体聚集的人达到：数目').fill('');
    // Without its number the condition would count as one that has none.
    expect((await asked).postDataJSON().setting.overrides.mass).toEqual({ on: true, limit: 1 });
    await page.getByRole('button', { name: '放弃改动' }).click();
    // Nothing that other tests look at hangs on the margin.
    await page.getByLabel('低于门槛多少分').fill('7');
    await page.getByLabel('为什么这样改').fill('回落要看得更稳');
    await page.getByRole('button', { name: '保存设置' }).click();
    await page.getByLabel(/以谁的名义/).fill('王设置');
    await page.keyboard.press('Enter');
    const history = page.getByRole('region', { name: '改动历史' });
    await history.getByText('低于门槛多少分 5 → 7').waitFor();
    await history.getByText('回落要看得更稳').waitFor();
    await history.getByRole('button', { name: '恢复出厂设置' }).click();
    await history.getByText('第 2 版').waitFor();
    await page.getByText('现行：出厂设置').waitFor();
  });
});

test.concurrent('the past is replayed under another setting, and told from what people labelled', {
  timeout: 300_000,
}, async () => {
  await visit('/watches/1?part=replay', async (page) => {
    const verdict = page.getByRole('heading', { name: /按此设置/ });
    await verdict.waitFor();
    const labels = page.getByRole('region', { name: '标注过的危机' });
    await labels.getByLabel('名称').fill('三月里的一次');
    await labels.getByLabel('从', { exact: true }).fill(fieldOf(Date.now() - 9 * 86_400_000));
    await labels.getByLabel('到', { exact: true }).fill(fieldOf(Date.now() - 8 * 86_400_000));
    await page.getByRole('button', { name: '标注', exact: true }).click();
    await page.getByLabel(/以谁的名义/).fill('王标注');
    await page.keyboard.press('Enter');
    await labels.getByText('三月里的一次').waitFor();
    await labels.getByText('漏报', { exact: true }).waitFor();
    await page.getByText('1 次已标注的危机中发现 0 次').waitFor();
    // Thresholds out of order ask for nothing: no setting at all would mean the one in force.
    const asked = page.waitForRequest(/replay$/);
    await page.getByLabel('蓝色预警').fill('60');
    await page.getByText('设置还不完整，改好后再看结果').waitFor();
    await page.getByLabel('蓝色预警').fill('49');
    await page.getByText('设置还不完整，改好后再看结果').waitFor({ state: 'detached' });
    expect((await asked).postDataJSON().setting.thresholds.IV).toBe(49);
    await page.getByRole('button', { name: '存为这份方案的设置', disabled: false }).waitFor();
    await page.getByRole('button', { name: '取消标注“三月里的一次”' }).click();
    await labels.getByText('三月里的一次').waitFor({ state: 'detached' });
  });
});

test.concurrent('saving from a replay notes the days of the month that is looked at, and keeps it', {
  timeout: 300_000,
}, async () => {
  await visit('/playbooks', async (page) => {
    const data = { name: '回放专用', rule: { any: ['没有人说的词'], all: [], none: [] } };
    const { id } = await (await page.request.post('/api/watches', { data })).json();
    await page.goto(`/watches/${id}?part=replay`);
    const stretch = page.getByRole('combobox', { name: '回放时段' });
    await stretch.selectOption('1');
    await page.getByLabel('蓝色预警').fill('45');
    await page.getByRole('button', { name: '存为这份方案的设置' }).click();
    const saved = page.waitForRequest(/risk-setting$/);
    const renewed = page.waitForRequest(
      (request) => /replay$/.test(request.url()) && request.postDataJSON().setting === null,
    );
    await page.getByLabel(/以谁的名义/).fill('王设置');
    await page.keyboard.press('Enter');
    const { from, to } = stretches(Date.now(), 1)[1] ?? { from: 0, to: 0 };
    const [first, last] = [from, to - 1].map((at) => fieldOf(at).slice(0, 10));
    expect((await saved).postDataJSON().note).toBe(`阈值回放（${first} – ${last}）`);
    expect((await renewed).postDataJSON()).toMatchObject({ from, to });
    expect(await stretch.inputValue()).toBe('1');
  });
});

test.concurrent('how alerts are worded is written, seen as its channel sends it, kept and taken back', {
  timeout: 300_000,
}, async () => {
  await visit('/templates', async (page) => {
    const data = {
      kind: 'wecom',
      name: '模板专用',
      settings: { url: 'http://127.0.0.1:9/x' },
      minLevel: 'I',
    };
    const { id } = await (
      await page.request.post('/api/channels', { data: { ...data, active: false } })
    ).json();
    await page.goto(`/templates/${id}`);
    const [title, body] = [page.getByLabel('标题'), page.getByLabel('正文')];
    const preview = page.getByRole('region', { name: '预览' });
    await preview.getByText('在听潮中打开', { exact: true }).waitFor();
    await body.fill('严禁外传');
    await page.getByRole('button', { name: '负责人', exact: true }).click();
    await page.getByRole('button', { name: '帖子', exact: true }).click();
    expect(await body.inputValue()).toBe('严禁外传{{负责人}}\n{{帖子}}');
    await page.keyboard.press('Alt+ArrowUp');
    expect(await body.inputValue()).toBe('{{帖子}}\n严禁外传{{负责人}}');
    await page.keyboard.press('Alt+/');
    expect(await body.inputValue()).toBe('// {{帖子}}\n严禁外传{{负责人}}');
    await page.keyboard.press('Control+z');
    expect(await body.inputValue()).toBe('{{帖子}}\n严禁外传{{负责人}}');
    await title.fill('{{级另}} 值班');
    await page.getByText('没有叫“级另”的占位符').waitFor();
    expect(await page.getByRole('button', { name: '保存' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: '改为 级别' }).click();
    await preview
      .getByText(/^[●▲◆■] [蓝黄橙红] 值班$/)
      .last()
      .waitFor();
    await preview.getByText('模板里没有链接，已自动加在最后').waitFor();
    await preview.getByText(/4,096 字节/).waitFor();
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByLabel(/以谁的名义/).fill('王模板');
    await page.keyboard.press('Enter');
    await page.getByText(/^王模板 于/).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: '恢复默认' }).click();
    await page.getByRole('button', { name: '确认恢复默认' }).click();
    await page.getByText('这个渠道现在用默认模板').waitFor();
    expect(await title.inputValue()).toBe('{{级别}} · {{变化}} · {{主体}}');
    await page.request.delete(`/api/channels/${id}`);
  });
});

const PAGES = [
  '/',
  '/mentions',
  '/alerts',
  '/alerts/1',
  '/watches',
  '/watches/1',
  '/watches/1?part=risk',
  '/watches/1?part=replay',
  '/feeds',
  '/feeds/new',
  '/channels',
  '/channels/new',
  '/system',
  '/duty',
  '/routes',
  '/silences',
  '/templates',
  '/import',
  '/import/push',
  '/labels',
  '/trends?watch=1&range=7d',
  '/playbooks',
  '/playbooks/PB06',
];

test.concurrent.for(PAGES)(
  '%s has no accessibility fault in light or dark and fits a telephone',
  { timeout: 300_000 },
  async (address, { expect }) => {
    await visit(address, async (page) => {
      await page.getByRole('heading').first().waitFor();
      await expect.poll(() => page.getByText('正在载入').count(), { timeout: 60_000 }).toBe(0);
      expect(await faultsOf(page)).toEqual([]);
      // The theme changes colours and nothing else.
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await contrastFaultsOf(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      // The charts follow the window a moment later.
      await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    });
  },
);
