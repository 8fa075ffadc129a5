import type { Finding } from './finding.ts';

const DAYS: Readonly<Record<string, string>> = {
  'new-year': '元旦假期，按周日同一时段',
  'spring-festival': '春节假期，按周日同一时段',
  qingming: '清明假期，按周日同一时段',
  'labour-day': '五一假期，按周日同一时段',
  'dragon-boat': '端午假期，按周日同一时段',
  'mid-autumn': '中秋假期，按周日同一时段',
  'national-day': '国庆假期，按周日同一时段',
  shifted: '调休上班日，按工作日同一时段',
  gaokao: '高考期间，同一时段',
};

/** Which hours a count is held against: "同一时段", or what stands for them on a special day. */
export function sameHours({ facts }: Pick<Finding, 'facts'>): string {
  return DAYS[String(facts.day)] ?? '同一时段';
}
