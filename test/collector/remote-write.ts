/** A series as it was written: its labels, and how many samples and exemplars came with it. */
export interface Written {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: number;
  readonly exemplars: number;
}

/** Reads a request of Prometheus' remote write, version 1 (prometheus/prometheus, prompb/remote.proto), compressed with Snappy. */
export function readWriteRequest(body: Buffer): readonly Written[] {
  return fieldsOf(uncompress(body))
    .filter(({ number }) => number === 1)
    .map(({ bytes }) => {
      const fields = fieldsOf(bytes);
      const labels = fields
        .filter(({ number }) => number === 1)
        .map((label) => {
          const [name, value] = fieldsOf(label.bytes);
          return [name?.bytes.toString() ?? '', value?.bytes.toString() ?? ''] as const;
        });
      return {
        labels: Object.fromEntries(labels),
        samples: fields.filter(({ number }) => number === 2).length,
        exemplars: fields.filter(({ number }) => number === 3).length,
      };
    });
}

interface Field {
  readonly number: number;
  readonly bytes: Buffer;
}

/** The fields of a message in Protocol Buffers; of numbers, their bytes. */
function fieldsOf(message: Buffer): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const start = at;
    const kind = tag & 7;
    if (kind === 0) varint();
    const length = kind === 2 ? varint() : kind === 1 ? 8 : kind === 5 ? 4 : 0;
    const from = kind === 0 ? start : at;
    const to = kind === 0 ? at : at + length;
    fields.push({ number: tag >> 3, bytes: message.subarray(from, to) });
    at = to;
  }
  return fields;
}

/** Undoes Snappy's block format (google/snappy, format_description.txt). */
function uncompress(input: Buffer): Buffer {
  let at = 0;
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = input[at++] ?? 0;
    length |= (byte & 127) << shift;
    if (byte < 128) break;
  }
  const output = Buffer.alloc(length);
  let end = 0;
  while (at < input.length) {
    const tag = input[at++] ?? 0;
    if ((tag & 3) === 0) {
      let size = tag >> 2;
      if (size >= 60) {
        const extra = size - 59;
        size = input.readUIntLE(at, extra);
        at += extra;
      }
      input.copy(output, end, at, at + size + 1);
      at += size + 1;
      end += size + 1;
      continue;
    }
    const near = (tag & 3) === 1;
    const size = near ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const width = near ? 1 : (tag & 3) === 2 ? 2 : 4;
    const offset = input.readUIntLE(at, width) + (near ? (tag >> 5) << 8 : 0);
    at += width;
    for (let copied = 0; copied < size; copied++, end++) output[end] = output[end - offset] ?? 0;
  }
  return output;
}
