import type { ExportAnswer, Send } from './exporter';

/** Sends batches to an OTLP/HTTP endpoint, as JSON. */
export function httpSend(endpoint: string, headers: Readonly<Record<string, string>>): Send {
  return async (body, signal) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      signal,
      redirect: 'error',
    });
    return answer(response.status, response.headers.get('retry-after'), await response.text());
  };
}

function answer(status: number, retryAfter: string | null, body: string): ExportAnswer {
  return {
    status,
    ...(retryAfter !== null && /^\d+$/.test(retryAfter) ? { retryAfterSeconds: Number(retryAfter) } : {}),
    rejectedSpans: status < 300 ? rejected(body) : 0,
  };
}

/** `{"partialSuccess":{"rejectedSpans":"2"}}`; a collector that says nothing took everything. */
function rejected(body: string): number {
  const [, count = '0'] = /"rejectedSpans"\s*:\s*"?(\d+)/.exec(body) ?? [];
  return Number(count);
}
