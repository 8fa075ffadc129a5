import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
const look: Windows['look'] = (address, run) => windows.look(address, run);

describe.concurrent('the overview', () => {
  test('says what is wrong in one sentence, charts it and names the next step', async () => {
    await look('/', async (page) => {
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
    await look('/', async (page) => {
      await page.getByRole('button', { name: '表格' }).click();
      expect(await page.getByRole('row').count()).toBeGreaterThan(20);
      await page.getByRole('cell', { name: '合计' }).waitFor();
    });
  });
});

describe.concurrent('addresses', () => {
  test('filters in the address are the filters on the page, and the other way round', async () => {
    await look('/mentions?sentiment=-1&q=冷就多穿点', async (page) => {
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
    await look('/mentions?q=冷就多穿点&originals=1', async (page) => {
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
    await look('/nowhere/at/all', async (page) => {
      await page.getByText('没有这个页面').waitFor();
    });
  });
});

test.concurrent('markup in a post is text: shown letter by letter, never run, never a link', async () => {
  await look('/mentions?q=停暖第三天', async (page) => {
    const card = page.getByRole('article').first();
    await card.getByText(MARKUP.slice(0, 30)).waitFor();
    expect(await card.locator('img, script, svg[onload]').count()).toBe(0);
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    expect(await page.evaluate('window.broken ?? null')).toBe(null);
  });
});

test.concurrent('the keyboard alone leads from the top of the page to a search and back', async () => {
  await look('/', async (page) => {
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

test.concurrent('the handbook says how fast, how to write and what the law asks', async () => {
  await look('/playbooks/handbook', async (page) => {
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
        .waitFor({ timeout: 15_000 });
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
  await visit('about:blank', async (page) => {
    await page.addInitScript(FLOOD);
    await page.route('**/api/feeds', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      await route.continue().catch(() => undefined);
    });
    await page.goto('/feeds');
    await page.getByRole('table').or(page.getByText('还没有来源')).waitFor({ timeout: 15_000 });
  });
});

// What follows waits for the server more than it works, and nothing in it reads what another part writes.
test.concurrent('a source is tried before it is saved, and its first post reaches the open overview by itself', async () => {
  await visit('/', async (overview, context) => {
    await overview.getByTitle('实时连接正常').waitFor();
    const page = await context.newPage();
    await page.goto('/feeds/new');
    await page.getByRole('radio', { name: /RSS/ }).check();
    await page.getByText('法律依据').first().waitFor();
    await page.getByLabel('订阅地址').fill(desk.feed);
    await page.getByRole('button', { name: '试取一次' }).click();
    await page.getByText('读到 1 条').waitFor({ timeout: 15_000 });
    await page.getByText('供热公司公布抢修进度').waitFor();
    await page.getByRole('button', { name: '保存来源' }).click();
    await page.getByText('正常').first().waitFor({ timeout: 15_000 });
    const stream = overview.getByRole('region', { name: '实时内容' });
    await stream.getByText('抢修进度').waitFor({ timeout: 15_000 });
  });
});

test.concurrent('a source that is off by default waits for a tick under its note', async () => {
  await look('/feeds/new', async (page) => {
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
  await look('/feeds', async (page) => {
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

const PAGES = [
  '/',
  '/mentions',
  '/alerts',
  '/alerts/1',
  '/watches',
  '/watches/1',
  '/feeds',
  '/feeds/new',
  '/channels',
  '/channels/new',
  '/import',
  '/import/push',
  '/labels',
  '/playbooks',
  '/playbooks/PB06',
];

test.concurrent.for(PAGES)(
  '%s has no accessibility fault in light or dark and fits a telephone',
  { timeout: 60_000 },
  async (address, { expect }) => {
    await look(address, async (page) => {
      await page.getByRole('heading').first().waitFor();
      await page.getByText('正在载入').waitFor({ state: 'detached' });
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
