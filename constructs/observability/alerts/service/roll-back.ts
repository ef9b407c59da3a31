import type { MonitoredService } from './service';

/**
 * How to get rid of a release, first of all: most trouble comes from one. `abort` works while it runs; `undo` brings back the
 * version before, and `promote --full` spares it the steps, since users had that version an hour ago.
 */
export function rollBackSteps({ name, namespace }: Pick<MonitoredService, 'name' | 'namespace'>): readonly string[] {
  const rollouts = (command: string): string => `\`kubectl argo rollouts ${command} --namespace ${namespace}\``;
  return [
    `Was there a release? ${rollouts(`get rollout ${name}`)} shows its revisions and when each came.`,
    `One is running: ${rollouts(`abort ${name}`)} sends all requests to the old version, in seconds.`,
    `One ended shortly before this began: ${rollouts(`undo ${name}`)}, then ${rollouts(`promote ${name} --full`)}, brings back the version before it. Take the change back in git as well, or the next deployment brings it again.`,
  ];
}
