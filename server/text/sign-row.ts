/**
 * What it stands for (several, parted by a space), what sets it off, how it is told; which side it is of where
 * it has one of its own. Patterns are of bounded width, so that no text can make one slow.
 */
export type SignRow = readonly [names: string, triggers: string, pattern: RegExp, side?: -1 | 1];

/** People who gather for this are no crowd to fear: a pattern to put into others. */
export const PEACEFUL =
  '(?:跳舞|广场舞|乘凉|包粽子|饺子|电影|生日|作业|唱|跑步|马拉松|音乐|演唱|签名照|等签名|鼓掌|掌声|欢迎|年会|聚餐|拍照|合影|比赛|看戏|晒太阳|聊天|打牌|下棋|做操|祝|新郎|新娘|援|感谢|加油|给力|热闹|晚会|庆|爱心)';
