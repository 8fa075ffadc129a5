import { expect, test } from 'vitest';
import { signAliyun } from '../../../server/notifiers/shared/aliyun.ts';
import { signTencent } from '../../../server/notifiers/shared/tencent.ts';

/** The examples with which both clouds document their signatures, word for word. */
test('a request to Alibaba Cloud is signed as its example is', () => {
  const { url, headers } = signAliyun(
    {
      host: 'ecs.cn-shanghai.aliyuncs.com',
      action: 'RunInstances',
      version: '2014-05-26',
      query: {
        RegionId: 'cn-shanghai',
        ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
      },
    },
    { id: 'YourAccessKeyId', secret: 'YourAccessKeySecret' },
    { now: Date.parse('2023-10-26T10:22:32Z'), nonce: '3156853299f313e23d1673dc12e1703d' },
  );
  expect(headers.authorization).toBe(
    'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,' +
      'SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,' +
      'Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  );
  expect(url).toBe(
    'https://ecs.cn-shanghai.aliyuncs.com/?ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai',
  );
});

test('signs that a cloud wants written out are, in the address as in what is signed', () => {
  const { url } = signAliyun(
    { host: 'h.example', action: 'A', version: '1', query: { P: "（一）(2)*'!~ 9.6%" } },
    { id: 'i', secret: 's' },
    { now: 0, nonce: 'n' },
  );
  expect(url).toBe('https://h.example/?P=%EF%BC%88%E4%B8%80%EF%BC%89%282%29%2A%27%21~%209.6%25');
});

test('a request to Tencent Cloud is signed as its example is', () => {
  const { headers } = signTencent(
    {
      host: 'cvm.tencentcloudapi.com',
      action: 'DescribeInstances',
      version: '2017-03-12',
      region: 'ap-guangzhou',
      body: String.raw`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`,
    },
    { id: 'i', secret: '*'.repeat(32) },
    1_551_113_065_000,
  );
  expect(headers.authorization).toBe(
    'TC3-HMAC-SHA256 Credential=i/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host;x-tc-action, ' +
      'Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f',
  );
  expect(headers).toMatchObject({ 'x-tc-timestamp': '1551113065', 'x-tc-region': 'ap-guangzhou' });
});
