import { describe, expect, test } from 'vitest';
import type { TemplateText } from '../../../server/core/message/message-template.ts';
import { keepTemplate } from '../../../server/flows/deliver/channel-template.ts';
import { type DeliverDeps, deliver } from '../../../server/flows/deliver/deliver.ts';
import { previewTemplate } from '../../../server/flows/deliver/preview-template.ts';
import { testChannel } from '../../../server/flows/deliver/test-channel.ts';
import { openNotifierIO } from '../../../server/net/notifier-io.ts';
import webhook from '../../../server/notifiers/webhook.ts';
import wecom from '../../../server/notifiers/wecom.ts';
import { json, openLoopback } from '../../notifiers/loopback.ts';
import { NOW, PASS_KEY } from '../../support/make.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { makeStage, type Stage, voices } from '../alert/alert-stage.ts';

const robot = await openLoopback(json({ errcode: 0, errmsg: 'ok' }));
const OWN: TemplateText = {
  title: '{{级别}} 值班 {{主体}}',
  body: '严禁外传\n{{一句话}}\n负责人 {{负责人}}\n{{链接}}',
};

function depsOf(stage: Stage): DeliverDeps {
  const now = () => stage.at;
  return {
    db: stage.db,
    now,
    passKey: PASS_KEY,
    playbooks: stage.deps.playbooks,
    random: () => 0.5,
    baseUrl: 'http://desk.example',
    io: openNotifierIO({ timeoutMs: PATIENCE_MS, now }),
    notifiers: new Map([wecom, webhook].map((each) => [each.name, each])),
  };
}

/** A channel to a robot, and an alert that waits to be told there. */
async function ringing() {
  const stage = await makeStage({ cooldown: 0 });
  const channel = await stage.channel({ kind: 'wecom', settings: { url: `${robot.url}/send` } });
  await stage.store(voices(12, '小区停暖了', NOW));
  await stage.look();
  const deps = depsOf(stage);
  const keep = (channelId: number | null, text: TemplateText) =>
    keepTemplate(deps, { ...text, channelId, by: '张三' });
  return { stage, channel, deps, keep };
}

const lastWords = (): string => JSON.parse(robot.seen.at(-1)?.body ?? '{}').markdown.content;

describe('an alert', () => {
  test('is told in the words of the channel, by whose hands it is in', async () => {
    const { stage, channel, deps, keep } = await ringing();
    await keep(null, { title: '{{主体}}', body: '给所有人' });
    await keep(channel.id, OWN);
    const person = { name: '李四', title: '', zone: 'Asia/Shanghai', hours_json: null, created_at: NOW };
    const { id } = await stage.db
      .insertInto('person')
      .values(person)
      .returning('id')
      .executeTakeFirstOrThrow();
    await stage.db.updateTable('alert').set({ assignee_id: id }).execute();
    expect(await deliver(deps)).toMatchObject({ sent: 1 });
    const [title, first, what, owner, link, ...more] = lastWords().split('\n\n');
    expect([title, first, owner, link, more]).toEqual([
      expect.stringMatching(/^\*\*[●▲◆■] . 值班 供热\*\*$/),
      '严禁外传',
      '负责人 李四',
      '[在听潮中打开](http://desk.example/alerts/1)',
      [],
    ]);
    expect(what).toContain('负面 12 条');
  });

  test('goes by the template for all where the channel has none, and by none that nobody can read', async () => {
    const { stage, deps, keep } = await ringing();
    await keep(null, OWN);
    await stage.db.updateTable('message_template').set({ body: '{{旧的占位符}}' }).execute();
    expect(await deliver(deps)).toMatchObject({ sent: 1 });
    expect(lastWords()).toMatch(/^\*\*[●▲◆■] . · 新预警 · 供热\*\*/);
    expect(lastWords()).toContain('/go/');
  });
});

describe('a test message', () => {
  test('is worded like alerts, or by a template that is not saved; either says that it is a test', async () => {
    const { channel, deps, keep } = await ringing();
    await keep(channel.id, OWN);
    const input = { channelId: channel.id };
    expect(await testChannel(deps, input)).toMatchObject({ ok: true });
    expect(lastWords()).toMatch(/^\*\*测试消息 · ● 蓝 值班 听潮测试\*\*\n\n严禁外传\n\n这是一条测试消息/);
    const template = { title: '{{主体}}', body: '{{异常程度}}\n{{确认链接}}\n{{编号}}' };
    expect(await testChannel(deps, { ...input, template })).toMatchObject({ ok: true });
    expect(lastWords().split('\n\n')).toEqual([
      '**● 蓝 · 测试消息 · 云川热力（示例）**',
      '1 小时 86 条，平时 9 条',
      '[在听潮中打开](http://desk.example)',
    ]);
    await expect(
      testChannel(deps, { ...input, template: { title: '{{名}}', body: '' } }),
    ).rejects.toMatchObject({
      code: 'bad_template',
    });
  });
});

describe('a preview', () => {
  test('is what would be sent, on a real alert, as if of another level; nothing is kept', async () => {
    const { stage, channel, deps } = await ringing();
    const trial = {
      channelId: channel.id,
      changeId: 1,
      title: '{{级别}} {{主体}}',
      body: '{{仅：红}}叫醒经理\n{{一句话}}',
    };
    const { message, faults } = await previewTemplate(deps, { ...trial, level: 'I' });
    expect(faults).toEqual([]);
    expect(message).toMatchObject({
      lock: { title: '■ 红 供热', line: '叫醒经理' },
      added: ['link'],
      isShortened: false,
      html: null,
      fit: {
        limit: 4_096,
        unit: 'bytes',
        used: Buffer.byteLength(JSON.parse(message?.raw ?? '{}').markdown.content),
      },
    });
    expect(message?.blocks.at(-1)).toEqual({
      kind: 'link',
      text: '在听潮中打开',
      url: 'http://desk.example/alerts/1',
    });
    const shown = await previewTemplate(deps, { ...trial, body: '{{一句话}}'.repeat(99), changeId: null });
    expect(shown.message).toMatchObject({ isShortened: true });
    expect(await previewTemplate(deps, { ...trial, body: '{{级另}}' })).toMatchObject({
      faults: [{ code: 'unknown', near: '级别', line: 1, column: 1 }],
      message: null,
    });
    expect(await stage.db.selectFrom('message_template').selectAll().execute()).toEqual([]);
  });

  test('needs a channel whose words can be chosen, and an alert that there is', async () => {
    const { stage, deps, keep } = await ringing();
    const hook = await stage.channel({ name: '工单' });
    await expect(keep(hook.id, OWN)).rejects.toMatchObject({ code: 'bad_request' });
    await expect(keep(99, OWN)).rejects.toMatchObject({ code: 'not_found' });
    const trial = { ...OWN, channelId: null, changeId: 99 };
    await expect(previewTemplate(deps, trial)).rejects.toMatchObject({ code: 'not_found' });
  });
});
