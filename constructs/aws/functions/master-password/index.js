// @ts-check
'use strict';

const { randomInt } = require('node:crypto');

/**
 * Rotates the password of a store's master user, without a way into its network: RDS itself sets the password
 * (ModifyDBCluster), and the Data API proves it. RDS does not ask for the old password, so that a rotation that failed
 * half-way is mended by the next one, and by nobody's hand.
 *
 * The steps are those of Secrets Manager: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets_how.html
 */

/** RDS refuses `/`, `"`, `@` and blanks; letters and digits need no escaping anywhere. 40 of them are 238 bits. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 40;

const PAUSE_MILLISECONDS = 10_000;
const TIME_TO_STOP_MILLISECONDS = 30_000;

/** How often the cluster must be seen at rest in a row: right after a change it still looks as before. */
const TIMES_AT_REST = 2;

/** @type {import('./index').createHandler} */
function createHandler({ load, cluster, sleep, password = newPassword }) {
  return async ({ SecretId, ClientRequestToken: token, Step }, context) => {
    const aws = load();
    const secret = new Secret(aws, SecretId, token);
    const stages = await secret.stages();
    if (stages.includes('AWSCURRENT')) {
      // A retry of the last step: what is left to do is the proof.
      if (Step === 'finishSecret') await prove(aws, cluster, SecretId);
      return;
    }
    if (!stages.includes('AWSPENDING')) throw new Error(`version ${token} is not pending, it is: ${stages.join(', ')}`);
    const atRest = () => waitForRest(aws, cluster, sleep, context);
    switch (Step) {
      case 'createSecret':
        await secret.create(password());
        return;
      case 'setSecret':
        await atRest();
        await aws.rds.send(
          new aws.ModifyDBClusterCommand({
            DBClusterIdentifier: cluster.identifier,
            MasterUserPassword: (await secret.read('AWSPENDING', token)).password,
            ApplyImmediately: true,
          }),
        );
        return;
      case 'testSecret':
        // The Data API reads the current version of a secret only: the login itself is tried in the last step.
        await atRest();
        return;
      case 'finishSecret':
        await secret.promote();
        await prove(aws, cluster, SecretId);
        return;
      default:
        throw new Error(`no step of a rotation is called '${Step}'`);
    }
  };
}

class Secret {
  /**
   * @param {import('./index').Aws} aws
   * @param {string} id
   * @param {string} token
   */
  constructor(aws, id, token) {
    this.aws = aws;
    this.id = id;
    this.token = token;
  }

  async versions() {
    const { VersionIdsToStages = {} } = await this.aws.secrets.send(
      new this.aws.DescribeSecretCommand({ SecretId: this.id }),
    );
    return VersionIdsToStages;
  }

  async stages() {
    const versions = await this.versions();
    return versions[this.token] ?? [];
  }

  /**
   * @param {string} stage
   * @param {string} [version]
   * @returns {Promise<Record<string, string>>}
   */
  async read(stage, version) {
    const { SecretString } = await this.aws.secrets.send(
      new this.aws.GetSecretValueCommand({
        SecretId: this.id,
        VersionStage: stage,
        ...(version === undefined ? {} : { VersionId: version }),
      }),
    );
    return JSON.parse(SecretString ?? '{}');
  }

  /**
   * Writes the new version, once: a retry must not change a password that may have been set already.
   * @param {string} password
   */
  async create(password) {
    try {
      await this.read('AWSPENDING', this.token);
      return;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
    }
    await this.aws.secrets.send(
      new this.aws.PutSecretValueCommand({
        SecretId: this.id,
        ClientRequestToken: this.token,
        SecretString: JSON.stringify({ ...(await this.read('AWSCURRENT')), password }),
        VersionStages: ['AWSPENDING'],
      }),
    );
  }

  /** Makes the pending version the current one. */
  async promote() {
    const versions = await this.versions();
    const current = Object.keys(versions).find((version) => versions[version]?.includes('AWSCURRENT'));
    await this.aws.secrets.send(
      new this.aws.UpdateSecretVersionStageCommand({
        SecretId: this.id,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: this.token,
        RemoveFromVersionId: current,
      }),
    );
  }
}

/**
 * Waits until the cluster is available and no password is on its way to it.
 * @param {import('./index').Aws} aws
 * @param {import('./index').Cluster} cluster
 * @param {(milliseconds: number) => Promise<unknown>} sleep
 * @param {{ getRemainingTimeInMillis(): number }} context
 */
async function waitForRest(aws, cluster, sleep, context) {
  for (let seen = 0; seen < TIMES_AT_REST;) {
    const { DBClusters: [state] = [] } = await aws.rds.send(
      new aws.DescribeDBClustersCommand({ DBClusterIdentifier: cluster.identifier }),
    );
    const pending = state?.PendingModifiedValues?.MasterUserPassword !== undefined;
    seen = state?.Status === 'available' && !pending ? seen + 1 : 0;
    if (seen === TIMES_AT_REST) return;
    if (context.getRemainingTimeInMillis() < TIME_TO_STOP_MILLISECONDS) {
      throw new Error(`cluster ${cluster.identifier} is ${state?.Status ?? 'gone'}: Secrets Manager will try again`);
    }
    await sleep(PAUSE_MILLISECONDS);
  }
}

/**
 * Logs in with the current version.
 * @param {import('./index').Aws} aws
 * @param {import('./index').Cluster} cluster
 * @param {string} secretArn
 */
async function prove(aws, cluster, secretArn) {
  await aws.data.send(
    new aws.ExecuteStatementCommand({
      resourceArn: cluster.arn,
      secretArn,
      database: cluster.database,
      sql: 'SELECT 1',
    }),
  );
}

function newPassword() {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** The SDK is part of the runtime and of no package of this library: it is loaded when it is needed. */
function load() {
  // @ts-ignore
  const secrets = require('@aws-sdk/client-secrets-manager');
  // @ts-ignore
  const rds = require('@aws-sdk/client-rds');
  // @ts-ignore
  const data = require('@aws-sdk/client-rds-data');
  return {
    ...secrets,
    ...rds,
    ...data,
    secrets: new secrets.SecretsManagerClient({}),
    rds: new rds.RDSClient({}),
    data: new data.RDSDataClient({}),
  };
}

module.exports = {
  createHandler,
  newPassword,
  handler: createHandler({
    load,
    cluster: {
      identifier: process.env.CLUSTER_IDENTIFIER ?? '',
      arn: process.env.CLUSTER_ARN ?? '',
      database: process.env.DATABASE ?? '',
    },
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  }),
};
