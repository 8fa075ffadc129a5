import { describe, expect, test } from 'vitest';
import { factsOf } from '../../../server/core/mention/facts.ts';
import { ruledOn } from '../../../server/core/mention/ruling.ts';
import { countMention } from '../../../server/core/series/tally.ts';
import { makeMention } from '../../support/make.ts';

const NAMES = ['云川市监局', '云川银保监局', '云川警方', '云川卫健委', '云川一院', '云川海关'];

/** A post that a watch of whoever it names sees. */
function seen(text: string, title: string | null = null) {
  const names = NAMES.filter((name) => `${title ?? ''}${text}`.includes(name));
  const mention = makeMention({
    post: { text, title, voice: 'official' },
    analysis: { severity: [{ category: 'food_poisoning', confidence: 0.9, terms: ['中毒'] }] },
  });
  return { ...mention, match: { ...mention.match, terms: names, names } };
}

describe('what a watched authority rules on others is no complaint against it', () => {
  test.each([
    '云川市监局通报某品牌奶粉抽检不合格，多名婴儿腹泻',
    '云川银保监局处罚三家保险公司，涉及虚假宣传欺诈客户',
    '因使用过期肉，味美餐厅被云川市监局罚款20万元',
    '近日，云川市监局依法对一家无证作坊立案调查',
    '云川市监局：一食堂多名学生食物中毒，已责令停业',
    '云川警方通报：一男子持刀伤人，致2死3伤',
    '云川警方抓获一个电信诈骗团伙',
    '云川卫健委就云川一家诊所医疗事故致人死亡一事作出处罚',
    '记者从云川市监局获悉，该局已查封涉事门店。云川市监局约谈了平台负责人',
    '某银行泄露客户信息，云川银保监局开出罚单',
    '云川市监局发布消费提示：警惕保健品诈骗',
    '云川市监局公布十起食品安全违法典型案例',
    '云川海关查获一批假冒疫苗',
    '味美餐厅吃坏肚子的事，云川市监局已经介入调查，这家店真恶心',
    '云川市监局对不合格奶粉生产企业开出百万罚单',
    '云川市监局执法人员现场检查发现老鼠，责令其停业整顿',
    '云川市监局接到举报后高度重视，立即对涉事门店立案调查',
    '云川市监局：经查，涉事门店过期肉致12人中毒，已依法查封',
    '云川市监局吊销味美餐厅食品经营许可证',
  ])('%s', (text) => {
    const mention = seen(text);
    const target = ruledOn(mention);
    expect(target).toEqual({ kind: 'ruled', name: null, reason: 'ruling' });
    expect(factsOf(mention, target)).toEqual([]);
    expect(countMention(mention)).toMatchObject({ sentiment: 0, target });
  });

  test('told in the title as well', () => {
    expect(ruledOn(seen('三家公司合计被罚百万', '云川银保监局处罚三家保险公司'))).not.toBeNull();
  });
});

describe('a complaint about the authority stays one', () => {
  test.each([
    '云川市监局不作为，投诉了三个月没人管',
    '举报味美餐厅用过期肉，云川市监局至今不立案',
    '云川市监局罚了味美餐厅500块，罚酒三杯，孩子还在住院',
    '云川市监局处罚太轻了，吃坏了那么多人',
    '云川市监局罚菜贩6.6万，太过分了',
    '云川市监局局长被查，涉嫌受贿',
    '中纪委通报云川市监局多名干部违规吃喝',
    '国家市监总局约谈云川市监局，要求限期整改',
    '云川市监局被通报批评，食物中毒瞒报',
    '云川市监局在全省考核中被约谈',
    '我要起诉云川市监局，对中毒事件不予处罚',
    '云川市监局什么时候能查处这家黑店？',
    '请云川市监局查处味美餐厅',
    '云川市监局，你们调查了吗，孩子还在发烧',
    '云川市监局没有查处这家黑作坊',
    '云川市监局处罚决定被法院撤销，败诉',
    '云川市监局就执法人员打人一事致歉',
    '云川警方通报民警打人致一人死亡',
    '云川警方打人，有人去世',
    '云川市监局食堂有人食物中毒',
    '云川市监局包庇黑心商家，通报避重就轻',
    '云川市监局选择性执法，只查处外地商户',
    '云川市监局通报就这？糊弄鬼呢',
    '去云川市监局办事，窗口态度恶劣',
    '云川市监局泄露了举报人的信息，商家找上门来打人',
    '云川市监局工作人员收钱，查处的都是没送礼的',
    '云川市监局的人迟迟不来，老人已经中毒住院',
    '云川市监局敢查处这家店吗',
    '云川市监局：孩子食物中毒三天了，没人查处',
    '云川市监局接到举报后，迟迟不去查封门店',
    '云川市监局停电起火，两人受伤',
    '云川银保监局遭举报，查处保险公司走过场',
  ])('%s', (text) => {
    const mention = seen(text);
    expect(ruledOn(mention)).toBeNull();
    expect(factsOf(mention, countMention(mention).target).map(({ name }) => name)).toContain(
      'sev.food_poisoning',
    );
  });

  test('nor is what is ruled on others a ruling of whoever is ruled on, or of a business that fines', () => {
    expect(ruledOn({ ...seen('云川一院被卫健委通报，患者死亡') })).toBeNull();
    expect(ruledOn(seen('云川一院处罚三名医生，患者已去世'))).toBeNull();
  });
});
