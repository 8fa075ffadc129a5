import type { CodeRules } from '../../core/message/send-result.ts';
import { MINUTE } from '../../core/time.ts';

/**
 * Too much in a minute: 45009. -1 is trouble on their side, 45033 too many at once. A robot that is gone (93000), a text
 * too long (40058), an address that the app does not trust (60020) stay so.
 * https://developer.work.weixin.qq.com/document/path/90455
 */
export const WECOM_RULES: CodeRules = {
  field: 'errcode',
  good: 0,
  busy: { 45009: MINUTE },
  passing: [-1, 45033],
};
