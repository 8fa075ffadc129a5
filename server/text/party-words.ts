import type { Addressed } from '../core/reading/analysis.ts';

/** Words for platforms and for people one talks back to; read as a kind of their own. */
export const PARTY_WORDS: readonly (readonly [Addressed['kind'], string])[] = [
  [
    'platform',
    '微博 抖音 快手 小红书 知乎 豆瓣 贴吧 b站 哔哩哔哩 视频号 公众号平台 头条 淘宝 天猫 京东 拼多多 闲鱼 唯品会 美团 饿了么 大众点评 携程 去哪儿 飞猪 同程 滴滴 高德 黑猫投诉 黑猫 应用商店 外卖平台 电商平台 购票平台 平台 某宝 某东 某团 某多多 某音 某红书 某程',
  ],
  [
    'other_user',
    '楼主 层主 楼上 博主 up主 主播 评论区 你们这些 你这种人 键盘侠 杠精 喷子 水军 黑粉 黑子 脑残粉 粉丝 粉圈 饭圈 带节奏的 某些人',
  ],
];
