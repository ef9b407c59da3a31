/** One thing that is wrong with the configuration, told so that it can be mended without reading this code. */
export interface ConfigProblem {
  readonly variable: string;
  readonly value: string | undefined;
  readonly reason: string;
  readonly remedy: string;
}

interface IntegerRule {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
}

/**
 * Reads environment variables and collects what is wrong with them, so that a start tells all problems at once. A
 * variable that is set but empty counts as missing, as it does for OpenTelemetry's own variables.
 */
export class Variables {
  private readonly found: ConfigProblem[] = [];

  public constructor(private readonly environment: Readonly<Record<string, string | undefined>>) {}

  public get problems(): readonly ConfigProblem[] {
    return this.found;
  }

  public text(variable: string): string | undefined {
    const value = this.environment[variable]?.trim();
    return value === '' ? undefined : value;
  }

  public refuse(variable: string, reason: string, remedy: string): void {
    this.found.push({ variable, value: shown(variable, this.text(variable)), reason, remedy });
  }

  /** A whole number between two bounds, both included. */
  public integer(variable: string, { fallback, min, max }: IntegerRule): number {
    const text = this.text(variable);
    if (text === undefined) return fallback;
    const value = /^\d{1,12}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    this.refuse(variable, `not a whole number from ${min} to ${max}`, `as in ${variable}=${fallback}`);
    return fallback;
  }

  /** A share: 0 is never, 1 is always. */
  public share(variable: string, fallback: number): number {
    const text = this.text(variable);
    if (text === undefined) return fallback;
    const value = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
    if (value >= 0 && value <= 1) return value;
    this.refuse(variable, 'not a share from 0 to 1', `as in ${variable}=${fallback}`);
    return fallback;
  }

  /** One of a few words, or nothing where there is a fallback. */
  public choice<T extends string>(variable: string, choices: readonly T[], fallback: T): T;
  public choice<T extends string>(variable: string, choices: readonly T[]): T | undefined;
  public choice<T extends string>(variable: string, choices: readonly T[], fallback?: T): T | undefined {
    const text = this.text(variable);
    if (text === undefined && fallback !== undefined) return fallback;
    const value = choices.find((each) => each === text);
    if (value !== undefined) return value;
    this.refuse(variable, text === undefined ? 'missing' : 'not a known value', `one of ${choices.join(', ')}`);
    return fallback;
  }

  /** What stands between commas, without blanks. */
  public list(variable: string): readonly string[] {
    return (this.text(variable) ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  }

  /** An http(s) address without credentials, query or fragment. */
  public address(variable: string): URL | undefined {
    const text = this.text(variable);
    if (text === undefined) return undefined;
    const url = httpAddress(text);
    if (typeof url !== 'string') return url;
    this.refuse(variable, url, `as in ${variable}=http://collector.observability.svc:4318`);
    return undefined;
  }
}

/** The address that a text is, or why it is none. */
export function httpAddress(text: string): URL | string {
  if (!URL.canParse(text)) return 'not an address';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'neither http nor https';
  if (url.username !== '' || url.password !== '') return 'credentials in an address end in logs';
  if (url.search !== '' || url.hash !== '') return 'an address of a service has no query and no fragment';
  return url;
}

/** Problems end in logs, where no secret may be. */
function shown(variable: string, value: string | undefined): string | undefined {
  if (variable.endsWith('_HEADERS') && variable.startsWith('OTEL_')) return '(not shown)';
  return value?.replaceAll(/\/\/[^/\s]*@/g, '//(not shown)@');
}
