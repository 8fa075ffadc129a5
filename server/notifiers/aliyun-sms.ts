import { line, trimmed } from '../core/settings/chat-settings.ts';
import { askAliyun } from './shared/aliyun.ts';
import { defineCloudPhone, keyFields, mobileOf, templateField } from './shared/cloud-phone.ts';

/**
 * Text messages by Alibaba Cloud (阿里云短信服务): 50 a day of one template to one number.
 * https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms
 */
export default defineCloudPhone({
  name: 'aliyun-sms',
  title: { zh: '短信（阿里云）', en: 'Text message (Alibaba Cloud)' },
  settings: [
    ...keyFields('AccessKey ID', 'AccessKey Secret', {
      zh: '用只有短信权限的 RAM 用户',
      en: 'Of a RAM user that may only send messages',
    }),
    line(
      'sign',
      { zh: '短信签名', en: 'Signature' },
      { zh: '审核通过的签名，不写【】', en: 'As approved, without 【】' },
    ),
    templateField({ zh: '模板 CODE', en: 'Template code' }, 'named'),
  ],
  send: (words, settings, io, deliveryId) =>
    askAliyun(
      io,
      {
        host: 'dysmsapi.aliyuncs.com',
        action: 'SendSms',
        version: '2017-05-25',
        query: {
          PhoneNumbers: mobileOf(settings),
          SignName: trimmed(settings.sign),
          TemplateCode: trimmed(settings.template),
          TemplateParam: JSON.stringify(words),
          OutId: deliveryId,
        },
      },
      settings,
      deliveryId,
    ),
});
