/** What a request ends with when it cannot be served; the caller may read all of it (RFC 9457). */
export class HttpProblem extends Error {
  public override readonly name = 'HttpProblem';

  public constructor(
    public readonly status: number,
    public readonly title: string,
    public readonly detail?: string,
    public readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail === undefined ? title : `${title}: ${detail}`);
  }
}
