import { DEFAULT_BACKUP_WINDOW, DEFAULT_MAINTENANCE_WINDOW, DEFAULT_SNAPSHOT_HOUR, TIER_DEFAULTS } from './defaults';
import type { Rule } from './rules';
import { dailySpans, lengthOf, spansOverlap, weeklySpan, type WeekSpan } from './windows';

const SHORTEST_WINDOW = 30;

const windowsAreLongEnough: Rule = ({ backup, maintenanceWindow }) => {
  const windows: [string, string | undefined, WeekSpan | undefined][] = [
    ['backup.window', backup?.window, backup?.window === undefined ? undefined : dailySpans(backup.window)[0]],
    [
      'maintenanceWindow',
      maintenanceWindow,
      maintenanceWindow === undefined ? undefined : weeklySpan(maintenanceWindow),
    ],
  ];
  return windows.flatMap(([field, value, span]) =>
    span === undefined || (lengthOf(span) >= SHORTEST_WINDOW && lengthOf(span) < MINUTES_OF_DAY)
      ? []
      : [
          {
            field,
            value,
            reason: `it lasts ${lengthOf(span)} minutes; RDS takes windows of ${SHORTEST_WINDOW} minutes to under 24 hours`,
            remedy: 'let it end at least 30 minutes after it begins',
          },
        ],
  );
};

const MINUTES_OF_DAY = 24 * 60;

const windowsAreApart: Rule = ({ backup, maintenanceWindow = DEFAULT_MAINTENANCE_WINDOW }) => {
  const window = backup?.window ?? DEFAULT_BACKUP_WINDOW;
  const maintenance = weeklySpan(maintenanceWindow);
  if (!dailySpans(window).some((each) => spansOverlap(each, maintenance))) return [];
  return [
    {
      field: backup?.window === undefined ? 'maintenanceWindow' : 'backup.window',
      value: backup?.window ?? maintenanceWindow,
      reason: `the backup window ${window} and the maintenance window ${maintenanceWindow} overlap, which RDS refuses`,
      remedy: 'move one of them',
    },
  ];
};

/** AWS Backup fails a job that starts within an hour before, or in, a window of RDS (AWS Backup, "Amazon RDS backups"). */
const REST_BEFORE_WINDOW = 60;

const snapshotsKeepAway: Rule = ({ backup, maintenanceWindow = DEFAULT_MAINTENANCE_WINDOW }, { tier }) => {
  const vault = backup?.vault ?? TIER_DEFAULTS.vault[tier];
  if (vault === 'none') return [];
  const hour = vault.hour ?? DEFAULT_SNAPSHOT_HOUR;
  const start = String(hour).padStart(2, '0');
  const starts = dailySpans(`${start}:00-${start}:01`);
  const windows = [...dailySpans(backup?.window ?? DEFAULT_BACKUP_WINDOW), weeklySpan(maintenanceWindow)];
  const tooNear = windows.some((window) =>
    starts.some((each) => spansOverlap(each, { start: window.start - REST_BEFORE_WINDOW, end: window.end })),
  );
  if (!tooNear) return [];
  return [
    {
      field: 'backup.vault.hour',
      value: hour,
      reason: 'AWS Backup fails a snapshot that starts in a backup or maintenance window, or in the hour before one',
      remedy: 'choose an hour after both windows',
    },
  ];
};

/** Rules on when a store is backed up and maintained. */
export const WINDOW_RULES: readonly Rule[] = [windowsAreLongEnough, windowsAreApart, snapshotsKeepAway];
