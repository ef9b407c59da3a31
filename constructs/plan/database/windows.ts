/** A span of time within a week, in minutes from Monday 00:00 UTC; one that runs over Sunday's end has `end` > 10,080. */
export interface WeekSpan {
  /** When it begins. */
  readonly start: number;
  /** When it ends. */
  readonly end: number;
}

const MINUTES_OF_DAY = 24 * 60;
const MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The form of a daily window: `02:00-03:00`. */
export const DAILY_WINDOW = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/;

/** The form of a weekly window: `sun:04:00-sun:05:00`. */
export const WEEKLY_WINDOW =
  /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/;

/** The seven spans of a daily window, Monday's first. */
export function dailySpans(window: string): readonly WeekSpan[] {
  const [from = 0, to = 0] = window.split('-').map(minuteOfDay);
  const length = (to - from + MINUTES_OF_DAY) % MINUTES_OF_DAY;
  return DAYS.map((_, day) => ({ start: day * MINUTES_OF_DAY + from, end: day * MINUTES_OF_DAY + from + length }));
}

/** The span of a weekly window. */
export function weeklySpan(window: string): WeekSpan {
  const [start = 0, to = 0] = window.split('-').map((moment) => {
    const [day = '', ...time] = moment.split(':');
    return DAYS.indexOf(day) * MINUTES_OF_DAY + minuteOfDay(time.join(':'));
  });
  return { start, end: start + ((to - start + MINUTES_OF_WEEK) % MINUTES_OF_WEEK) };
}

/** How long a span is, in minutes. */
export function lengthOf({ start, end }: WeekSpan): number {
  return end - start;
}

/** Whether two spans share a minute, also over the end of the week. */
export function spansOverlap(one: WeekSpan, other: WeekSpan): boolean {
  return [-MINUTES_OF_WEEK, 0, MINUTES_OF_WEEK].some(
    (shift) => one.start < other.end + shift && other.start + shift < one.end,
  );
}

function minuteOfDay(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
