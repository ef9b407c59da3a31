/** What Secrets Manager asks for: one step of a rotation. */
export interface Request {
  /** The secret. */
  readonly SecretId: string;
  /** The version that the rotation makes. */
  readonly ClientRequestToken: string;
  /** The step. */
  readonly Step: string;
}

/** The store whose password changes. */
export interface Cluster {
  /** Its identifier. */
  readonly identifier: string;
  /** Its ARN. */
  readonly arn: string;
  /** A database to log in to. */
  readonly database: string;
}

/** What AWS answers, as far as it is read. */
export interface Answer {
  /** The versions of a secret. */
  readonly VersionIdsToStages?: Record<string, string[]>;
  /** A version's value. */
  readonly SecretString?: string;
  /** Clusters. */
  readonly DBClusters?: readonly {
    readonly Status?: string;
    readonly PendingModifiedValues?: { readonly MasterUserPassword?: string };
  }[];
}

/** A client of the SDK. */
export interface Client {
  /** Sends a command. */
  send(command: object): Promise<Answer>;
}

/** A class of the SDK's commands. */
export type Command = new (input: Record<string, unknown>) => object;

/** The parts of the SDK that are used. */
export interface Aws {
  /** Secrets Manager. */
  readonly secrets: Client;
  /** RDS. */
  readonly rds: Client;
  /** The RDS Data API. */
  readonly data: Client;
  /** Tells a secret's versions. */
  readonly DescribeSecretCommand: Command;
  /** Reads a version. */
  readonly GetSecretValueCommand: Command;
  /** Writes a version. */
  readonly PutSecretValueCommand: Command;
  /** Moves a label. */
  readonly UpdateSecretVersionStageCommand: Command;
  /** Tells the state of a cluster. */
  readonly DescribeDBClustersCommand: Command;
  /** Changes a cluster. */
  readonly ModifyDBClusterCommand: Command;
  /** Runs a statement. */
  readonly ExecuteStatementCommand: Command;
}

/** What the handler reaches outside itself for. */
export interface Surroundings {
  /** Loads the SDK. */
  readonly load: () => Aws;
  /** The store. */
  readonly cluster: Cluster;
  /** Waits. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** Makes a password. */
  readonly password?: () => string;
}

/** The handler, in given surroundings. */
export function createHandler(
  surroundings: Surroundings,
): (event: Request, context: { getRemainingTimeInMillis(): number }) => Promise<void>;

/** A password that RDS takes. */
export function newPassword(): string;

/** The function's entry. */
export const handler: ReturnType<typeof createHandler>;
