import { gzipSync } from 'node:zlib';
import type { ObjectApplication } from '../../charts/application';
import { chartFiles } from '../../charts/local-chart';
import { ENOUGH_HEADROOM } from '../../stacks/stack-size';
import type { RenderedPlatform } from '../subject';
import { mapAt } from '../wiring/value';
import { placed, type Placed } from '../wiring/placed';
import type { Use } from './use';

const MEBIBYTE = 1_048_576;

/** Kubernetes documentation, "ConfigMaps": the data of one. The API server counts the values. */
const MOST_CONFIG_MAP_BYTES = MEBIBYTE;

/**
 * etcd documentation, "System limits": the size of a request, by default. No kind has a smaller limit of its own but ConfigMaps
 * and Secrets; a VirtualService with very many routes would meet this one.
 */
const MOST_OBJECT_BYTES = 1.5 * MEBIBYTE;

/** A release is a Secret (Helm, pkg/storage/driver), whose data has the limit of a ConfigMap's (helm #7126, #11493). */
const MOST_RELEASE_BYTES = MEBIBYTE;

/** Helm refuses to load a chart with a larger file (Helm, pkg/chart/v2/loader/directory.go). */
const MOST_FILE_BYTES = 5 * MEBIBYTE;

/** What the objects of an environment use of the sizes that Kubernetes and Helm take. */
export function objectUses({ environment, applications }: RenderedPlatform): Use[] {
  return applications
    .filter((application) => 'objects' in application)
    .flatMap((application) => [
      ...application.objects.flatMap((object) => sizesOf(placed(application.name, object), environment.name)),
      // Argo CD applies manifests without a release.
      ...(environment.gitops === undefined ? releaseSizes(application, environment.name) : []),
    ]);
}

function sizesOf({ application, object, kind, title }: Placed, environment: string): Use[] {
  const place = { environment, stack: '', resource: `${application}: ${title}` };
  return [
    {
      ...place,
      what: 'bytes',
      used: Buffer.byteLength(JSON.stringify(object)),
      most: MOST_OBJECT_BYTES,
      taker: 'etcd',
      remedy: 'make several of it',
    },
    ...(kind === 'ConfigMap'
      ? [
          {
            ...place,
            what: 'bytes of data',
            used: [
              ...Object.values(mapAt(object, 'data')),
              ...Object.values(mapAt(object, 'binaryData')),
            ].reduce<number>((sum, value) => sum + Buffer.byteLength(String(value)), 0),
            most: MOST_CONFIG_MAP_BYTES,
            taker: 'a ConfigMap',
            remedy: 'put large files into the image, or into a bucket that the service reads',
          },
        ]
      : []),
  ];
}

/**
 * How many times as large as its objects an application's record may be at most: they are in it as YAML, in base64, and as they
 * came out, all of it in base64 again if nothing packs.
 */
const MOST_RECORD_PER_OBJECTS = 5;

function releaseSizes(application: ObjectApplication, environment: string): Use[] {
  // Most applications are so small that their charts need not be written to know it.
  const bytes = Buffer.byteLength(JSON.stringify(application.objects));
  if (bytes * MOST_RECORD_PER_OBJECTS <= MOST_RELEASE_BYTES * (1 - ENOUGH_HEADROOM)) return [];
  const files = chartFiles(application);
  const place = { environment, stack: '', resource: `${application.name}: Helm release ${application.name}` };
  return [
    {
      ...place,
      what: 'bytes of a file of its chart',
      used: Math.max(...[...files.values()].map((content) => Buffer.byteLength(content))),
      most: MOST_FILE_BYTES,
      taker: 'Helm',
      remedy: 'divide its objects over several applications',
    },
    {
      ...place,
      what: 'bytes of its record',
      used: recordBytes(application, files),
      most: MOST_RELEASE_BYTES,
      taker: 'the Secret that Helm keeps it in',
      remedy: 'divide its objects over several applications',
    },
  ];
}

/**
 * About how large Helm's record of a release is: the chart's files and the objects that came out, as JSON, packed by gzip, in
 * base64 (Helm, pkg/storage/driver/util.go, encodeRelease).
 */
function recordBytes({ name, namespace, objects }: ObjectApplication, files: ReadonlyMap<string, string>): number {
  const record = {
    name,
    namespace,
    chart: {
      files: [...files].map(([path, content]) => ({ name: path, data: Buffer.from(content).toString('base64') })),
    },
    manifest: objects.map((object) => JSON.stringify(object)).join('\n---\n'),
  };
  return Math.ceil(gzipSync(JSON.stringify(record), { level: 9 }).length / 3) * 4;
}
