/** What the users of a store shall be: the access part of its plan, and what it needs to know of the database. */
export interface Desired {
  /** The database. */
  readonly database: string;
  /** Extensions to create. */
  readonly extensions: readonly string[];
  /** Roles without a login. */
  readonly groups: { readonly clients: string; readonly readers: string; readonly retired: string };
  /** The users. */
  readonly clients: readonly { readonly user: string; readonly access: 'read-write' | 'read-only' }[];
}

/** What the users of a store are. */
export interface State {
  /** Every role. */
  readonly roles: ReadonlySet<string>;
  /** Every schema. */
  readonly schemas: ReadonlySet<string>;
  /** Users that a deployment has made. */
  readonly clients: ReadonlySet<string>;
  /** Users that a deployment has retired. */
  readonly retired: ReadonlySet<string>;
}

/** Where the database is. */
export interface Target {
  /** The cluster. */
  readonly clusterArn: string;
  /** The master user's secret. */
  readonly secretArn: string;
  /** The database in it. */
  readonly database: string;
}

/** The properties of the custom resource; CloudFormation makes texts of all of them. */
export interface Properties {
  /** The cluster. */
  readonly clusterArn: string;
  /** The master user's secret. */
  readonly secretArn: string;
  /** {@link Desired}, as JSON. */
  readonly desired: string;
}

/** What CloudFormation asks for. */
export interface Request {
  /** What to do. */
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  /** Where it waits for the answer. */
  readonly ResponseURL: string;
  /** The stack. */
  readonly StackId: string;
  /** The request. */
  readonly RequestId: string;
  /** The resource in the template. */
  readonly LogicalResourceId: string;
  /** The resource, once it has been made. */
  readonly PhysicalResourceId?: string;
  /** What the template says of it. */
  readonly ResourceProperties: Properties;
}

/** How time passes. */
export interface Clock {
  /** Waits. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** How many milliseconds are left. */
  readonly remaining: () => number;
}

/** A class of the SDK's commands. */
export type Command = new (input: Record<string, unknown>) => object;

/** What the Data API answers, as far as it is read. */
export interface Answer {
  /** Of a transaction that has begun. */
  readonly transactionId?: string;
  /** Of a query. */
  readonly records?: readonly (readonly { readonly stringValue?: string }[])[];
}

/** The part of `@aws-sdk/client-rds-data` that is used. */
export interface Sdk {
  /** The client. */
  readonly RDSDataClient: new (configuration: object) => { send(command: object): Promise<Answer> };
  /** Begins a transaction. */
  readonly BeginTransactionCommand: Command;
  /** Runs a statement. */
  readonly ExecuteStatementCommand: Command;
  /** Commits. */
  readonly CommitTransactionCommand: Command;
  /** Rolls back. */
  readonly RollbackTransactionCommand: Command;
}

/** What the handler reaches outside itself for. */
export interface Surroundings {
  /** Loads the SDK. */
  readonly loadSdk: () => Sdk;
  /** Answers CloudFormation. */
  readonly answer: (url: string, body: object) => Promise<void>;
  /** Waits. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/** The handler, in given surroundings. */
export function createHandler(
  surroundings: Surroundings,
): (event: Request, context: { getRemainingTimeInMillis(): number }) => Promise<void>;

/** The function's entry. */
export const handler: ReturnType<typeof createHandler>;
