import { describe, expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const events = (text: string) => reader.read(text, {}).severity.map(({ category }) => category);

describe('events told plainly, in words of no list', () => {
  test.each([
    ['我姥姥上个月在你们护理院过世了,没人给个说法', 'death'],
    ['都闹出人命了,你们公关还在发软文', 'death'],
    ['爷爷在走廊里咽了气,床位还没排上', 'death'],
    ['一家五口中煤气,就救回来两个', 'death'],
    ['托班虐童,家长群里全是视频', 'injury'],
    ['护工虐待老人被监控拍下', 'injury'],
    ['小区没拴绳的狗把我女儿咬了', 'injury'],
    ['商场扶梯夹了孩子的脚', 'injury'],
    ['病人把护士捅了', 'injury'],
    ['一辆货车冲进了人群', 'injury'],
    ['旅游大巴翻到沟里了', 'fire_explosion'],
    ['妇产科抱错了孩子', 'injury'],
    ['老师下班走了,娃被锁在校车里三个钟头', 'injury'],
    ['缆车卡在半空一个多小时', 'fire_explosion'],
  ] as const)('%s', (text, category) => expect(events(text)).toContain(category));

  test.each([
    '人命关天的事你们能不能上点心,电话都打不通',
    '这楼梯再不修迟早要出人命',
    '外婆过世三年了,还是很想她做的红烧肉',
    '狗狗把我的拖鞋咬坏了',
    '差点被车门夹到,还好师傅停得快',
    '这下可捅娄子了,领导要骂人',
    '把这事捅到网上去才有人理',
    '电梯门防夹功能很灵敏',
    '把书包落在校车上了,司机师傅送回来了',
    '这集里医院抱错孩子,太狗血',
    '演唱会门票说没就没了,气死',
  ])('nobody is woken by %s', (text) =>
    expect(events(text).filter((category) => category !== 'vulnerable')).toEqual([]),
  );
});

describe('spellings that hide a word', () => {
  test.each([
    ['被催收逼得只想自鲨', 'self_harm'],
    ['隔壁栋有个女生挑楼了', 'self_harm'],
    ['我爷爷在你们那儿输液就鼠了', 'death'],
    ['工地上又噶了两个,家属被堵在门口', 'death'],
    ['车间亖了一个人,没人敢说', 'death'],
    ['健身教练强j女学员', 'sexual_violence'],
    ['补习班老师猥xie学生', 'sexual_violence'],
    ['個工友流晒血都冇人理', 'injury'],
  ] as const)('%s', (text, category) => expect(events(text)).toContain(category));

  test.each([
    '新买的紫砂壶养得真好看',
    '买房挑楼层有什么讲究',
    '笑亖了这只猫',
    '手机电池噶了换一块',
    '热亖了求降温',
  ])('hide nothing in %s', (text) => expect(events(text)).toEqual([]));
});

test.each(['理发的时候多收我三十块,问他还翻脸', '外卖汤洒了一半,谁都不认'])(
  'a word that tells of nothing is no event: %s',
  (text) => expect(events(text)).not.toContain('fraud'),
);

describe('what everybody says in such words', () => {
  test.each([
    '不过身体健康最重要,别的都不急',
    '经过世纪大道换乘二号线',
    '路过世纪公园,樱花开得正好',
    '错过世界杯决赛了',
    '透过身边小事看服务',
    '我过身份验证了,客服很快',
    '阿婆走咗去饮茶,好开心',
    '妈咪走咗去街市买餸',
    '同事捅了捅我,叫我看窗外',
    '爸爸的头发就没了',
    '妹妹眨眼半块蛋糕就没了',
    '同学们一路走好,前程似锦',
    '我家狗把孩子的拖鞋咬了',
    '师傅输错液晶屏型号,又重输了一遍',
    '打错针脚的毛衣拆了重织',
    '冰淇淋车开到人堆里,一抢而空',
    '过山车停在半空那一下太爽了',
    '儿子忘在校车上的外套找到了',
    '妈妈笑噶了',
    '紫砂了不起,泡茶真香',
  ])('%s', (text) => expect(events(text)).toEqual([]));

  test.each([
    ['校车翻到河里了,司机边开车边玩游戏', 'fire_explosion'],
    ['孩子被锁在车里两个小时,老师在看电影', 'injury'],
    ['他家的狗咬了我女儿,主人还在追剧不管', 'injury'],
    ['我奶奶昨天在你们院里过世了,没人给个说法', 'death'],
  ] as const)('but not %s', (text, category) => expect(events(text)).toContain(category));
});
