// @ts-check
'use strict';

/**
 * The SQL that brings the users of a store to what its plan says. Pure: tested as text, and against a PostgreSQL.
 *
 * Three rules run through it. Data is never dropped: a user that is no longer a client loses its login and its
 * memberships, and keeps what it owns. Every statement can run again. And the master user inherits from a client only
 * inside the one transaction: whoever inherits `rds_iam`, also through another role, can no longer log in with a password
 * (terraform-provider-postgresql #120), and the Data API logs in with the master's. {@link iamThrough} verifies that.
 */

/** @typedef {import('./index').Desired} Desired */
/** @typedef {import('./index').State} State */

const NAME = /^[a-z][a-z0-9_]{0,62}$/;

/**
 * A name as an SQL identifier. Quoted, so that a service may be called `user`; checked, so that a quote cannot end it.
 * @param {string} name
 */
function identifier(name) {
  if (!NAME.test(name)) throw new Error(`'${name}' is no name that this function makes: ${NAME}`);
  return `"${name}"`;
}

/**
 * A name as an SQL text.
 * @param {string} name
 */
function literal(name) {
  return identifier(name).replaceAll('"', "'");
}

/** The query for every role. */
const ROLES = 'SELECT CAST(rolname AS text) FROM pg_catalog.pg_roles';

/** The query for every schema. */
const SCHEMAS = 'SELECT CAST(nspname AS text) FROM pg_catalog.pg_namespace';

/**
 * The query for a group's members. From PostgreSQL 16 on, who makes a role becomes a member of it, so that the master
 * user is a member of every group: it is nobody's client, and must never be retired.
 * @param {string} group
 */
function members(group) {
  return [
    'SELECT CAST(u.rolname AS text) FROM pg_catalog.pg_auth_members m',
    'JOIN pg_catalog.pg_roles g ON g.oid = m.roleid',
    'JOIN pg_catalog.pg_roles u ON u.oid = m.member',
    `WHERE g.rolname = ${literal(group)} AND u.rolname <> current_user AND NOT u.rolsuper`,
  ].join(' ');
}

/**
 * From PostgreSQL 16 on, who makes a role is made a member of it by PostgreSQL itself: with the ADMIN option and without
 * INHERIT and SET. This setting could add a second membership that inherits, and is kept from doing so. (Without it, as on
 * PostgreSQL 15, the query finds no row and does nothing.)
 */
const NO_SELF_GRANT = [
  "SELECT pg_catalog.set_config(name, '', true) FROM pg_catalog.pg_settings",
  "WHERE name = 'createrole_self_grant'",
].join(' ');

/**
 * The query for the roles through which the master user holds `rds_iam`, by one of two measures.
 *
 * `USAGE` counts memberships that inherit, and with one of these the password ends: RDS asks members of `rds_iam` for an
 * IAM token (terraform-provider-postgresql #120, db-operator #118, movetokube/postgres-operator #315).
 *
 * `MEMBER` counts every membership, also the one without INHERIT that PostgreSQL 16 gives to whoever makes a role and that
 * only its superuser can take away. A line `+rds_iam` in the pg_hba.conf of a stock PostgreSQL 17 turns such a member away.
 * RDS cannot work like that: its own guide has the master user make each IAM user with CREATE USER and GRANT rds_iam
 * (Aurora User Guide, "Creating a database account using IAM authentication"), and the first would have locked it out; and
 * a membership WITH INHERIT FALSE is reported to leave the password alone (crossplane provider-sql #359). So `MEMBER` is
 * for the log, and `USAGE` decides.
 * @param {'USAGE' | 'MEMBER'} measure
 */
function iamThrough(measure) {
  return [
    'SELECT CAST(u.rolname AS text) FROM pg_catalog.pg_roles u, pg_catalog.pg_roles iam',
    "WHERE iam.rolname = 'rds_iam' AND u.rolname <> current_user",
    `AND pg_catalog.pg_has_role(current_user, u.oid, '${measure}')`,
    `AND pg_catalog.pg_has_role(u.oid, iam.oid, '${measure}')`,
  ].join(' ');
}

/**
 * Refuses what would lock the master user out. What was there before does no harm: its password had just opened this
 * transaction.
 * @param {string[]} before
 * @param {string[]} after
 */
function refuseLockOut(before, after) {
  if (before.length > 0 || after.length === 0) return;
  throw new Error(
    `the master user would inherit rds_iam through ${after.join(', ')}: RDS would no longer take its password, and deployments, the rotation and emergencies could not log in. Nothing was changed. Look for who grants these roles to the master user, as createrole_self_grant or an event trigger does`,
  );
}

/**
 * Ends what retired users still have open on the writer. It runs after the commit, when they cannot come back, and finds
 * them by their state and not by what this run did, so that a second run makes up for a first that failed here.
 * @param {Desired['groups']} groups
 */
function endSessions({ retired }) {
  return [
    'SELECT pg_catalog.pg_terminate_backend(s.pid) FROM pg_catalog.pg_stat_activity s',
    'JOIN pg_catalog.pg_roles u ON u.oid = s.usesysid',
    'JOIN pg_catalog.pg_auth_members m ON m.member = u.oid',
    'JOIN pg_catalog.pg_roles g ON g.oid = m.roleid',
    `WHERE g.rolname = ${literal(retired)} AND NOT u.rolcanlogin AND u.rolname <> current_user`,
  ].join(' ');
}

/**
 * All statements, in order, for one transaction.
 * @param {Desired} desired
 * @param {State} state
 * @returns {string[]}
 */
function statements(desired, state) {
  refuseStrangers(desired, state);
  const wanted = new Set(desired.clients.map(({ user }) => user));
  return [
    ...desired.extensions.map((name) => `CREATE EXTENSION IF NOT EXISTS ${identifier(name)}`),
    ...Object.values(desired.groups)
      .filter((group) => !state.roles.has(group))
      .map((group) => `CREATE ROLE ${identifier(group)} NOLOGIN`),
    // PUBLIC keeps CONNECT: RDS Proxy looks after the database as a user of its own (rdsproxyadmin), which RDS makes when it
    // likes and whose permissions must not be touched. Nobody else could use it: every other login is a client's.
    `REVOKE TEMPORARY ON DATABASE ${identifier(desired.database)} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${identifier(desired.database)} TO ${identifier(desired.groups.clients)}`,
    'REVOKE CREATE ON SCHEMA public FROM PUBLIC',
    ...desired.clients.flatMap((client) => [
      ...loginOf(client.user, desired, state),
      ...(client.access === 'read-write' ? writer(client.user, desired) : reader(client.user, desired, state)),
    ]),
    ...[...state.clients].filter((user) => !wanted.has(user)).flatMap((user) => retirement(user, desired)),
  ];
}

/**
 * A role that somebody else made might hold more than a client may: it is not taken over.
 * @param {Desired} desired
 * @param {State} state
 */
function refuseStrangers({ clients }, state) {
  const strangers = clients
    .map(({ user }) => user)
    .filter((user) => state.roles.has(user) && !state.clients.has(user) && !state.retired.has(user));
  if (strangers.length === 0) return;
  throw new Error(
    `these roles exist and were not made by this deployment: ${strangers.join(', ')}. Rename or drop them, or give the client another name`,
  );
}

/**
 * @param {string} user
 * @param {Desired} desired
 * @param {State} state
 */
function loginOf(user, { groups }, state) {
  const name = identifier(user);
  return [
    state.roles.has(user) ? `ALTER ROLE ${name} LOGIN` : `CREATE ROLE ${name} LOGIN`,
    ...(state.retired.has(user) ? [`REVOKE ${identifier(groups.retired)} FROM ${name}`] : []),
    `GRANT ${identifier(groups.clients)} TO ${name}`,
    `GRANT rds_iam TO ${name}`,
  ];
}

/**
 * A schema of its own, named as the user, which PostgreSQL searches first. The user owns what it makes in it, not the
 * schema; readers may read all of it, also what will be made.
 * @param {string} user
 * @param {Desired} desired
 */
function writer(user, { database, groups }) {
  const name = identifier(user);
  const readers = identifier(groups.readers);
  return [
    `REVOKE ${readers} FROM ${name}`,
    `ALTER ROLE ${name} RESET default_transaction_read_only`,
    `ALTER ROLE ${name} RESET search_path`,
    `GRANT TEMPORARY ON DATABASE ${identifier(database)} TO ${name}`,
    `CREATE SCHEMA IF NOT EXISTS ${name}`,
    `GRANT USAGE, CREATE ON SCHEMA ${name} TO ${name}`,
    `GRANT USAGE ON SCHEMA ${name} TO ${readers}`,
    ...asMemberOf(user, [
      ...['TABLES', 'SEQUENCES'].flatMap((kind) => [
        `ALTER DEFAULT PRIVILEGES FOR ROLE ${name} IN SCHEMA ${name} GRANT SELECT ON ${kind} TO ${readers}`,
        `GRANT SELECT ON ALL ${kind} IN SCHEMA ${name} TO ${readers}`,
        `GRANT ALL ON ALL ${kind} IN SCHEMA ${name} TO ${name}`,
      ]),
    ]),
  ];
}

/**
 * May read what the writers own. The read-only default protects against mistakes; the missing grants protect. Who was a
 * writer before hands what it owns over to the master user: an owner can always grant itself everything.
 * @param {string} user
 * @param {Desired} desired
 * @param {State} state
 */
function reader(user, { clients, database, groups }, state) {
  const name = identifier(user);
  const writers = clients.filter(({ access }) => access === 'read-write').map((each) => identifier(each.user));
  return [
    `GRANT ${identifier(groups.readers)} TO ${name}`,
    `ALTER ROLE ${name} SET default_transaction_read_only = on`,
    writers.length === 0
      ? `ALTER ROLE ${name} RESET search_path`
      : `ALTER ROLE ${name} SET search_path = ${writers.join(', ')}`,
    ...(state.schemas.has(user)
      ? [
          `REVOKE TEMPORARY ON DATABASE ${identifier(database)} FROM ${name}`,
          `REVOKE CREATE ON SCHEMA ${name} FROM ${name}`,
          ...asMemberOf(user, [
            `REASSIGN OWNED BY ${name} TO CURRENT_USER`,
            ...['TABLES', 'SEQUENCES'].map((kind) => `REVOKE ALL ON ALL ${kind} IN SCHEMA ${name} FROM ${name}`),
          ]),
        ]
      : []),
  ];
}

/**
 * @param {string} user
 * @param {Desired} desired
 */
function retirement(user, { groups }) {
  const name = identifier(user);
  return [
    `ALTER ROLE ${name} NOLOGIN`,
    `REVOKE rds_iam FROM ${name}`,
    `REVOKE ${identifier(groups.readers)} FROM ${name}`,
    `REVOKE ${identifier(groups.clients)} FROM ${name}`,
    `GRANT ${identifier(groups.retired)} TO ${name}`,
  ];
}

/**
 * Statements that need a membership, which nobody outside the transaction ever sees.
 * @param {string} user
 * @param {string[]} inner
 */
function asMemberOf(user, inner) {
  return [`GRANT ${identifier(user)} TO CURRENT_USER`, ...inner, `REVOKE ${identifier(user)} FROM CURRENT_USER`];
}

module.exports = { NO_SELF_GRANT, ROLES, SCHEMAS, members, iamThrough, refuseLockOut, endSessions, statements };
