import { line, trimmed } from '../core/settings/chat-settings.ts';
import { defineCloudPhone, keyFields, templateField, worldwideOf } from './shared/cloud-phone.ts';
import { askTencent } from './shared/tencent.ts';

/**
 * Text messages by Tencent Cloud (腾讯云短信); the same words go to one number once in half a minute.
 * https://cloud.tencent.com/document/product/382/55981
 */
export default defineCloudPhone({
  name: 'tencent-sms',
  title: { zh: '短信（腾讯云）', en: 'Text message (Tencent Cloud)' },
  settings: [
    ...keyFields('SecretId', 'SecretKey', {
      zh: '用只有短信权限的子用户',
      en: 'Of a sub-user that may only send messages',
    }),
    line(
      'app',
      { zh: '短信 SdkAppId', en: 'SMS SdkAppId' },
      { zh: '短信控制台的应用管理里', en: 'From its console' },
    ),
    line(
      'sign',
      { zh: '短信签名', en: 'Signature' },
      { zh: '审核通过的签名，不写【】', en: 'As approved, without 【】' },
    ),
    templateField({ zh: '模板 ID', en: 'Template ID' }, 'numbered'),
  ],
  send: ({ level, name, what, time }, settings, io, deliveryId) =>
    askTencent(
      io,
      {
        host: 'sms.tencentcloudapi.com',
        action: 'SendSms',
        version: '2021-01-11',
        region: 'ap-guangzhou',
        body: JSON.stringify({
          PhoneNumberSet: [worldwideOf(settings)],
          SmsSdkAppId: trimmed(settings.app),
          SignName: trimmed(settings.sign),
          TemplateId: trimmed(settings.template),
          TemplateParamSet: [level, name, what, time],
          SessionContext: deliveryId,
        }),
      },
      settings,
    ),
});
