import { line, trimmed } from '../core/settings/chat-settings.ts';
import { defineCloudPhone, keyFields, templateField, worldwideOf } from './shared/cloud-phone.ts';
import { askTencent } from './shared/tencent.ts';

/** Calls by Tencent Cloud (腾讯云语音消息), said twice. https://cloud.tencent.com/document/api/1128/51558 */
export default defineCloudPhone({
  name: 'tencent-voice',
  title: { zh: '电话（腾讯云语音）', en: 'Telephone call (Tencent Cloud)' },
  settings: [
    ...keyFields('SecretId', 'SecretKey', {
      zh: '用只有语音权限的子用户',
      en: 'Of a sub-user that may only call',
    }),
    line(
      'app',
      { zh: '语音 SdkAppid', en: 'Voice SdkAppid' },
      { zh: '语音控制台的应用管理里', en: 'From its console' },
    ),
    templateField({ zh: '语音模板 ID', en: 'Voice template' }, 'numbered'),
  ],
  send: ({ level, name, what, time }, settings, io, deliveryId) =>
    askTencent(
      io,
      {
        host: 'vms.tencentcloudapi.com',
        action: 'SendTtsVoice',
        version: '2020-09-02',
        region: 'ap-guangzhou',
        body: JSON.stringify({
          CalledNumber: worldwideOf(settings),
          VoiceSdkAppid: trimmed(settings.app),
          TemplateId: trimmed(settings.template),
          TemplateParamSet: [level, name, what, time],
          PlayTimes: 2,
          SessionContext: deliveryId,
        }),
      },
      settings,
    ),
});
