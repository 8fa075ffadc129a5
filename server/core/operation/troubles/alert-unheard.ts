import { CHANNEL_OFF, CHANNEL_REMOVED } from '../../alert/stuck.ts';
import { LEVEL_WORDS } from '../../playbook/crisis-desk.ts';
import type { TroubleCheck } from '../operational-trouble.ts';
import { shortened } from './channel-failing.ts';

const OWN_REASONS: Readonly<Record<string, string>> = {
  [CHANNEL_REMOVED]: '渠道已删除',
  [CHANNEL_OFF]: '渠道已停用',
};
const reasonWord = (reason: string): string => OWN_REASONS[reason] ?? shortened(reason);

/**
 * A grave alert that reached nobody: reported with the first message that failed, not when a channel fails for long.
 */
export const alertUnheard: TroubleCheck<'alert-unheard'> = {
  kind: 'alert-unheard',
  find: ({ unheard }) =>
    unheard.map((alert) => ({ kind: 'alert-unheard', subject: String(alert.alertId), detail: alert })),
  words: ({ watchName, level, channels, reason }) => ({
    title: `“${shortened(watchName)}”的${LEVEL_WORDS[level].zh}色预警没有通知到任何人`,
    what: [
      `发往 ${channels} 个渠道，都没有送达`,
      ...(reason === null ? [] : [`最后一次的原因：${reasonWord(reason)}`]),
    ].join('，'),
    next: '打开预警，确认并通知到人；再核对渠道的设置。',
  }),
};
