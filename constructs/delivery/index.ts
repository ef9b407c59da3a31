// The public entry `bulkhead/delivery`: how a new version replaces the old one, and what that is worth.
export { blueGreen, canary, strategySpec, type BlueGreenSpec, type CanarySpec, type StrategySpec } from './spec';
export { routerSpec, type RouterSpec } from './router';
export { stepSpec, type StepSpec } from './steps';
export { analysisSpec, checkSpec, type AnalysisSpec, type CheckSpec } from './checks';
export { judgementProblems, strategyProblems, strategyWarnings } from './rules';
export type { DeliveryContext } from './context';

export { planStrategy, type BlueGreenPlan, type CanaryPlan, type StepPlan, type StrategyPlan } from './plan';
export type { CheckPlan } from './check-plan';

export { timelineOf, type Timeline, type TimelineStage } from './timeline';
export { TIMELINE_COLUMNS, clock, timelineRows } from './table';
export { timelineSvg, type TimelineSvgOptions } from './svg';
export { describeStrategy } from './describe';
export { evidenceOf, type Evidence } from './evidence';
export {
  CONFIDENCE,
  FALSE_ALARM,
  requestsToDetect,
  smallestDetectable,
  smallestFailing,
  STATISTICS,
} from './detection';
export { worstCase, type Exposure, type WorstCase } from './exposure';

export { badFrom, samples, series, SERIES_NAMES, type Sample, type Series, type SeriesName } from './series';
export { simulate, type Outcome, type Simulation, type SimulationEvent, type SimulationOptions } from './simulate';
