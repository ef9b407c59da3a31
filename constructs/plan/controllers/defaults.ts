import type { ByTier } from '../context';
import type { ReplicaRange } from '../service/capacity';

/** How many pods the gateway has in each zone. Two, so that a zone keeps one while the other is replaced. */
export const GATEWAY_PER_ZONE: Readonly<Record<'staging' | 'production', ReplicaRange>> = {
  staging: { minimum: 1, maximum: 4 },
  production: { minimum: 2, maximum: 8 },
};

/** All pods of a playground's gateway: one may be missing for a minute. */
export const DEVELOPMENT_GATEWAY: ReplicaRange = { minimum: 1, maximum: 3 };

/** What each pod of the gateway asks for. Istio's chart asks for a tenth of a core, which a busy door passes at once. */
export const GATEWAY_REQUESTS: ByTier<{ readonly cpu: string; readonly memory: string }> = {
  development: { cpu: '100m', memory: '128Mi' },
  staging: { cpu: '250m', memory: '256Mi' },
  production: { cpu: '500m', memory: '512Mi' },
};

/** The control plane: without it nothing new gets a configuration or a certificate, so that one is enough for a playground only. */
export const CONTROL_PLANE_REPLICAS: ByTier<ReplicaRange> = {
  development: { minimum: 1, maximum: 2 },
  staging: { minimum: 2, maximum: 5 },
  production: { minimum: 2, maximum: 5 },
};

/** What each pod of the control plane asks for: what Istio's chart asks for, and less where there is little to know. */
export const CONTROL_PLANE_REQUESTS: ByTier<{ readonly cpu: string; readonly memory: string }> = {
  development: { cpu: '100m', memory: '256Mi' },
  staging: { cpu: '250m', memory: '1Gi' },
  production: { cpu: '500m', memory: '2Gi' },
};

/**
 * Whether pods may reach hosts that nobody has declared. In production a call to such a host is a mistake or an attack;
 * staging refuses it as well, so that a missing declaration is not first missed in production.
 */
export const UNDECLARED_HOSTS: ByTier<'ALLOW_ANY' | 'REGISTRY_ONLY'> = {
  development: 'ALLOW_ANY',
  staging: 'REGISTRY_ONLY',
  production: 'REGISTRY_ONLY',
};

/** Docker Hub: Istio's other registries close in December 2026 (istio.io, "An Update on Our Container Registry Migration"). */
export const ISTIO_REGISTRY = 'docker.io/istio';
