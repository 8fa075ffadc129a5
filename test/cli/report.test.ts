import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../support/database.ts';
import { unzip } from '../support/unzip.ts';
import { inProcess } from './tingchao.ts';

const ROWS = [
  'id,text,time,author',
  '1,"阳光花园停暖两天,没人管",2026-11-17 08:00:00,张三',
  '2,供暖很好,2026-11-19 09:30:00,李四',
  '3,供暖几号开始,2026-11-22 23:30:00,王五',
].join('\n');

describe('the command report', () => {
  test('writes what came of a week to a file or to stdout, and keeps nothing', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'rows.csv');
    writeFileSync(file, ROWS);
    const run = (...args: string[]) => inProcess(args, { TINGCHAO_DATA: path.join(folder, 'data') });
    await run('import', file, '--platform', '投诉台', '--watch', '供热=停暖,供暖');

    const week = ['--watch', '供热', '--from', '2026-11-18'];
    const json = await run('report', ...week, '--format', 'json');
    expect(json.status, json.stderr).toBe(0);
    const { title, snapshot, madeBy } = JSON.parse(json.stdout);
    expect([title, madeBy]).toEqual(['供热舆情周报', null]);
    expect(snapshot.periodWord).toBe('2026年11月16日（周一）至11月22日（周日）');
    expect(snapshot.summary[1]).toContain('本周共有 3 条提及');

    const target = path.join(folder, '周报.docx');
    const docx = await run('report', ...week, '--out', target);
    expect([docx.status, docx.stdout]).toEqual([0, '']);
    expect(unzip(readFileSync(target)).get('word/document.xml')?.toString()).toContain('供热舆情周报');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);

    const days = await run('report', '--kind', 'daily', ...week, '--to', '2026-11-19', '--format', 'html');
    expect(days.stdout).toContain('2026年11月18日（周三）至11月19日（周四）');
    const all = await run('report', '--kind', 'monthly', '--from', '2026-11-03', '--format', 'json');
    expect(JSON.parse(all.stdout)).toMatchObject({ title: '供热舆情月报' });
  });

  test.each([
    [['--kind', 'hourly'], '--kind takes daily, weekly, monthly, custom'],
    [['--format', 'pdf'], '--format takes docx, html, xlsx, json'],
    [['--from', '昨天'], '--from takes a date or an ISO time'],
    [['--to', '2026-11-19'], '--from is missing'],
    [['--kind', 'custom', '--from', '2026-11-19'], '--to is missing'],
  ])('%j is refused in words', async (args, words) => {
    const folder = path.join(tempFolder(), 'none');
    const { status, stderr, stdout } = await inProcess(['report', ...args], { TINGCHAO_DATA: folder });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(words);
    expect(existsSync(folder)).toBe(false);
  });
});
