import { describe, expect, test } from 'vitest';
import { createLexiconPreparer } from '../../server/text/prepared.ts';

const lexicon = createLexiconPreparer();
const measures = (text: string) =>
  lexicon.prepare(text).measures.map(({ expected, actual, unit, worse }) => [expected, actual, unit, worse]);

describe('temperatures', () => {
  test.each([
    ['合同规定不低于20度,前天自己测的只有16度', [20, 16, 'celsius', true]],
    ['师傅上门测温只有14.5度', [18, 14.5, 'celsius', true]],
    ['室温常年13、4度,被子都是潮的', [18, 14, 'celsius', true]],
    ['主卧温度从来没上过19度', [19, 19, 'celsius', true]],
    ['客厅温度一直上不了18度', [18, 18, 'celsius', true]],
    ['影院空调说好25度,实际30度', [25, 30, 'celsius', true]],
    ['高铁空调说24度,车厢里29度,汗都湿透了', [24, 29, 'celsius', true]],
    ['宿舍空调制热说好24度,实际15度,冻得睡不着', [24, 15, 'celsius', true]],
  ] as const)('%s', (text, measure) => expect(measures(text)).toContainEqual(measure));

  test('a warm room is no complaint', () => {
    expect(measures('今年暖气给力,室温23度')).toEqual([[18, 23, 'celsius', false]]);
  });
});
