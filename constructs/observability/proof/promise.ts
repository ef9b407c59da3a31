import { secondsToDetect, type BurnRateAlert } from '../../slo/budget';
import { burnRateAlertName, requestsToAlert } from '../alerts/service/burn-rate';
import { alertsOn, LONGEST_DIRECT_SECONDS, type Budget } from '../alerts/service/recordings';
import type { MonitoredService } from '../alerts/service/service';
import { EVALUATION_INTERVAL_SECONDS } from '../rules/rule';
import { fires, silent, type Expectation, type Proof } from './proof';
import { requestSeries, type Requests } from './requests';

const MINUTE = 60;

/** Windows up to this long are played back in steps of a minute, in seconds: as often as rules are worked out. */
const LONGEST_IN_MINUTES = 3_600;

/** In what steps longer windows are played back, in seconds. */
const LONG_STEP_SECONDS = 5 * MINUTE;

/**
 * That the burn-rate alerts on a budget fire when they must, in the time that is said, and at no other time. Every number
 * follows from the promise, so that a rule which disagrees with it is found.
 */
export function promiseProofs(service: MonitoredService, budget: Budget): readonly Proof[] {
  const alerts = alertsOn(service, budget);
  const pages = alerts.filter(({ severity }) => severity === 'page');
  const tickets = alerts.filter(({ severity }) => severity === 'ticket');
  const story = { service, budget };
  return [
    ...[...pages.map((alert) => [alert]), tickets].map((some) => outage(story, some)),
    ...alerts.flatMap((alert) => [
      justAbove(story, alert),
      justBelow(story, alert),
      blip(story, alert),
      fewRequests(story, alert),
      vanishes(story, alert),
    ]),
  ];
}

interface Story {
  readonly service: MonitoredService;
  readonly budget: Budget;
}

/**
 * Everything fails after a time without a failure as long as the longest window, until every alert has fired, and is mended.
 * That is the time to detect that people are told; whoever has spent some of the budget before is called sooner.
 */
function outage(story: Story, alerts: readonly BurnRateAlert[]): Proof {
  const { budget } = story;
  const step = stepOf(alerts);
  const begins = Math.max(...alerts.map(({ longWindowSeconds }) => longWindowSeconds)) + 2 * step;
  const lasts = roundedUp(Math.max(...alerts.map(secondsToDetect)) + slack(step), step) + 2 * step;
  const after = Math.max(...alerts.map(({ shortWindowSeconds }) => shortWindowSeconds)) + 4 * step;
  return {
    title: `everything ${budget === 'availability' ? 'fails' : 'is slow'}, and is mended`,
    stepSeconds: step,
    series: courseOf(story, [
      { seconds: begins, bad: 0 },
      { seconds: lasts, bad: 1 },
      { seconds: after, bad: 0 },
    ]),
    expected: alerts.flatMap((alert): Expectation[] => {
      const name = burnRateAlertName(budget, alert);
      // The condition begins to hold at an evaluation, and `for` counts from there.
      const holdsAt = roundedUp(alert.longWindowSeconds * alert.errorRatio, step);
      return [
        silent(name, begins),
        silent(name, begins + roundedUp(holdsAt + alert.forSeconds, step) - step),
        fires(name, begins + roundedUp(holdsAt + alert.forSeconds, step) + lag(step)),
        fires(name, begins + lasts),
        silent(name, begins + lasts + roundedUp(alert.shortWindowSeconds, step) + 2 * step),
      ];
    }),
  };
}

/** Just faster than the alert's own factor, from the first request on. */
function justAbove(story: Story, alert: BurnRateAlert): Proof {
  const step = stepOf([alert]);
  const fired = roundedUp(alert.forSeconds + slack(step), step) + enough(story, alert, step);
  return {
    title: `the budget burns a tenth faster than ${alert.factor} times`,
    stepSeconds: step,
    series: courseOf(story, [{ seconds: fired + 2 * step, bad: Math.min(1, 1.1 * alert.errorRatio) }]),
    expected: [fires(burnRateAlertName(story.budget, alert), fired)],
  };
}

/** Just slower than the alert's own factor. */
function justBelow(story: Story, alert: BurnRateAlert): Proof {
  const step = stepOf([alert]);
  const later = roundedUp(alert.forSeconds + slack(step), step) + enough(story, alert, step);
  return {
    title: `the budget burns a tenth slower than ${alert.factor} times`,
    stepSeconds: step,
    series: courseOf(story, [{ seconds: later + 2 * step, bad: 0.9 * alert.errorRatio }]),
    expected: [silent(burnRateAlertName(story.budget, alert), later)],
  };
}

/** Three times the ratio for a sixth of the long window: half of what it takes, and over before it matters. */
function blip(story: Story, alert: BurnRateAlert): Proof {
  const step = stepOf([alert]);
  const begins = alert.longWindowSeconds + 2 * step;
  const lasts = roundedUp(alert.longWindowSeconds / 6, step);
  return {
    title: `a blip that spends half of what ${burnRateAlertName(story.budget, alert)} allows`,
    stepSeconds: step,
    series: courseOf(story, [
      { seconds: begins, bad: 0 },
      { seconds: lasts, bad: Math.min(1, 3 * alert.errorRatio) },
      { seconds: 2 * step, bad: 0 },
    ]),
    expected: [silent(burnRateAlertName(story.budget, alert), begins + lasts)],
  };
}

/** Too few requests to tell, of which just enough are bad to exceed the ratio: at usual traffic one, at night. */
function fewRequests(story: Story, alert: BurnRateAlert): Proof {
  const { longWindowSeconds, errorRatio, forSeconds } = alert;
  const step = stepOf([alert]);
  const begins = longWindowSeconds + 2 * step;
  // Counted by a window that is added up, they are so many fewer than there are.
  const requests = 0.9 * (requestsToAlert(alert) - 1) * uncounted(alert);
  const bad = Math.floor(requests * errorRatio) + 1;
  const perSecond = requests / longWindowSeconds;
  const later = roundedUp(forSeconds, step) + 2 * step;
  return {
    title: `at night: ${bad === 1 ? 'one request is bad' : `${bad} requests are bad`} of ${Math.floor(requests)}`,
    stepSeconds: step,
    // All of the bad ones come within one step.
    series: courseOf(
      story,
      [
        { seconds: begins, bad: 0 },
        { seconds: step, bad: 1, perSecond: bad / step },
        { seconds: later + step, bad: 0 },
      ],
      perSecond,
    ),
    expected: [silent(burnRateAlertName(story.budget, alert), begins + step + later)],
  };
}

/** The alert fires, and then there are no series any more: it must not go on for what was. */
function vanishes(story: Story, alert: BurnRateAlert): Proof {
  const step = stepOf([alert]);
  const lasts = roundedUp(alert.forSeconds + slack(step), step) + enough(story, alert, step);
  const gone = roundedUp(alert.shortWindowSeconds, step) + roundedUp(5 * MINUTE, step) + 2 * step;
  const name = burnRateAlertName(story.budget, alert);
  return {
    title: `the series vanish while ${name} fires`,
    stepSeconds: step,
    series: courseOf(story, [{ seconds: lasts, bad: Math.min(1, 1.1 * alert.errorRatio) }, { seconds: gone + step }]),
    expected: [fires(name, lasts), silent(name, lasts + gone)],
  };
}

interface Part {
  readonly seconds: number;
  /** The share of requests that spend the budget; none at all without it. */
  readonly bad?: number;
  readonly perSecond?: number;
}

function courseOf(
  { service, budget }: Story,
  parts: readonly Part[],
  perSecond = service.slo.requestsPerSecond,
): Proof['series'] {
  return requestSeries(
    service,
    parts.map(({ seconds, bad, perSecond: own }): Requests => {
      if (bad === undefined) return { seconds };
      const rate = own ?? perSecond;
      return budget === 'availability'
        ? { seconds, perSecond: rate, failed: bad }
        : { seconds, perSecond: rate, slow: bad };
    }),
  );
}

const stepOf = (alerts: readonly BurnRateAlert[]): number =>
  alerts.some(({ longWindowSeconds }) => longWindowSeconds > LONGEST_IN_MINUTES) ? LONG_STEP_SECONDS : MINUTE;

/** How much later than worked out an alert fires at most: an evaluation, and what a recorded rate lags behind. */
const lag = (step: number): number => (step > MINUTE ? 2 * step : step);

/** Long enough after it should have fired that it must have. */
const slack = (step: number): number => 2 * step;

/** How long it takes until the requests suffice, in whole steps. */
function enough({ service }: Story, alert: BurnRateAlert, step: number): number {
  return roundedUp((requestsToAlert(alert) * uncounted(alert)) / service.slo.requestsPerSecond, step);
}

/**
 * How many times as many requests there must be as rules count. Long windows are counted from rates that are recorded once a
 * minute; played back in larger steps, they are recorded more rarely.
 */
const uncounted = (alert: BurnRateAlert): number =>
  alert.longWindowSeconds > LONGEST_DIRECT_SECONDS ? stepOf([alert]) / EVALUATION_INTERVAL_SECONDS : 1;

const roundedUp = (seconds: number, step: number): number => Math.ceil(seconds / step) * step;
