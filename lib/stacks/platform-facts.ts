import { KubernetesManifest, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { Construct } from 'constructs';
import type { ReplicatedDatabase } from '../../constructs/aws/replicated-database';
import { storeVariable } from '../../constructs/plan/service/variables';

/** Props of {@link PlatformFacts}. */
export interface PlatformFactsProps {
  /** Where they are written to. */
  readonly cluster: ICluster;
  /** The name of the ConfigMap: what a service's pods read. */
  readonly name: string;
  /** The namespace that they are written to. */
  readonly namespace: string;
  /** What is written: environment variables with their values, which may be known at deployment only. */
  readonly data: Readonly<Record<string, string>>;
}

/**
 * What only AWS knows, for the pods of one namespace: the addresses of stores and of the metrics. It is the only thing in
 * the cluster that is written with values from a deployment.
 */
export class PlatformFacts extends Construct {
  public constructor(scope: Construct, id: string, { cluster, name, namespace, data }: PlatformFactsProps) {
    super(scope, id);
    new KubernetesManifest(this, 'ConfigMap', {
      cluster,
      manifest: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { ...data } }],
      overwrite: true,
    });
  }
}

/** What the pods of a service are told of a store, beside the name that they log in with. */
export function storeFacts(name: string, { facts }: ReplicatedDatabase): Readonly<Record<string, string>> {
  return {
    [storeVariable(name, 'WRITER_HOST')]: facts.writer,
    [storeVariable(name, 'READER_HOST')]: facts.reader,
    [storeVariable(name, 'PORT')]: String(facts.port),
    [storeVariable(name, 'DATABASE')]: facts.database,
  };
}
