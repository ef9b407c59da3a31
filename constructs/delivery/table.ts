import type { Timeline } from './timeline';

/** The columns of a timeline as text. */
export const TIMELINE_COLUMNS = ['from', 'to', 'step', 'share', 'pods new + old', 'checks'] as const;

/** A timeline as rows of text, one for each stage, in the order of {@link TIMELINE_COLUMNS}. Printing them is not done here. */
export function timelineRows(timeline: Timeline): string[][] {
  return timeline.stages.map((stage) => [
    clock(stage.startSecond),
    stage.waitsForPerson ? `${clock(stage.endSecond)} +` : clock(stage.endSecond),
    stage.title,
    `${Math.round(stage.canaryShare * 1000) / 10} %`,
    `${stage.canaryPods} + ${stage.stablePods}`,
    stage.checks.join(', '),
  ]);
}

/** A time of a release for people: `0:00`, `12:30`, `1:05:00`. */
export function clock(second: number): string {
  const whole = Math.round(second);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
