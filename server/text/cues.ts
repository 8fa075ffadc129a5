import type { Servqual } from '../core/reading/analysis.ts';

/**
 * Complaints that use no word of displeasure: nobody came, third visit, broken on arrival. General
 * patterns, each run only on a sentence that holds one of its triggers, and each of bounded width so
 * that no text can make it slow.
 */
export interface Cue {
  readonly name: string;
  readonly triggers: readonly string[];
  readonly pattern: RegExp;
  readonly weight: number;
  readonly servqual: Servqual;
}

const N = '(?:\\d{1,4}|[一二两三四五六七八九十几多数百]{1,4}|无数|好几|十几|几十)';

const CUES: readonly Cue[] = [
  {
    name: 'no-show',
    triggers: ['没来', '没人来', '人来', '没到', '还没', '没修', '一直没', '始终没', '迟迟', '不见人'],
    pattern:
      /(?:还|一直|始终|也|都|至今|到现在|根本|压根|迟迟)(?:没有?|不)(?:人)?(?:来|到|修|发货|发|处理|解决|到账|退|安排|派|动静|消息|答复|回复|结果|联系|恢复|送)|没有?人来|不见人/,
    weight: -0.5,
    servqual: 'responsiveness',
  },
  {
    name: 'unanswered',
    triggers: ['没人', '无人', '不接', '没回', '不回', '没接', '打过去', '占线'],
    pattern:
      /(?:没|无)有?人(?:接|理|管|应|回|处理|答复)|(?:不|没)接(?:电话|听)?|(?:不|没)回(?:复|信|消息|话|我)/,
    weight: -0.5,
    servqual: 'responsiveness',
  },
  {
    name: 'many-attempts',
    triggers: ['趟', '次', '遍', '个电话', '回了'],
    pattern: new RegExp(
      `(?:跑|打|催|修|找|去|问|投诉|反映|报修|联系|换|寄|申请|试|说)了?(?:整整|足足)?${N}(?:趟|次|遍|回|个电话)`,
    ),
    weight: -0.45,
    servqual: 'responsiveness',
  },
  {
    name: 'short-lived',
    triggers: ['坏', '断了', '裂', '开胶', '掉了', '又漏', '报废', '不亮', '不转', '不制冷', '不制热'],
    pattern: new RegExp(
      `(?:才|刚|不到|没)[^,。!?]{0,4}?${N}?个?(?:天|次|周|星期|月|小时|年)?[^,。!?]{0,6}(?:就|又)[^,。!?]{0,4}(?:坏|断|裂|开胶|掉|漏|报废|不亮|不转|不制)`,
    ),
    weight: -0.6,
    servqual: 'reliability',
  },
  {
    name: 'broken',
    triggers: ['坏', '碎', '烂', '扁', '变形', '散架', '漏', '洒', '撒', '破', '冒水', '裂'],
    pattern:
      /(?:压|摔|挤|撞|弄|砸|磕|踩|泡|冻|刮)(?:坏|碎|烂|扁|破|裂|变形)|(?:全|都|又|就|已经|也)(?:是)?(?:坏|碎|烂|破|裂|漏|洒|撒|散架|变形)(?:了|的)/,
    weight: -0.5,
    servqual: 'reliability',
  },
  {
    name: 'pay-more-get-less',
    triggers: ['涨', '贵了', '缩水', '越来越少', '越来越小', '少了', '变小', '变少'],
    pattern:
      /(?:涨|贵)了?[^。!?]{0,16}(?:少|小|缩水|差|薄|短|降|减)|(?:少|小|缩水|差|薄|减)了?[^。!?]{0,10}(?:却|反而|还|价格|价钱)[^。!?]{0,4}(?:涨|贵)|(?:分?量|个头|内容|份量|服务)[^,。!?]{0,4}(?:缩水|越来越[少小差]|变[少小差])/,
    weight: -0.55,
    servqual: 'reliability',
  },
  {
    name: 'closed-on-paper',
    triggers: [
      '已处理',
      '已解决',
      '已完成',
      '已办结',
      '已修',
      '结案',
      '完结',
      '关闭',
      '已回访',
      '已签收',
      '已送达',
      '处理完',
    ],
    pattern:
      /(?:已(?:经)?(?:处理|解决|完成|办结|修复|修好|回访|签收|送达)|结案|完结|关闭|处理完)[^。!?]{0,20}(?:没|根本|实际|其实|还是|依旧|依然|仍|却|并未|压根|可)/,
    weight: -0.6,
    servqual: 'reliability',
  },
  {
    name: 'still-the-same',
    triggers: ['依然', '还是', '仍然', '依旧', '照样', '至今', '到现在', '老样子'],
    pattern: /(?:依然|还是|仍然|依旧|照样|至今|到现在)(?:都|也|还)?(?:没|不|未|老样子|这样|如此|冰|凉)/,
    weight: -0.4,
    servqual: 'responsiveness',
  },
  {
    name: 'cannot',
    triggers: ['不了', '不上', '不开', '不进', '不出', '不到', '不动', '不通'],
    pattern:
      /(?:登录?|打|进|用|付|转|绑|退|连|收|装|点|刷|取|查|开|加载|注册|下载|更新|支付|提交)不(?:了|上|开|进|出来|到账|动|通)/,
    weight: -0.45,
    servqual: 'reliability',
  },
];

/** What to try when a trigger is met. */
export const CUES_BY_TRIGGER: ReadonlyMap<string, readonly Cue[]> = byTrigger();

function byTrigger(): Map<string, Cue[]> {
  const cues = new Map<string, Cue[]>();
  for (const cue of CUES) {
    for (const trigger of cue.triggers) cues.set(trigger, [...(cues.get(trigger) ?? []), cue]);
  }
  return cues;
}
