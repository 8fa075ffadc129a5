import type { Finding } from './finding.ts';

const DAYS: Readonly<Record<string, string>> = {
  'new-year': '的周日同一时段，因逢元旦假期',
  'spring-festival': '的周日同一时段，因逢春节假期',
  qingming: '的周日同一时段，因逢清明假期',
  'labour-day': '的周日同一时段，因逢五一假期',
  'dragon-boat': '的周日同一时段，因逢端午假期',
  'mid-autumn': '的周日同一时段，因逢中秋假期',
  'national-day': '的周日同一时段，因逢国庆假期',
  shifted: '的工作日同一时段，因逢调休上班',
  gaokao: '同一时段，正值高考',
};

/**
 * Which hours a count is held against, to follow "过去 28 天": "同一时段", or what stands for them on a special
 * day, and why.
 */
export function sameHours({ facts }: Pick<Finding, 'facts'>): string {
  return DAYS[String(facts.day)] ?? '同一时段';
}
