import {
  dailySpans,
  DAILY_WINDOW,
  lengthOf,
  spansOverlap,
  weeklySpan,
  WEEKLY_WINDOW,
} from '../../../../constructs/plan/database/windows';

describe('a window', () => {
  test.each([
    ['02:00-03:00', 60],
    ['23:30-00:30', 60],
    ['05:00-05:00', 0],
  ])('%s lasts %i minutes on every day', (window, minutes) => {
    expect(dailySpans(window).map(lengthOf)).toEqual(Array(7).fill(minutes));
  });

  test.each([
    ['sun:04:00-sun:05:00', 60],
    ['sun:23:30-mon:00:30', 60],
  ])('%s lasts %i minutes', (window, minutes) => {
    expect(lengthOf(weeklySpan(window))).toBe(minutes);
  });

  test.each([
    ['02:00-03:00', 'sun:02:30-sun:03:30', true],
    ['02:00-03:00', 'sun:03:00-sun:04:00', false],
    ['23:30-00:30', 'mon:00:00-mon:00:30', true],
    ['00:00-00:30', 'sun:23:45-mon:00:15', true],
    ['04:00-05:00', 'sun:23:45-mon:00:15', false],
  ])('%s and %s overlap: %s', (daily, weekly, overlap) => {
    expect(dailySpans(daily).some((each) => spansOverlap(each, weeklySpan(weekly)))).toBe(overlap);
  });

  test('has one form', () => {
    expect(DAILY_WINDOW.test('24:00-01:00')).toBe(false);
    expect(DAILY_WINDOW.test('2:00-3:00')).toBe(false);
    expect(WEEKLY_WINDOW.test('sunday:04:00-sun:05:00')).toBe(false);
    expect(WEEKLY_WINDOW.test('sun:04:00-sun:05:00')).toBe(true);
  });
});
