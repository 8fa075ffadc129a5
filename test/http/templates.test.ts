import { describe, expect, test } from 'vitest';
import type { LiveEvent } from '../../server/core/job/live.ts';
import type { TemplatePreview, TemplatesScreen } from '../../server/core/screens/templates.ts';
import { makeChannel } from '../support/make-channel.ts';
import { faultOf, serveHttp } from './serve.ts';

const TEXT = { title: '{{级别}} {{主体}}', body: '{{一句话}}\n{{链接}}' };

async function withChannels() {
  const served = await serveHttp();
  const make = (kind: string, name: string) => makeChannel(served.db, { kind, name });
  const [group, mail] = [await make('wecom', '值班群'), await make('email', '邮箱')];
  const hook = await make('webhook', '工单');
  const ask = async <T>(method: string, at: string, body?: unknown): Promise<T> => {
    const answer = await served.ask(method, `/api/templates${at}`, body === undefined ? {} : { body });
    expect(answer.status, answer.body).toBe(200);
    return answer.json();
  };
  const refused = async (method: string, at: string, body?: unknown) => {
    const answer = await served.ask(method, `/api/templates${at}`, body === undefined ? {} : { body });
    return [answer.status, faultOf(answer).code];
  };
  const raw = served.ask;
  return { ...served, group, mail, hook, ask, refused, raw };
}

describe('templates of messages', () => {
  test('at first there are none; what can be written and for whom is told', async () => {
    const { ask, group, mail } = await withChannels();
    const screen = await ask<TemplatesScreen>('GET', '');
    expect(screen).toMatchObject({
      forAll: null,
      samples: [],
      channels: [{ id: group.id, own: null }, { id: mail.id }],
    });
    expect(screen.channels).toHaveLength(2);
    expect(screen.channels[1]?.standard.body).toContain('{{走势图}}');
    expect(screen.fields).toContainEqual({ field: 'posts', name: '帖子', isSection: true });
  });

  test('one is kept in a name, told to every open page, and taken away again', async () => {
    const { ask, bus, group } = await withChannels();
    const heard: LiveEvent[] = [];
    bus.subscribe((event) => heard.push(event));
    await ask('PUT', '/all', { ...TEXT, by: '张三' });
    const screen = await ask<TemplatesScreen>('PUT', `/${group.id}`, {
      ...TEXT,
      title: '{{变化}}',
      by: '李四',
    });
    expect(screen.forAll).toMatchObject({ ...TEXT, by: '张三', at: expect.any(Number) });
    expect(screen.channels[0]?.own).toMatchObject({ title: '{{变化}}', by: '李四' });
    expect(heard).toHaveLength(2);
    expect(heard[0]).toMatchObject({ kind: 'settings', what: 'channels' });
    const left = await ask<TemplatesScreen>('DELETE', `/${group.id}`);
    expect([left.channels[0]?.own, left.forAll?.by]).toEqual([null, '张三']);
    expect((await ask<TemplatesScreen>('DELETE', '/all')).forAll).toBe(null);
  });

  test('one with faults is refused with all of them, and nothing is kept', async () => {
    const { ask, group, refused, raw } = await withChannels();
    const body = { title: '{{级另}}', body: '{{帖子：9}}', by: '张三' };
    const answer = await raw('PUT', `/api/templates/${group.id}`, { body });
    expect([answer.status, faultOf(answer).code]).toEqual([400, 'bad_template']);
    expect(faultOf(answer).details).toMatchObject({
      faults: [
        { code: 'unknown', part: 'title', near: '级别' },
        { code: 'bad_count', part: 'body' },
      ],
    });
    expect(await refused('POST', `/${group.id}/test`, body)).toEqual([400, 'bad_template']);
    expect((await ask<TemplatesScreen>('GET', '')).channels[0]?.own).toBe(null);
  });

  test('a channel that is none, that has no words, and a nameless hand are refused', async () => {
    const { hook, refused } = await withChannels();
    const by = '张三';
    expect(await refused('PUT', '/99', { ...TEXT, by })).toEqual([404, 'not_found']);
    expect(await refused('PUT', `/${hook.id}`, { ...TEXT, by })).toEqual([400, 'bad_request']);
    expect(await refused('PUT', '/all', { ...TEXT, by: ' ' })).toEqual([400, 'bad_request']);
    expect(await refused('DELETE', '/99')).toEqual([404, 'not_found']);
    expect(await refused('POST', `/${hook.id}/test`, TEXT)).toEqual([400, 'bad_request']);
  });

  test('what is being written is shown as its channel would send it, faults and all', async () => {
    const { ask, group, mail, refused } = await withChannels();
    const trial = { ...TEXT, channelId: group.id, changeId: null };
    const { message } = await ask<TemplatePreview>('POST', '/preview', trial);
    expect(JSON.parse(message?.raw ?? '{}').markdown.content).toMatch(/^\*\*◆ 橙 云川热力（示例）\*\*/);
    const html = await ask<TemplatePreview>('POST', '/preview', {
      ...trial,
      channelId: mail.id,
      body: '{{走势图}}',
    });
    expect(html.message?.html).toContain('近 24 小时每小时条数');
    const plain = await ask<TemplatePreview>('POST', '/preview', { ...trial, channelId: null, level: 'I' });
    expect(plain.message).toMatchObject({ fit: null, lock: { title: '■ 红 云川热力（示例）' } });
    const wrong = await ask<TemplatePreview>('POST', '/preview', { ...trial, body: '{{链接' });
    expect(wrong).toMatchObject({ faults: [{ code: 'unclosed', line: 1, column: 1 }], message: null });
    expect(await refused('POST', '/preview', { ...trial, change: 'calming' })).toEqual([400, 'bad_request']);
  });
});
