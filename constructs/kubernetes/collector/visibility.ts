import type { Labels } from '../manifests/meta';

/** Of no service's business: sidecars are not told of it (istio.io, "Resource Annotations", `networking.istio.io/exportTo`). */
export const OF_NO_SERVICE: Labels = { 'networking.istio.io/exportTo': '~' };
