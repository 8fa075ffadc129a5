import { describe, expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const read = (text: string) => reader.read(text);

describe('segments are what writers say they are', () => {
  test.each([
    ['我一个70岁的老人,不会用智能机,太难了', 'elderly'],
    ['我今年六十八岁,排了两个小时', 'elderly'],
    ['我是大学生,会员太贵了', 'young'],
    ['作为宝妈,这车位太不方便', 'family_child'],
    ['我们公司的发票一直开不出来', 'business'],
    ['我看不懂这个账单', 'plain_language'],
    ['我今年刚毕业,房租太贵了', 'young'],
    ['我和弟弟都刚毕业,房租太贵', 'young'],
    ['我是退休工人,不会用手机挂号', 'elderly'],
    ['我70岁了还要自己跑三趟', 'elderly'],
    ['本人68岁,去银行取钱被拒', 'elderly'],
    ['我们家孩子上幼儿园,园里饭菜发霉', 'family_child'],
    ['我带娃坐地铁,没有母婴室', 'family_child'],
    ['我老婆带娃坐地铁,没有母婴室', 'family_child'],
    ['我穷,买不起你们的会员', 'price_sensitive'],
    ['我公司的宽带断了两天,损失谁赔', 'business'],
  ])('%s', (text, segment) => {
    expect(read(text).segments).toContain(segment);
  });

  test.each([
    '家里有老人和孩子冻得不行',
    '我看到一个老人摔倒了',
    '学生都在排队',
    '我们小区的老人没人管',
    '小朋友很喜欢',
    '我妈是退休教师,办业务跑了三趟',
    '我弟弟刚毕业,租房被中介坑了',
    '我姐是宝妈,抱着娃排了一下午',
    '我奶奶不会用智能机,营业厅不管',
    '我姥姥看不懂账单上的字',
    '我65岁的母亲在站台等了一小时',
    '我同事刚毕业,工资被拖了两个月',
    '我看到一个学生被司机骂',
    '我是大学生家长,宿舍太差了',
  ])('others are spoken of: %s', (text) => {
    expect(read(text).segments).toEqual([]);
  });
});

describe('what writers say they are not is no segment', () => {
  test.each([
    '我不穷,就是不想被坑',
    '我不是学生党,别给我推优惠',
    '我又不是老人,为什么要走老年通道',
    '我还没退休,社保怎么就断了',
    '我们不是企业,开不了专票',
  ])('%s', (text) => expect(read(text).segments).toEqual([]));
});

describe('root causes', () => {
  test.each([
    ['来回跑了四趟,部门之间踢皮球,太气人了', 'process'],
    ['客服不专业,一问三不知,差评', 'staff'],
    ['又闪退又死机,垃圾软件', 'product_tech'],
    ['虚假宣传,说好的赠品没有,失望', 'expectation_mismatch'],
  ])('%s', (text, cause) => {
    expect(read(text).rootCauses).toContain(cause);
  });

  test.each([
    '我迟到了三分钟,登机口就关了,地勤态度真差',
    '我们迟到是不对,但餐厅取消预订不退钱,差评',
    '公交又晚点,害我上班迟到被罚款,太气人',
    '我忘了带身份证,前台死活不让住,恶心',
    '我说错了卡号,客服直接挂电话,差劲',
    '我妈不懂这些,被忽悠买了八千块保健品,骗子',
  ])('what the writer did himself blames no staff: %s', (text) => {
    expect(read(text).rootCauses).not.toContain('staff');
  });

  test.each([
    '师傅迟到了两个小时,还不道歉,差评',
    '老师经常迟到,家长群都不满',
    '给我扎针的护士在聊天,太差了',
    '师傅一直跟我聊天不干活,差评',
    '他们忘了登记我的报修,白等三天,气死',
  ])('what staff did does: %s', (text) => {
    expect(read(text).rootCauses).toContain('staff');
  });

  test('a pleased writer names none', () => {
    expect(read('排队很快,新人也很专业,好评').rootCauses).toEqual([]);
  });
});

describe('sarcasm', () => {
  test('praise of what was bad is suspected, praise is not', () => {
    expect(read('真是太贴心了呢,让我等了三个小时').sarcasm).toBeGreaterThanOrEqual(0.5);
    expect(read('师傅很贴心,等了五分钟就到了').sarcasm).toBeLessThan(0.5);
  });

  test.each(['好吃到哭,绝了', '好看到哭,厉害了', '香到哭,妙啊', '舞台效果好看到爆炸,真绝'])(
    'nor is what is so good that one weeps: %s',
    (text) => expect(read(text).sarcasm).toBeLessThan(0.5),
  );
  test.each(['难吃到哭,呵呵', '不好吃到哭,绝了', '贵到哭,真会玩,一碗面收八十'])(
    'what is so bad is: %s',
    (text) => expect(read(text).sarcasm).toBeGreaterThanOrEqual(0.5),
  );
});

describe('what was promised and what came', () => {
  test.each([
    ['说好5分钟,结果等了10分钟', 5, 10, 'minute'],
    ['承诺三天到货,实际用了一周', 3, 7, 'day'],
    ['说好半小时,等了两个小时才来', 0.5, 2, 'hour'],
  ])('%s', (text, expected, actual, unit) => {
    expect(read(text).aspects).toContainEqual(expect.objectContaining({ expected, actual, unit }));
  });
});
