import { expect, test } from 'vitest';
import { guardedLookup, isPublicAddress, type Lookup } from '../../crawlers/polite/addresses.ts';

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '224.0.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '198.18.0.1',
  '::',
  '::1',
  '[::1]',
  'fe80::1%eth0',
  'fc00::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::a00:1',
  '2002:7f00:1::',
  '::127.0.0.1',
  '2400:da00::5efe:a00:1',
  '2400:da00::200:5efe:127.0.0.1',
  'fec0::1',
  '2001::1',
  '2001:db8::1',
  'localhost',
  '',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '110.242.68.66', '2400:da00::6666', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
  '%s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test('one private address among public ones is enough to refuse the name', async () => {
  const lookup: Lookup = (_host, _options, callback) =>
    callback(null, [
      { address: '8.8.8.8', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ]);
  const code = await new Promise((resolve) =>
    guardedLookup(lookup)('a.cn', {}, (error) => resolve(error?.code)),
  );
  expect(code).toBe('PRIVATE_ADDRESS');
});
