/**
 * What it stands for (several, parted by a space), what sets it off, how it is told; which side it is of where
 * it has one of its own. Patterns are of bounded width, so that no text can make one slow.
 */
export type SignRow = readonly [names: string, triggers: string, pattern: RegExp, side?: -1 | 1];

/** Whoever gathers for a cause of their own. */
export const CROWD =
  '(?:储户|业主|家长|工人|村民|司机|会员|商户|学生|股民|农民工|居民|骑手|外卖员|学员|投资人|教师)们?';

/** People who crowd round somebody to listen or to look. */
export const AUDIENCE = '(?![^,。!?]{0,6}(?:问(?!责|罪|个|说法)|看|听|聊|拍照|拍视频|唱|跳舞|取经|合影|学))';

/** People who gather for this are no crowd to fear: a pattern to put into others. */
export const PEACEFUL =
  '(?:吃(?:午|早|晚)?饭|跳舞|广场舞|乘凉|包粽子|饺子|电影|生日|作业|唱|跑步|马拉松|音乐|演唱|签名照|等签名|鼓掌|掌声|欢迎|年会|聚餐|拍照|合影|比赛|看戏|晒太阳|聊天|打牌|下棋|做操|祝|新郎|新娘|援|感谢|加油|给力|热闹|晚会|庆|爱心)';
