import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** How much more one of something may cost late than early before growth counts as worse than linear. */
export const LINEAR = 1.25;

/**
 * What is measured to see how cost grows with the number of something. The script is given the number, and prints what it
 * came to as JSON: `{ "stacks": 7, "resources": 250 }`.
 *
 * @param {string} what `services`
 * @param {string} script its file in this folder
 * @param {number[]} counts three numbers, rising
 */
export function growthSubjects(what, script, counts) {
  return counts.map((count) => ({
    name: `${count} ${what}`,
    count,
    cwd: root,
    command: [process.execPath, '--import', 'tsx', `bench/${script}`, `${count}`],
  }));
}

/**
 * What the subjects of {@link growthSubjects} came to, and what one more costs late, by what it costs early.
 *
 * What starting costs drops out. In processor time, because what else the machine does at the moment weighs on wall time
 * more than one more does.
 */
export function growthOf(subjects, medians) {
  const sizes = subjects.map(({ name, count }) => {
    const { stdout, ...numbers } = medians.get(name);
    return { count, ...JSON.parse(stdout.trim().split('\n').at(-1)), ...numbers };
  });
  const [few, some, many] = sizes;
  const [early, late] = [marginal(few, some), marginal(some, many)];
  return {
    sizes: sizes.map((size, index) => ({ ...size, ...perOne(size, sizes[index - 1]) })),
    ratio: early > 0 ? late / early : NaN, // less than nothing is noise, as in a quick run
  };
}

const marginal = (from, to) => (to.cpuSeconds - from.cpuSeconds) / (to.count - from.count);

/** What each of those more than in the smaller size costs. */
function perOne(size, smaller) {
  if (smaller === undefined) return {};
  const more = size.count - smaller.count;
  return {
    millisecondsPerOne: marginal(smaller, size) * 1000,
    kilobytesPerOne: ((size.megabytes - smaller.megabytes) * 1024) / more,
  };
}
