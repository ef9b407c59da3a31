// Loaded into every Node process of a measured command (NODE_OPTIONS=--require): notes what the process used.
const { appendFileSync } = require('node:fs');

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage(); // kilobytes, microseconds
  appendFileSync(process.env.BENCH_USAGE, `${JSON.stringify({ maxRSS, cpu: userCPUTime + systemCPUTime })}\n`);
});
