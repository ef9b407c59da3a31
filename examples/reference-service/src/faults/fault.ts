/** What the service does wrong on purpose. */
export interface Fault {
  /** Share of requests that fail, 0 to 1. */
  readonly error: number;
  /** The status of those that fail. */
  readonly status: number;
  /** Share of requests that are slow, 0 to 1. */
  readonly slow: number;
  /** By how much those that are slow are slow. */
  readonly delayMilliseconds: number;
}

/** Nothing wrong. */
export const noFault: Fault = { error: 0, status: 503, slow: 0, delayMilliseconds: 0 };

const LONGEST_DELAY = 60_000;
const FIELDS = ['error', 'status', 'slow', 'delay'];

/** Reads `error=0.05,status=500,slow=0.5,delay=400` (a delay without a share is everybody's); a text says what is wrong. */
export function parseFault(text: string): Fault | string {
  const values = new Map<string, number>();
  for (const entry of text.split(',').map((each) => each.trim())) {
    const [, name = '', number = ''] = /^([a-z]+)=(\d*\.?\d+)$/.exec(entry) ?? [];
    if (!FIELDS.includes(name)) return `'${entry}' is none of ${FIELDS.map((each) => `${each}=…`).join(', ')}`;
    values.set(name, Number(number));
  }
  return checked(values);
}

/** Reads the same fields from an object, as the admin endpoint takes them. */
export function faultOf(body: Readonly<Record<string, unknown>>): Fault | string {
  const values = new Map<string, number>();
  for (const [name, value] of Object.entries(body)) {
    if (!FIELDS.includes(name)) return `'${name}' is none of ${FIELDS.join(', ')}`;
    if (typeof value !== 'number') return `'${name}' is not a number`;
    values.set(name, value);
  }
  return checked(values);
}

function checked(values: ReadonlyMap<string, number>): Fault | string {
  const delayMilliseconds = values.get('delay') ?? 0;
  const { error, status, slow } = {
    error: values.get('error') ?? 0,
    status: values.get('status') ?? noFault.status,
    slow: values.get('slow') ?? (delayMilliseconds > 0 ? 1 : 0),
  };
  if (!(error >= 0 && error <= 1)) return 'error is a share from 0 to 1';
  if (!(slow >= 0 && slow <= 1)) return 'slow is a share from 0 to 1';
  if (!Number.isInteger(status) || status < 400 || status > 599) return 'status is a whole number from 400 to 599';
  if (!Number.isInteger(delayMilliseconds) || delayMilliseconds < 0 || delayMilliseconds > LONGEST_DELAY)
    return `delay is a whole number of milliseconds from 0 to ${LONGEST_DELAY}`;
  return { error, status, slow, delayMilliseconds };
}
