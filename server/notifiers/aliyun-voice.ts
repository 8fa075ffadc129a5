import { line, trimmed } from '../core/settings/chat-settings.ts';
import { askAliyun } from './shared/aliyun.ts';
import { defineCloudPhone, keyFields, mobileOf, templateField } from './shared/cloud-phone.ts';

/**
 * Calls by Alibaba Cloud (阿里云语音通知), said twice: one a minute, five an hour and twenty a day to one number.
 * https://help.aliyun.com/zh/vms/developer-reference/api-dyvmsapi-2017-05-25-singlecallbytts
 */
export default defineCloudPhone({
  name: 'aliyun-voice',
  title: { zh: '电话（阿里云语音）', en: 'Telephone call (Alibaba Cloud)' },
  settings: [
    ...keyFields('AccessKey ID', 'AccessKey Secret', {
      zh: '用只有语音权限的 RAM 用户',
      en: 'Of a RAM user that may only call',
    }),
    templateField({ zh: '语音模板 ID', en: 'Voice template' }, 'named'),
    line(
      'from',
      { zh: '外呼号码', en: 'Calling number' },
      { zh: '专属模式填写，公共模式留空', en: 'In dedicated mode; empty in shared mode' },
      false,
    ),
  ],
  send(words, settings, io, deliveryId) {
    const from = trimmed(settings.from);
    return askAliyun(
      io,
      {
        host: 'dyvmsapi.aliyuncs.com',
        action: 'SingleCallByTts',
        version: '2017-05-25',
        query: {
          CalledNumber: mobileOf(settings),
          ...(from === '' ? {} : { CalledShowNumber: from }),
          TtsCode: trimmed(settings.template),
          TtsParam: JSON.stringify(words),
          // OutId takes fifteen characters: a delivery's own number is at its end.
          PlayTimes: '2',
          OutId: deliveryId.slice(-15),
        },
      },
      settings,
      deliveryId,
    );
  },
});
