import { describe, expect, test } from 'vitest';
import { openGaps } from '../../../server/core/playbook/open-gaps.ts';

describe('what was left open in a statement', () => {
  test.each([
    ['截至{{event_time}}，咨询{{ hotline }}，{{event_time}}再通报', ['event_time', 'hotline']],
    ['截至〔事件时间〕，请拨打【专线电话】，由〔品牌/单位名称〕负责', ['event_time', 'hotline', 'brand']],
    ['Call 〔Hotline〕', ['hotline']],
    ['原因〔原因（须有报告依据）〕', ['cause']],
    ['原因〔原因〕', ['cause']],
    ['联系人【待填】，电话［请填写电话］，时间〔  〕', ['【待填】', '［请填写电话］', '〔  〕']],
    ['我们于XX时××分到场，影响__户', ['XX', '××', '__']],
    ['【某某供热】今早国发〔2016〕61号要求', []],
    ['乘客张××已出院，王某某致谢', []],
    ['型号X5与X9已下架', []],
    ['Model X 个别车辆召回，请加VX号查询', []],
    ['11月XX日影响5XX户', ['XX']],
    ['三处已恢复，1人留观。咨询电话96778', []],
  ])('%s: %j', (text, found) => {
    expect(openGaps(text)).toEqual(found);
  });
});
