/**
 * What the probe runs, in CloudWatch Synthetics: nothing of its library, so that no runtime breaks it. It follows no
 * redirection: where it leads to is not what is tried. A handler that throws is a run that failed, and the message is its reason.
 */
export const PROBE_SCRIPT = `
exports.handler = async () => {
  const { PROBE_URL: url, PROBE_STATUS: wanted, PROBE_TIMEOUT_SECONDS: seconds } = process.env;
  const started = Date.now();
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(Number(seconds) * 1000) });
  await response.arrayBuffer();
  const { status } = response;
  const took = Date.now() - started;
  const fine = wanted === undefined || wanted === '' ? status < 500 : status === Number(wanted);
  if (!fine) throw new Error(url + ' answered ' + status + ' after ' + took + ' ms');
  return status + ' after ' + took + ' ms';
};
`.trim();
