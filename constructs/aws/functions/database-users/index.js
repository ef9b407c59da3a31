// @ts-check
'use strict';

const https = require('node:https');
const { Database, describe } = require('./data-api');
const {
  NO_SELF_GRANT,
  ROLES,
  SCHEMAS,
  endSessions,
  iamThrough,
  members,
  refuseLockOut,
  statements,
} = require('./statements');

/**
 * The custom resource behind a store's users: brings the roles and grants of a PostgreSQL to what the plan says, in one
 * transaction, so that a deployment that fails leaves them as they were. It runs outside the VPC.
 *
 * Deleting the resource changes nothing in the database: either the store goes with it, or its users are still needed.
 */

/** What is left of the function's time when it stops waiting and answers: CloudFormation would wait an hour otherwise. */
const TIME_TO_ANSWER_MILLISECONDS = 20_000;

/** CloudFormation takes answers up to 4 KB. */
const LONGEST_REASON = 1_500;

/** @type {import('./index').createHandler} */
function createHandler({ loadSdk, answer, sleep }) {
  return async (event, context) => {
    const outcome = {
      PhysicalResourceId: event.PhysicalResourceId ?? `${event.ResourceProperties.clusterArn}/users`,
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
    };
    const clock = { sleep, remaining: () => context.getRemainingTimeInMillis() - TIME_TO_ANSWER_MILLISECONDS };
    try {
      if (event.RequestType !== 'Delete') await reconcile(loadSdk(), event.ResourceProperties, clock);
      await answer(event.ResponseURL, { ...outcome, Status: 'SUCCESS' });
    } catch (error) {
      console.error(error);
      await answer(event.ResponseURL, {
        ...outcome,
        Status: 'FAILED',
        Reason: describe(error).slice(0, LONGEST_REASON),
      });
    }
  };
}

/**
 * @param {import('./index').Sdk} sdk
 * @param {import('./index').Properties} properties
 * @param {import('./index').Clock} clock
 */
async function reconcile(sdk, { clusterArn, secretArn, desired: json }, clock) {
  /** @type {import('./index').Desired} */
  const desired = JSON.parse(json);
  const database = new Database(sdk, { clusterArn, secretArn, database: desired.database });
  const transaction = await database.begin(clock);
  try {
    await database.run(NO_SELF_GRANT, transaction);
    const inheritedBefore = await database.run(iamThrough('USAGE'), transaction);
    const state = {
      roles: new Set(await database.run(ROLES, transaction)),
      schemas: new Set(await database.run(SCHEMAS, transaction)),
      clients: new Set(await database.run(members(desired.groups.clients), transaction)),
      retired: new Set(await database.run(members(desired.groups.retired), transaction)),
    };
    for (const statement of statements(desired, state)) {
      console.log(statement);
      await database.run(statement, transaction);
    }
    refuseLockOut(inheritedBefore, await database.run(iamThrough('USAGE'), transaction));
    const memberships = await database.run(iamThrough('MEMBER'), transaction);
    console.log(
      `Inheriting or not, the master user is a member of rds_iam through: ${memberships.join(', ') || 'none'}`,
    );
    await database.commit(transaction);
  } catch (error) {
    await database.rollback(transaction);
    throw error;
  }
  await database.run(endSessions(desired.groups));
}

/**
 * Puts the answer where CloudFormation waits for it.
 * @param {string} url
 * @param {object} body
 * @returns {Promise<void>}
 */
function put(url, body) {
  const text = Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    // The address is signed for an empty content type.
    const headers = { 'content-type': '', 'content-length': text.length };
    const request = https.request(url, { method: 'PUT', headers }, (response) => {
      response.resume();
      if ((response.statusCode ?? 500) < 300) resolve();
      else reject(new Error(`CloudFormation did not take the answer: HTTP ${response.statusCode}`));
    });
    request.on('error', reject);
    request.end(text);
  });
}

/** @param {number} milliseconds */
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

module.exports = {
  createHandler,
  handler: createHandler({
    // The SDK is part of the runtime and of no package of this library: it is loaded when it is needed.
    // @ts-ignore
    loadSdk: () => require('@aws-sdk/client-rds-data'),
    answer: put,
    sleep,
  }),
};
