import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const usageHook = fileURLToPath(new URL('usage.cjs', import.meta.url));

/**
 * Runs a command to its end.
 *
 * @param {{ name: string, command: string[], cwd: string, env?: Record<string, string> }} subject
 * @returns {{ seconds: number, cpuSeconds: number, megabytes: number, stdout: string }} wall time, processor time of all
 *   its processes, and the peak memory of the largest of them
 */
export function measure({ name, command: [program, ...args], cwd, env = {} }) {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-bench-'));
  const usage = join(folder, 'usage');
  const start = performance.now();
  const run = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    env: {
      ...process.env,
      ...env,
      NODE_OPTIONS: `--require ${usageHook}`,
      BENCH_USAGE: usage,
      BENCH_OUT: join(folder, 'out'),
    },
  });
  const seconds = (performance.now() - start) / 1000;
  if (run.status !== 0) throw new Error(`${name} failed (${run.status ?? run.signal}):\n${run.stdout}\n${run.stderr}`);
  const processes = readFileSync(usage, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const megabytes = Math.max(...processes.map(({ maxRSS }) => maxRSS)) / 1024;
  const cpuSeconds = processes.reduce((sum, { cpu }) => sum + cpu, 0) / 1e6;
  rmSync(folder, { recursive: true, force: true });
  return { seconds, cpuSeconds, megabytes, stdout: run.stdout };
}

/**
 * Measures every subject once per round, in turn, so that a slow minute of the machine falls on all of them. The first
 * round, which fills caches, is thrown away.
 *
 * @returns {Map<string, { seconds: number, spread: number, cpuSeconds: number, megabytes: number, stdout: string }>}
 *   medians by name, and the spread of the wall times
 */
export function interleaved(subjects, rounds, onRun) {
  const runs = new Map(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const subject of subjects) {
      onRun(subject.name, round, rounds);
      const run = measure(subject);
      if (round > 0) runs.get(subject.name).push(run);
    }
  }
  return new Map([...runs].map(([name, all]) => [name, summary(all)]));
}

function summary(all) {
  const seconds = all.map((run) => run.seconds);
  return {
    seconds: median(seconds),
    spread: Math.max(...seconds) - Math.min(...seconds),
    cpuSeconds: median(all.map((run) => run.cpuSeconds)),
    megabytes: median(all.map((run) => run.megabytes)),
    stdout: all[0].stdout,
  };
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
