import { describe, expect, test } from 'vitest';
import {
  deleteMessageTemplate,
  getMessageTemplate,
  listMessageTemplates,
  saveMessageTemplate,
} from '../../server/db/channel/message-templates.ts';
import { removeChannel } from '../../server/flows/deliver/remove-channel.ts';
import { makeDatabase } from '../support/database.ts';
import { NOW } from '../support/make.ts';
import { makeChannel } from '../support/make-channel.ts';

async function withChannels() {
  const db = await makeDatabase();
  const { id: one } = await makeChannel(db, { kind: 'wecom', name: '值班群' });
  const { id: other } = await makeChannel(db, { kind: 'wecom', name: '热力群' });
  const write = (channelId: number | null, title: string, updatedBy = '张三') =>
    saveMessageTemplate(db, { channelId, title, body: '{{一句话}}', updatedAt: NOW, updatedBy });
  return { db, one, other, write };
}

describe('templates of messages', () => {
  test('a channel has its own, else that for all, else none; who saves last is named', async () => {
    const { db, one, other, write } = await withChannels();
    expect(await getMessageTemplate(db, one)).toBe(null);
    await write(null, '都这样');
    await write(one, '值班');
    await write(one, '值班 2', '李四');
    await write(null, '都那样');
    expect(await getMessageTemplate(db, one)).toEqual({
      channelId: one,
      title: '值班 2',
      body: '{{一句话}}',
      updatedAt: NOW,
      updatedBy: '李四',
    });
    expect(await getMessageTemplate(db, other)).toMatchObject({ channelId: null, title: '都那样' });
    expect((await listMessageTemplates(db)).map(({ channelId }) => channelId)).toEqual([null, one]);
  });

  test('one taken away leaves the others, and a channel takes its own along', async () => {
    const { db, one, other, write } = await withChannels();
    for (const each of [null, one, other]) await write(each, '标题');
    expect(await deleteMessageTemplate(db, null)).toBe(true);
    expect(await deleteMessageTemplate(db, null)).toBe(false);
    expect(await deleteMessageTemplate(db, other)).toBe(true);
    expect((await listMessageTemplates(db)).map(({ channelId }) => channelId)).toEqual([one]);
    await removeChannel({ db, now: () => NOW }, one);
    expect(await listMessageTemplates(db)).toEqual([]);
  });
});
