import { MINUTE, query } from './metrics';
import type { AlarmPlan, EventAlarmPlan } from './model';

/** What AWS is asked to report. */
export interface WatchedEvents {
  /** The identifiers of the clusters of the stores. */
  readonly storeClusters: readonly string[];
  /** The names of the vaults that backups go to. */
  readonly vaults: readonly string[];
}

/** What AWS reports as it happens, and no metric has. */
export function eventAlarms({ storeClusters, vaults }: WatchedEvents): readonly AlarmPlan[] {
  return [
    eventsUndelivered(),
    keyTakenAway(),
    keyGone(),
    ...(storeClusters.length === 0 ? [] : [storeFailsOver(storeClusters), storeFails(storeClusters)]),
    ...(vaults.length === 0 ? [] : [backupFailed(vaults)]),
  ];
}

function eventsUndelivered(): AlarmPlan {
  return {
    form: 'metric',
    kind: 'EventsUndelivered',
    severity: 'ticket',
    summary: 'EventBridge could not deliver what a rule had matched',
    measure: query('AWS/Events', 'FailedInvocations', {}, 5 * MINUTE),
    comparison: 'above',
    threshold: 0,
    unit: 'events',
    periods: 1,
    inPeriods: 1,
    because: 'EventBridge has tried for a day before it counts one: a key, a backup or a failover was not told',
    missing: 'fine',
    missingBecause: 'it is sent only when it is not zero',
    runbook: {
      means: 'Rules of every environment of the account are meant: the target of one of them refuses, or is gone.',
      steps: [
        'Which? CloudWatch, `AWS/Events`, `FailedInvocations` by RuleName.',
        'A topic of ours: do its policy and that of its key still let EventBridge in? Deploy the observability stack again.',
      ],
    },
  };
}

function keyTakenAway(): EventAlarmPlan {
  return {
    form: 'event',
    kind: 'KeyTakenAway',
    severity: 'page',
    summary: 'somebody disabled an encryption key, or scheduled its deletion',
    pattern: {
      source: ['aws.kms'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: { eventSource: ['kms.amazonaws.com'], eventName: ['DisableKey', 'ScheduleKeyDeletion'] },
    },
    facts: { what: '$.detail.eventName', key: '$.detail.requestParameters.keyId', who: '$.detail.userIdentity.arn' },
    because:
      'minutes count: what the key encrypts stops working, and on the last day of the waiting time it is lost (KMS Developer Guide, "Deleting keys"). AWS sends it only where a trail records management events',
    runbook: {
      means:
        'Every key of the account is meant. A store without its key stops, and Aurora cannot be started again after a week.',
      steps: [
        'Was it meant? The teardown of an environment does it: docs/teardown.md.',
        '`aws kms cancel-key-deletion --key-id <key>`, then `aws kms enable-key --key-id <key>`.',
        'It was nobody of us: take the credentials of `who` away, and call security.',
      ],
    },
  };
}

function keyGone(): EventAlarmPlan {
  return {
    form: 'event',
    kind: 'KeyDeleted',
    severity: 'page',
    summary: 'an encryption key was deleted',
    pattern: { source: ['aws.kms'], 'detail-type': ['KMS CMK Deletion'] },
    facts: { key: '$.resources[0]' },
    because:
      'it cannot be undone (EventBridge event of KMS, which needs no trail); KeyTakenAway should have come a week or more before',
    runbook: {
      means: 'What only this key could read is lost.',
      steps: [
        'What was it for? Its alias in older templates, or in CloudTrail.',
        'Restore from backups that another key encrypts.',
      ],
    },
  };
}

function storeFailsOver(clusters: readonly string[]): EventAlarmPlan {
  return {
    form: 'event',
    kind: 'StoreFailsOver',
    severity: 'ticket',
    summary: 'a store changes its writer',
    pattern: ofClusters(clusters, ['failover']),
    facts: { store: '$.detail.SourceIdentifier', what: '$.detail.Message' },
    because:
      'it heals itself within a minute, and pages by StoreDown if it does not; somebody should ask why (Aurora User Guide, "Amazon RDS event categories")',
    runbook: {
      means: 'The writer was lost or restarted, or somebody asked for it, and a reader took over.',
      steps: [
        'A maintenance window, a deployment, a drill? Then it was meant.',
        '`aws rds describe-events --source-type db-cluster --duration 1440`. Out of memory? Raise the least capacity.',
      ],
    },
  };
}

function storeFails(clusters: readonly string[]): EventAlarmPlan {
  return {
    form: 'event',
    kind: 'StoreFails',
    severity: 'page',
    summary: 'Aurora reports that a store has failed',
    pattern: ofClusters(clusters, ['failure']),
    facts: { store: '$.detail.SourceIdentifier', what: '$.detail.Message' },
    because: 'the category is for what does not heal by itself (the same source)',
    runbook: {
      means: 'Such as a failover that did not succeed, or a cluster that cannot be recovered where it is.',
      steps: ['Read `what`. Then as for StoreDown.', 'Restore to a point in time beside it: docs/store-operations.md.'],
    },
  };
}

function ofClusters(clusters: readonly string[], categories: readonly string[]): EventAlarmPlan['pattern'] {
  return {
    source: ['aws.rds'],
    'detail-type': ['RDS DB Cluster Event'],
    detail: { SourceIdentifier: clusters, EventCategories: categories },
  };
}

function backupFailed(vaults: readonly string[]): EventAlarmPlan {
  return {
    form: 'event',
    kind: 'BackupFailed',
    severity: 'ticket',
    summary: 'a backup was not taken',
    pattern: {
      source: ['aws.backup'],
      'detail-type': ['Backup Job State Change'],
      detail: { state: ['ABORTED', 'EXPIRED', 'FAILED'], backupVaultName: vaults },
    },
    facts: {
      vault: '$.detail.backupVaultName',
      what: '$.detail.resourceArn',
      why: '$.detail.statusMessage',
      state: '$.detail.state',
    },
    because:
      'the snapshot of a day is missing; Aurora’s own continuous backup goes on (AWS Backup Developer Guide, "Monitoring AWS Backup events using EventBridge")',
    runbook: {
      means: 'The vault has no recovery point of this day.',
      steps: [
        '`why` says it, most often a permission of the role or of the key.',
        'Take one by hand: `aws backup start-backup-job`, with the vault, the resource and the role of the plan.',
      ],
    },
  };
}
