import { askedOnce } from '../asked-once.ts';
import type { Clause } from '../clauses.ts';
import type { Reading } from '../reading.ts';
import { KIND } from '../terms.ts';

// Drills, denials and fiction speak about a whole sentence, not only about the words they cover.
const SCOPED: ReadonlySet<string> = new Set(
  '消防演练 应急演练 疏散演练 演习 反诈宣传 防诈骗宣传 防骗指南 食品安全宣传 食品安全示范 辟谣 已辟谣 虚惊一场 剧情 副本 系编造 系谣言 系摆拍 系误传 系旧闻 是谣言 为谣言 是摆拍 旧视频 别再转 别再传 被训诫 已被训诫 招新 急救培训 安全培训 技能培训 委员培训 演练 怎样回应 如何回应 怎样预防 如何预防 如何自救 怎样自救 逃生演练 救治演练 消防提醒 警方提醒 医生提醒 专家提醒 安全提示 小课堂 怎么自救 自救指南 不属实 与事实不符 剧里 剧中 戏里 片中 刑法课'.split(
    ' ',
  ),
);
const STORY: ReadonlySet<string> = new Set(['电影', '小说', '游戏']);
const TOLD = /(?:电影|游戏|电视剧|小说|剧|片子|书)(?:里|中|的主角|角色|结局|情节)|主角|追剧|通关/;

// Places and acts that true events name as well: what is told of them is unreal where it is played or taught.
const STAGED: ReadonlySet<string> = new Set(
  '剧本杀 狼人杀 密室逃脱 心肺复苏 讲座 应急预案 科普 纪录片'.split(' '),
);
const PLAYED =
  /(?:剧本杀|密室(?:逃脱)?|狼人杀|纪录片)(?:里|中|的(?:剧情|角色|凶手|npc))|npc[^,。!?]{0,4}(?:持刀|追|吓)|第[一二三四五\d]晚|培训|教(?:大家|学|我们|会)|学(?:习|会|了)|课|普及|宣传|讲的是|讲座(?!现场)|科普[::]|怎么(?:办|救|疏散)|如何|写得/;
const EVENT =
  /着火|失火|起火|火灾|大火|坍塌|踩踏|受伤|骨折|[打压砸烧烫摔][伤死]|死亡|身亡|猝死|[没未]能?救|救护车|报警|骚扰|猥亵/;
/** Somebody says that it was no drill, no rumour. */
export const insisted = askedOnce(
  new RegExp(
    [
      '(?:不是|并非|可不是|不像)[^,。!?]{0,3}(?:演习|演练|谣言|剧情|电影|游戏)',
      '明明|亲眼|什么辟谣|是真的(?![吗么])|与事实不符,实际',
      '(?:说是|以为)[^,。!?]{0,4}(?:演练|演习)[^。!?]{0,6}(?:结果|其实|后来|哪知|谁知|没想到)[^。!?]{0,4}(?:真|有人|出|是)',
      '(?:演练|演习)(?![^。!?]{0,12}(?:没|无|未|零|不)[^,。!?]{0,3}(?:出|意外))[^。!?]{0,8}出了?(?:意外|人命|大?事)',
      '(?:演练|演习)[^。!?]{0,8}(?:结果|没想到|谁知|不料|哪知)(?![^。!?]{0,16}(?:没|无|零)[^,。!?]{0,4}伤)[^。!?]{0,20}(?:[砸踩烧烫摔炸]伤|受伤|骨折|死了|断了|着火)',
      '(?:演练|演习)[^。!?]{0,24}我(?:儿子|女儿|家|妈|爸|孩子|的)[^。!?]{0,8}(?:骨折|[踩摔砸烫]伤|断|缝)',
      '(?:演练|演习)刚?(?:结束|散场|完)[^。!?]{0,14}真的?(?:起火|着火|失火|炸|塌|出事)',
      '(?:演练|演习)[^,。!?]{0,4}[把将][^,。!?]{1,4}(?:踩|摔|烧|砸|烫|撞|吓)(?:伤|断|晕|倒|骨)',
      '(?:演练|演习|讲座)(?:时|中|当天|现场)[^。!?]{0,16}(?:真|受伤|烧伤|摔伤|死亡|踩踏|瞒报)',
      '(?:辟谣|谣言|不属实|虚惊一场|训诫)[^。!?]{0,3}[,?!][^。!?]{0,4}(?:可|但|我[妈爸都]|确实|实际)',
    ].join('|'),
  ),
);

// 梦见家里着火了, 追更到男主捅死反派: told of what was dreamt or read, in no listed words.
const IMAGINED =
  /(?:做|作)了?个?[^,。!?]{0,4}梦(?![想幻境])|梦[见到](?!得)|追更|第[\d一二三四五六七八九十百]+章(?!节)|[男女][主二](?![播持人管任张治流要十百])|反派|大结局|(?:听说|网传|以为|(?:群里|都|有人)说)[^。!?]{0,24}(?:误会|误传|假的|没这回事|虚惊|啥事(?:也|都)?没有|其实(?:只|就)是)|(?:浓烟|黑烟)[^。!?]{0,8}(?:原来|其实|竟然?)是?[^。!?]{0,10}(?:烤|炒|熏|干冰|烟花|水蒸气|舞台)/;
const isImagined = askedOnce(IMAGINED);
// 以为是假的，结果楼里真着火了: it was real after all.
const CAME_TRUE =
  /醒来(?:发现|真|一看)|成真|现实[里中]|(?:结果|没想到|谁知|确实|还真|后来|竟然?|居然)[^。!?]{0,8}真(?!相)|亲眼/;

// 系谣言，实为电动车起火: what is told past this did happen, unless it is a drill or an old film.
const ADMITS = /实为|实际(?:上)?(?:是|为|系|情况)|其实是|事实是|真实情况|真相是/;
const NO_EVENT =
  /演[练习]|拍摄|剧[组情]?|电影|旧|[年月]前|往年|外[省地市]|模拟|摆拍|拼接|合成|生成|游戏|剪辑|移花接木|谣言|虚[假构]|编造/;

function admitted(text: string, { sentenceStart, sentenceEnd, end }: Clause): boolean {
  const at = text.slice(sentenceStart, end).search(ADMITS);
  return at >= 0 && !NO_EVENT.test(text.slice(sentenceStart + at, sentenceEnd));
}

/** Whether a sentence tells of a drill, a story or something declared false. */
export function isFictional(reading: Reading, clause: Clause): boolean {
  const { sentenceStart, sentenceEnd } = clause;
  const sentence = () => reading.text.slice(sentenceStart, sentenceEnd);
  if (isImagined(reading.text) && IMAGINED.test(sentence()) && !CAME_TRUE.test(sentence())) return true;
  for (const { term, start, end } of reading.of(KIND.exclusion)) {
    if (start < sentenceStart || end > sentenceEnd) continue;
    if (speaksOfAll(term.text, sentence)) return !insisted(sentence()) && !admitted(reading.text, clause);
  }
  return false;
}

function speaksOfAll(word: string, sentence: () => string): boolean {
  if (STAGED.has(word)) return PLAYED.test(sentence()) || !EVENT.test(sentence());
  return SCOPED.has(word) || (STORY.has(word) && TOLD.test(sentence()));
}
