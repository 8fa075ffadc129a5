/** Statutory holidays of China, and the days of the national college entrance exam. */
export type Holiday =
  | 'new-year'
  | 'spring-festival'
  | 'qingming'
  | 'labour-day'
  | 'dragon-boat'
  | 'mid-autumn'
  | 'national-day';

/** One year's days off: [holiday, first day, last day], and the weekend days that are worked instead. */
export interface YearOff {
  readonly off: readonly (readonly [Holiday, string, string])[];
  readonly worked: readonly string[];
  /** False: only the days that the law itself fixes; the State Council's arrangement is not known here. */
  readonly arranged: boolean;
}

/**
 * Source: the General Office of the State Council, "关于部分节假日安排的通知": 国办发明电〔2023〕7号 (2024),
 * 〔2024〕12号 (2025), and that of 4 November 2025 (2026). 2027: the days that the law on holidays fixes
 * (全国年节及纪念日放假办法, as of 2025), by the lunar calendar of the Purple Mountain Observatory: its new
 * year is 6 February, the new moon being four minutes before midnight, where rough calendars give the 7th.
 */
export const YEARS: Readonly<Record<number, YearOff>> = {
  2024: {
    arranged: true,
    off: [
      ['new-year', '01-01', '01-01'],
      ['spring-festival', '02-10', '02-17'],
      ['qingming', '04-04', '04-06'],
      ['labour-day', '05-01', '05-05'],
      ['dragon-boat', '06-10', '06-10'],
      ['mid-autumn', '09-15', '09-17'],
      ['national-day', '10-01', '10-07'],
    ],
    worked: ['02-04', '02-18', '04-07', '04-28', '05-11', '09-14', '09-29', '10-12'],
  },
  2025: {
    arranged: true,
    off: [
      ['new-year', '01-01', '01-01'],
      ['spring-festival', '01-28', '02-04'],
      ['qingming', '04-04', '04-06'],
      ['labour-day', '05-01', '05-05'],
      ['dragon-boat', '05-31', '06-02'],
      ['national-day', '10-01', '10-08'],
    ],
    worked: ['01-26', '02-08', '04-27', '09-28', '10-11'],
  },
  2026: {
    arranged: true,
    off: [
      ['new-year', '01-01', '01-03'],
      ['spring-festival', '02-15', '02-23'],
      ['qingming', '04-04', '04-06'],
      ['labour-day', '05-01', '05-05'],
      ['dragon-boat', '06-19', '06-21'],
      ['mid-autumn', '09-25', '09-27'],
      ['national-day', '10-01', '10-07'],
    ],
    worked: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  },
  2027: {
    arranged: false,
    off: [
      ['new-year', '01-01', '01-01'],
      ['spring-festival', '02-05', '02-08'],
      ['qingming', '04-05', '04-05'],
      ['labour-day', '05-01', '05-02'],
      ['dragon-boat', '06-09', '06-09'],
      ['mid-autumn', '09-15', '09-15'],
      ['national-day', '10-01', '10-03'],
    ],
    worked: [],
  },
};

/** Days of any other year: the law fixes them by the sun's calendar. Lunar ones are not guessed. */
export const FIXED: YearOff = {
  arranged: false,
  off: [
    ['new-year', '01-01', '01-01'],
    ['labour-day', '05-01', '05-02'],
    ['national-day', '10-01', '10-03'],
  ],
  worked: [],
};

/** The national college entrance exam (高考): these two days everywhere. */
export const EXAM_DAYS = ['06-07', '06-08'] as const;
