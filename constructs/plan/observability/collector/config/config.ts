import type { Exporters } from './exporters';
import type { Extensions } from './extensions';
import type { Processors } from './processors';
import type { Receivers } from './receivers';

/** The type of a component, which its id begins with: `filter` of `filter/services`. */
export type TypeOf<Id extends string> = Id extends `${infer Type}/${string}` ? Type : Id;

/** The type of a component, by its id. */
export const typeOf = (id: string): string => id.split('/', 1)[0] ?? id;

/** Components by their ids, each with the settings that its type has. */
type Components<Types, Ids extends string> = {
  readonly [Id in Ids]: TypeOf<Id> extends keyof Types ? Types[TypeOf<Id>] : never;
};

/** One of the settings of a table of types. */
type AnyOf<Types> = Types[keyof Types];

/** What goes through a pipeline, and its name where there are several: `logs/services`. */
export type PipelineId = `${'traces' | 'metrics' | 'logs'}${'' | `/${string}`}`;

/** From whom telemetry comes, through what it goes, in order, and to whom. */
export interface Pipeline<Receiver extends string, Processor extends string, Exporter extends string> {
  /** From whom. */
  readonly receivers: readonly Receiver[];
  /** Through what, in order. */
  readonly processors: readonly Processor[];
  /** To whom. */
  readonly exporters: readonly Exporter[];
}

/** What the collector says of itself. */
export interface OwnTelemetry {
  /** How its logs are written. */
  readonly logs: { readonly encoding: 'json' };
  /** Where its metrics are collected. */
  readonly metrics: {
    readonly readers: readonly {
      readonly pull: {
        readonly exporter: {
          readonly prometheus: {
            readonly host: string;
            readonly port: number;
            readonly without_scope_info: true;
            readonly without_type_suffix: true;
            readonly without_units: true;
          };
        };
      };
    }[];
  };
}

/** The configuration of a collector. {@link collectorConfig} makes one in which no pipeline names what is not there. */
export interface CollectorConfig {
  /** Where telemetry comes from. */
  readonly receivers: Readonly<Record<string, AnyOf<Receivers>>>;
  /** What is done with it. */
  readonly processors: Readonly<Record<string, AnyOf<Processors>>>;
  /** Where it goes. */
  readonly exporters: Readonly<Record<string, AnyOf<Exporters>>>;
  /** What helps the others. */
  readonly extensions: Readonly<Record<string, AnyOf<Extensions>>>;
  /** What of all this runs. */
  readonly service: {
    /** The extensions that run, in the order of their start. */
    readonly extensions: readonly string[];
    readonly telemetry: OwnTelemetry;
    readonly pipelines: Readonly<Partial<Record<PipelineId, Pipeline<string, string, string>>>>;
  };
}

/**
 * A configuration whose pipelines name only components that are in it, each with the settings of its type: anything else does
 * not compile. What types cannot say is in `configProblems`.
 */
export function collectorConfig<
  const Receiver extends string,
  const Processor extends string,
  const Exporter extends string,
  const Extension extends string,
>(config: {
  readonly receivers: Components<Receivers, Receiver>;
  readonly processors: Components<Processors, Processor>;
  readonly exporters: Components<Exporters, Exporter>;
  readonly extensions: Components<Extensions, Extension>;
  readonly service: {
    readonly extensions: readonly NoInfer<Extension>[];
    readonly telemetry: OwnTelemetry;
    readonly pipelines: {
      readonly [Id in PipelineId]?: Pipeline<NoInfer<Receiver>, NoInfer<Processor>, NoInfer<Exporter>>;
    };
  };
}): CollectorConfig {
  return config as CollectorConfig;
}

/** What the collector puts in when it starts: an environment variable of its container. */
export function fromVariable(name: string): `\${env:${string}}` {
  return `\${env:${name}}`;
}

/** A dollar that begins no environment variable is an ordinary one, and is doubled (Collector, "Environment variables"). */
const ORDINARY_DOLLAR = /\$(?!\{env:[A-Z_]+\})/g;

/** A configuration as the collector reads it: JSON, which is YAML too. */
export function printCollectorConfig(config: CollectorConfig): string {
  const escaped = (_: string, value: unknown): unknown =>
    typeof value === 'string' ? value.replace(ORDINARY_DOLLAR, '$$$$') : value;
  return `${JSON.stringify(config, escaped, 2)}\n`;
}
