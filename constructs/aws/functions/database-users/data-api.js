// @ts-check
'use strict';

/** @typedef {import('./index').Sdk} Sdk */
/** @typedef {import('./index').Target} Target */

/** Faults that pass: the endpoint, the permissions or the database are not there yet. */
const PASSING = new Set([
  'AccessDeniedException',
  'DatabaseResumingException',
  'DatabaseUnavailableException',
  'ForbiddenException',
  'HttpEndpointNotEnabledException',
  'InternalServerErrorException',
  'ServiceUnavailableError',
  'ThrottlingException',
]);

const PAUSE_MILLISECONDS = 5_000;

/**
 * One database, entered through the RDS Data API: over HTTPS with IAM, so that nothing has to be let into its network.
 */
class Database {
  /**
   * @param {Sdk} sdk
   * @param {Target} target
   */
  constructor(sdk, { clusterArn, secretArn, database }) {
    this.sdk = sdk;
    this.client = new sdk.RDSDataClient({});
    this.place = { resourceArn: clusterArn, secretArn };
    this.database = database;
  }

  /**
   * Begins a transaction, as soon as the database takes one.
   * @param {import('./index').Clock} clock
   */
  async begin(clock) {
    for (;;) {
      try {
        const { transactionId } = await this.client.send(
          new this.sdk.BeginTransactionCommand({ ...this.place, database: this.database }),
        );
        if (transactionId === undefined) throw new Error('the Data API began no transaction');
        return transactionId;
      } catch (error) {
        if (!isPassing(error) || clock.remaining() < PAUSE_MILLISECONDS * 2) throw error;
        await clock.sleep(PAUSE_MILLISECONDS);
      }
    }
  }

  /**
   * Runs one statement; gives the first column of its rows.
   * @param {string} sql
   * @param {string} [transactionId]
   * @returns {Promise<string[]>}
   */
  async run(sql, transactionId) {
    try {
      const { records = [] } = await this.client.send(
        new this.sdk.ExecuteStatementCommand({
          ...this.place,
          database: this.database,
          sql,
          ...(transactionId === undefined ? {} : { transactionId }),
        }),
      );
      return records.map(([first]) => first?.stringValue ?? '');
    } catch (error) {
      throw new Error(`${describe(error)} [${sql}]`, { cause: error });
    }
  }

  /** @param {string} transactionId */
  async commit(transactionId) {
    await this.client.send(new this.sdk.CommitTransactionCommand({ ...this.place, transactionId }));
  }

  /**
   * The fault that led here says more than a failure to roll back: what is not committed is rolled back in any case.
   * @param {string} transactionId
   */
  async rollback(transactionId) {
    await this.client
      .send(new this.sdk.RollbackTransactionCommand({ ...this.place, transactionId }))
      .catch(() => undefined);
  }
}

/** @param {unknown} error */
function isPassing(error) {
  if (!(error instanceof Error)) return false;
  return PASSING.has(error.name) || /HttpEndpoint is not enabled/i.test(error.message);
}

/**
 * @param {unknown} error
 * @returns {string}
 */
function describe(error) {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

module.exports = { Database, describe };
