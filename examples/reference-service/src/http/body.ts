import type { IncomingMessage } from 'node:http';
import { HttpProblem } from './http-problem';

/** A JSON object that came in; its fields are whatever somebody sent. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads a JSON object of at most so many bytes; an empty body is an empty object. */
export async function readJson(request: IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<JsonObject> {
  const bytes = await readBytes(request, maxBytes, signal);
  if (bytes.length === 0) return {};
  if (!/^application\/(.+\+)?json\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
    throw new HttpProblem(415, 'Unsupported Media Type', 'send application/json');
  const value = parse(bytes);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new HttpProblem(400, 'Bad Request', 'the body is not a JSON object');
  return { ...value };
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new HttpProblem(400, 'Bad Request', 'the body is not JSON');
  }
}

function readBytes(request: IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<Buffer> {
  // The rest of a body that is too large is not read, so the connection cannot be used again.
  const tooLarge = (): HttpProblem =>
    new HttpProblem(413, 'Content Too Large', `at most ${maxBytes} bytes`, { connection: 'close' });
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return reject(tooLarge());
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        request.pause();
        reject(tooLarge());
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    const gone = (): void => reject(new Error('the request ended before its body did'));
    if (signal.aborted) gone();
    else signal.addEventListener('abort', gone, { once: true });
  });
}
